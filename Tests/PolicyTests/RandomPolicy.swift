import Policy
import TestSupport

/// Policies in which every setting has some value, made from the texts that a user would type.
enum RandomPolicy {
  static let values: [String: [String]] = [
    "reporting_timezone": ["UTC", "America/New_York", "Asia/Kathmandu"],
    "revenue_date": ["order", "message"],
    "click_window": ["any", "0s", "7d", "90m", "86401s"],
    "view_window": ["any", "24h", "1d"],
    "coupon_window": ["any", "2w"],
    "keyword_window": ["any", "36500d"],
    "unknown_window": ["any", "1s"],
    "accept_view_only": ["true", "false"],
    "revenue_figure": ["total", "subtotal", "net"],
    "tolerance": ["0", "0.01", "1.000", "12345678901234567890.5"],
    "require_customer_match": ["true", "false"],
    "calling_code": ["none", "1", "+44"],
    "excluded_order_tags": ["none", "a", "a,b c", #"["x,y","none"]"#, "straße"],
    "accepted_sales_channels": ["all", "web,pos", #"["all"]"#],
    "exclude_zero_net_orders": ["true", "false"],
    "accept_renewals": ["true", "false"],
    "default_currencies": ["none", "shopify=USD", "postscript=EUR,klaviyo=JPY"],
    "discount_code_prefixes": ["none", "TXT=postscript", "A=sms,B-C=klaviyo"],
    "survey_attributes": ["none", "How did you hear about us?", "a,b"],
  ]

  static func make(_ random: inout SplitMix64) throws -> StorePolicy {
    var policy = StorePolicy()
    for setting in Setting.all {
      if let value = values[setting.name]?.randomElement(using: &random) {
        try setting.set(&policy, to: value)
      }
    }
    return policy
  }
}
