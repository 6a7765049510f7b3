import StageKit

ExtractPostscriptOptions.command.main(run)
