import Wire

/// What the financial status of an order says about a claim to it.
struct PaymentStatus {
  /// What speaks against the order.
  private(set) var faults: RejectionReasons = []
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

extension ByteView {
  /// Whether the bytes are a lower-case ASCII literal but for their case.
  func equalsFolded(_ literal: StaticString) -> Bool { equalsFolded(ByteView(literal)) }

  /// Whether the bytes are those of lower-case text but for the case of ASCII letters.
  func equalsFolded(_ wanted: ByteView) -> Bool {
    guard count == wanted.count else { return false }
    for index in 0..<count where self[index].lowered != wanted[index] { return false }
    return true
  }
}

extension UInt8 {
  /// The lower-case form of an ASCII letter, anything else as it is.
  @inline(__always) var lowered: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}
