/// A platform that sends messages and claims the orders that follow.
enum Platform: UInt64 {
  case postscript = 10
  case klaviyo = 11

  /// Seconds between two campaigns.
  var campaignInterval: Int { self == .postscript ? 84 * 3600 : 60 * 3600 }

  /// How many claims it makes for four of Postscript's.
  var claimsShare: Int { self == .postscript ? 4 : 3 }
}

/// A message of a campaign, of a flow, or the answer to a keyword.
struct SampleMessage: Hashable {
  enum Occasion: String {
    case campaign
    case flow
    case keyword
  }

  let kind: Occasion
  let id: String
  let name: String
  let groupID: String
  let groupName: String
}
