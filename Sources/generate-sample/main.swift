import StageKit

GenerateSampleOptions.command.main(run)
