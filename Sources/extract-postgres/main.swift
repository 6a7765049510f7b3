import StageKit

ExtractPostgresOptions.command.main(run)
