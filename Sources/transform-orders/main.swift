import StageKit

TransformOrdersOptions.command.main(run)
