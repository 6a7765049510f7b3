import Wire

/// Why a platform claims an order.
enum SampleAttribution: String {
  case click
  case view
  case coupon
  case keyword
}

/// A platform's claim to an order.
struct SampleClaim {
  let message: SampleMessage
  let orderID: Int?
  let orderName: String
  let orderAt: Int
  /// In the currency's smallest unit.
  let revenue: Int
  let currency: SampleCurrency
  var attribution: SampleAttribution
  let sentAt: Int?
  var clickedAt: Int?
  let subscriber: Int
  let phone: String
  let email: String
  /// True where the export repeats the row.
  let isRepeated: Bool
  /// True where the platform took the order for a view first and learned of the click later.
  let isRevised: Bool

  /// The claim as an export said before the platform revised it.
  var beforeRevision: SampleClaim {
    guard isRevised else { return self }
    var claim = self
    claim.attribution = .view
    claim.clickedAt = nil
    return claim
  }
}
