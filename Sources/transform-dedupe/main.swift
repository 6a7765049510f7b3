import StageKit

TransformDedupeOptions.command.main(run)
