import Wire

/// Which orders a subscription charged by itself, where the source of an order does not say so.
///
/// The rules are those that the warehouse begins with in its table `order_kind_rules`: a tag counts
/// before the sales channel, a renewal before a first order.
struct OrderKindRules {
  /// Tags of charges that happened by themselves: Recharge's.
  let renewalTags = TagFilter(["Subscription Recurring Order"])
  /// Tags of other orders of subscriptions: somebody placed them.
  let otherTags = TagFilter(["Subscription First Order"])
  /// How the sales channel of such a charge begins: Shopify's own subscriptions.
  private let renewalChannel: StaticString = "subscription_contract"

  /// Whether orders of a sales channel are renewals.
  func isRenewal(channel: ByteView?) -> Bool {
    let prefix = renewalChannel.utf8CodeUnitCount
    guard let channel, channel.count >= prefix else { return false }
    return channel[0, prefix].equalsFolded(renewalChannel)
  }
}
