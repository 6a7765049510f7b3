import StageKit

SimulatePostscriptOptions.command.main(run)
