import StageKit

TransformChangesOptions.command.main(run)
