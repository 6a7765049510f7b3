/// What a mapping finds in an event or an order.
enum EventField: String, CaseIterable {
  case time
  case subscriberID = "subscriber_id"
  case email
  case phone
  case messageID = "message_id"
  case messageName = "message_name"
  case campaignID = "campaign_id"
  case campaignName = "campaign_name"
  /// The flow of the message; a message without one is a campaign.
  case flowID = "flow_id"
  /// The store of an order; where nothing says it, it is the store of the run.
  case storeID = "store_id"
  case orderID = "order_id"
  case orderName = "order_name"
  case claimedRevenue = "claimed_revenue"
  case currency
}
