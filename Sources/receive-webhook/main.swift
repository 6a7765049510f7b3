import StageKit

ReceiveWebhookOptions.command.main(run)
