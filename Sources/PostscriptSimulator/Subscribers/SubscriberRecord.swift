/// What the shop knows of one person, apart from the times of its row.
struct SubscriberRecord: Sendable {
  var email: String?
  /// In E.164; nil once it was redacted.
  var phone: String?
  /// The number of the Shopify customer, as digits; nil where none is linked.
  var shopifyCustomer: String?
  var properties = PropertyObject()
  var tags: [String] = []
  var takesPromotional = false
  var takesTransactional = false
  var isRedacted = false
  /// When the person last agreed, in microseconds; nil for the time of the row's creation.
  var optedIn: Int64?

  /// Adds tags to those that are there: the API has no way to take one away.
  mutating func add(_ more: [String]) {
    for tag in more where !tags.contains(tag) { tags.append(tag) }
  }

  /// Sets the e-mail address where the API does: where there is none, or no Shopify customer is linked.
  mutating func offer(email new: String) {
    if email == nil || shopifyCustomer == nil { email = new }
  }

  /// Takes back the consent to both kinds of messages.
  mutating func optOut() {
    takesPromotional = false
    takesTransactional = false
  }

  /// Takes away what tells who it was, and the consent.
  mutating func redact() {
    self = SubscriberRecord(isRedacted: true)
  }
}
