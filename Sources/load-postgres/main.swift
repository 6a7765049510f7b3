import StageKit

LoadPostgresOptions.command.main(run)
