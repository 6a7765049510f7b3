import StageKit

TransformValidateOptions.command.main(run)
