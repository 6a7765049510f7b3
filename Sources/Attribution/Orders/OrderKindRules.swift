import Policy
import Wire

/// Which orders a subscription charged by itself, where the source of an order does not say so.
///
/// A tag counts before the sales channel, a renewal before another kind.
struct OrderKindRules {
  /// Tags of charges that happened by themselves.
  let renewalTags: TagFilter
  /// Tags of other orders: somebody placed them.
  let otherTags: TagFilter
  /// The sales channels of such charges.
  private let renewalChannels: [LikePattern]

  /// Compiles rules.
  init(_ rules: [OrderKindRule]) {
    func patterns(_ field: OrderKindRule.MatchedField, isRenewal: Bool) -> [String] {
      rules.filter { $0.field == field && $0.kind.isRenewal == isRenewal }.map(\.pattern)
    }
    renewalTags = TagFilter(patterns: patterns(.tag, isRenewal: true))
    otherTags = TagFilter(patterns: patterns(.tag, isRenewal: false))
    renewalChannels = patterns(.source, isRenewal: true).map { LikePattern($0) }
  }

  /// Whether orders of a sales channel are renewals.
  func isRenewal(channel: ByteView?) -> Bool {
    guard let channel else { return false }
    for pattern in renewalChannels where pattern.matches(channel) { return true }
    return false
  }
}
