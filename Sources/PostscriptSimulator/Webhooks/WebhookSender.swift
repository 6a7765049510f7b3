import PostscriptAPI
import StageKit

/// Sends deliveries over the network.
enum WebhookSender {
  /// How long a receiver may take to answer, in seconds.
  private static let patience = 10.0

  /// Sends a delivery once to the receiver that stands for its callback address, over a connection of
  /// its own; the status of the answer, or 0.
  static func send(_ delivery: WebhookDelivery, token: String, to receiver: BaseURL) -> Int {
    let transport = HTTPTransport(
      receiver,
      userAgent: "simulate-postscript/\(Version.current)",
      timeout: patience,
      bodyLimit: 1 << 20
    )
    let request = HTTPRequest("POST", delivery.target, body: delivery.body)
    let fields =
      [(name: "Postscript-Signature", value: token), (name: "Connection", value: "close")]
      + delivery.headers
    do throws(HTTPFault) {
      return try transport.send(request, fields: fields).status
    } catch {
      return 0
    }
  }
}
