import Wire

/// What happened to an order after it was placed.
enum OrderOutcome {
  case kept
  case partlyRefunded
  case refunded
  case cancelled
  case voided
  case pending
  case authorized
  case partlyPaid
  case expired

  static func draw(_ random: inout SeededRandom) -> OrderOutcome {
    switch random.below(1000) {
    case ..<40: .partlyRefunded
    case ..<70: .refunded
    case ..<85: .cancelled
    case ..<97: .voided
    case ..<112: .pending
    case ..<117: .authorized
    case ..<120: .partlyPaid
    case ..<124: .expired
    default: .kept
    }
  }

  /// The text of Shopify's Financial Status.
  var status: String {
    switch self {
    case .kept: "paid"
    case .partlyRefunded: "partially_refunded"
    case .refunded, .cancelled: "refunded"
    case .voided: "voided"
    case .pending: "pending"
    case .authorized: "authorized"
    case .partlyPaid: "partially_paid"
    case .expired: "expired"
    }
  }
}
