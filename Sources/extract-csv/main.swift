import StageKit

ExtractCSVOptions.command.main(run)
