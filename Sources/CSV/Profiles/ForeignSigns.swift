import StageKit

/// What tells that a report is not of Postscript's texts, where its headers could be: the headers of
/// Postscript's own exports are not public, so that their profiles take in much.
///
/// Nothing that a report of texts has says for certain that it is Postscript's. So what is looked for is what
/// says that it is not: words of email, of advertisements and of partners, and names of other platforms,
/// in headers, in the name of the file, and in cells that say what a row is.
enum ForeignSigns {
  /// True for the profiles that need it.
  static func matter(for profile: Profile) -> Bool {
    profile.name == "postscript-revenue" || profile.name == "postscript-messages"
  }

  // MARK: - In headers

  /// What reports of email, of advertisements, of partners and of visits have and texts have not.
  private static let words = [
    "subject", "preheader", "previewtext", "openrate", "totalopens", "softbounce", "hardbounce",
    "impression", "session", "adset", "adgroup", "adname", "amountspent", "landingpage", "pageview",
    "sourcemedium", "costperclick", "cpc", "cpm", "roas", "facebook", "affiliate", "influencer",
    "partner", "publisher", "commission", "ambassador", "clicktoopen", "newsletter",
  ]

  /// The same, where a header is nothing but that.
  private static let headers: Set<String> = [
    "impr", "convvalue", "costconv", "allconv", "creator", "referrer", "email", "emails", "open",
    "opens", "opened", "uniqueopens", "uniqueopened", "opensunique",
  ]

  /// What a list of orders has, and figures of messages have not.
  private static let orderHeaders: Set<String> = [
    "order", "orderid", "ordername", "ordernumber", "orderno", "orderref", "orderreference",
    "transactionid", "shopifyorderid", "shopifyordername", "shopifyordernumber",
  ]

  /// True where one of the headers is that of a report of another kind.
  static func areIn(_ headers: [String], of profile: Profile) -> Bool {
    let isOfClaims = profile.name == "postscript-revenue"
    // A claim may say whose order it is.
    let addresses = isOfClaims ? profile.field("email")?.headers ?? [] : []
    let own = Set(addresses.map(HeaderName.normalized))
    return headers.contains { header in
      let name = HeaderName.normalized(header)
      if own.contains(name) { return false }
      if Self.headers.contains(name) { return true }
      if !isOfClaims, orderHeaders.contains(name) { return true }
      if words.contains(where: { name.contains($0) }) { return true }
      let parts = self.parts(of: header)
      return !parts.isDisjoint(with: platforms)
        || !parts.isDisjoint(with: ["email", "emails"]) && !(isOfClaims && isAddress(parts))
    }
  }

  /// True for a header of somebody's address.
  private static func isAddress(_ parts: Set<String>) -> Bool {
    let whose: Set<String> = [
      "address", "customer", "subscriber", "recipient", "contact", "buyer", "shopper", "billing",
    ]
    return !parts.isDisjoint(with: whose)
  }

  /// The words of a text in lower case.
  private static func parts(of text: String) -> Set<String> {
    Set(text.lowercased().split { !$0.isLetter }.map(String.init))
  }

  // MARK: - In the name of the file

  /// Other platforms of messages and of advertisements.
  private static let platforms: Set<String> = [
    "activecampaign", "attentive", "bloomreach", "braze", "brevo", "cordial", "dotdigital", "drip",
    "emarsys", "emotive", "google", "hubspot", "iterable", "klaviyo", "listrak", "mailchimp",
    "mailerlite", "moengage", "omnisend", "recart", "sailthru", "sendgrid", "sendinblue",
    "sendlane",
    "smsbump", "tiktok", "yotpo",
  ]

  /// True where the name of a file names another platform, and not Postscript.
  static func areInName(of path: String) -> Bool {
    let parts = parts(of: path.split(separator: "/").last.map(String.init) ?? path)
    return !parts.isDisjoint(with: platforms) && !parts.contains("postscript")
  }

  // MARK: - In cells

  /// Cells of what a message is that are of email.
  static let emailWords = UniformWords([
    "email", "emails", "emailcampaign", "emailmarketing", "emailflow", "emailautomation",
    "newsletter",
  ])

  /// Names of other platforms.
  static let platformWords = UniformWords(platforms)

  /// Headers of columns that say which program a row is of.
  static let platformHeaders: Set<String> = [
    "platform", "source", "sourcesystem", "provider", "app", "tool", "esp", "integration",
  ]
}

extension Profile {
  /// True where headers or the name of a file tell that it is a report of another kind.
  func isForeign(_ headers: [String], _ file: String) -> Bool {
    guard ForeignSigns.matter(for: self) else { return false }
    return ForeignSigns.areInName(of: file) || ForeignSigns.areIn(headers, of: self)
  }
}
