import Wire

/// What the financial status of an order says about a claim to it.
struct PaymentStatus {
  /// What speaks against the order.
  private(set) var faults: RejectionReasons = []
  /// True where the status says that all money went back.
  var isRefunded: Bool { faults == .orderRefunded }
  /// True where the status does not say that no money went back: then the amount must be known.
  private(set) var mayHaveRefund = false

  /// Reads a status in either case, as GraphQL writes it in capitals; nil is no status.
  init(_ status: ByteView?) {
    guard let status else {
      faults = .orderVoided
      mayHaveRefund = true
      return
    }
    let isVoid =
      status.equalsFolded("voided") || status.equalsFolded("expired")
      || status.equalsFolded("draft") || status.equalsFolded("uncollectible")
    if isVoid {
      faults = .orderVoided
    } else if status.equalsFolded("refunded") {
      faults = .orderRefunded
      mayHaveRefund = true
    } else if status.equalsFolded("partially_refunded") {
      mayHaveRefund = true
    } else if status.equalsFolded("cancelled") || status.equalsFolded("canceled") {
      faults = .orderCancelled
    }
  }
}
