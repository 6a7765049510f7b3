import StageKit

LoadPostscriptOptions.command.main(run)
