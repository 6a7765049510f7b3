import Policy
import Wire

/// A store's policy on orders, in the form in which it is applied to millions of them.
struct OrderRules {
  let basis: RevenueFigure
  let excluded: TagFilter
  let excludesZeroNet: Bool
  let acceptedChannels: [String]
  /// Nil where renewals count like other orders.
  let kinds: OrderKindRules?
  let callingCode: CallingCode
  /// The currency of an order that names none.
  let defaultCurrency: CurrencyCode?

  /// Compiles a policy.
  init(_ policy: StorePolicy, _ kinds: OrderKindRules) {
    basis = policy.revenue
    excluded = TagFilter(policy.excludedTags)
    excludesZeroNet = policy.excludesZeroNet
    acceptedChannels = policy.acceptedChannels
    self.kinds = policy.acceptsRenewals ? nil : kinds
    callingCode = policy.callingCode
    defaultCurrency = policy.defaultCurrencies["shopify"]
  }
}
