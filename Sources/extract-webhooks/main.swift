import StageKit

ExtractWebhooksOptions.command.main(run)
