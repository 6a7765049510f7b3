import StageKit
import Webhooks
import Wire

/// Answers one request, which is in the environment and on standard input.
func run(_ options: ReceiveWebhookOptions, _ stage: Stage) throws {
  let receiver = Receiver(try options.proof(), spool: options.spool, limit: options.maxBytes)
  var output = MessageOutput(stage)
  let reply: DeliveryReply
  do throws(StageError) {
    reply = try receiver.answer(
      DeliveryRequest(.process),
      bodyFrom: 0,
      at: Clock.now
    )
  } catch {
    // The sender must know that it was not kept; the server's log says why.
    output.buffer.append(DeliveryReply.notKept.text)
    try output.flush()
    throw error
  }
  output.buffer.append(reply.text)
  try output.flush()
}
