import StageKit

TransformClaimsOptions.command.main(run)
