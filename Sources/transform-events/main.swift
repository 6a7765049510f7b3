import StageKit

TransformEventsOptions.command.main(run)
