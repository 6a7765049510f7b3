/// The landing pages of all histories, taken apart by hand.
struct LandingPage {
  var url: String
  var path: String
  var source: String?
  var medium: String?
  var campaign: String?
  var content: String?
  var term: String?
  var id: String?
  var channel: String?

  static let all = [
    LandingPage(url: "/", path: "/"),
    LandingPage(
      url:
        "/land?utm_source=klaviyo-us&utm_medium=um&utm_campaign=uc&utm_content=uo&utm_term=ut&utm_id=ui#x",
      path: "/land",
      source: "klaviyo-us",
      medium: "um",
      campaign: "uc",
      content: "uo",
      term: "ut",
      id: "ui",
      channel: "email"
    ),
    LandingPage(url: "/p?a=1&utm_medium=SMS", path: "/p", medium: "SMS", channel: "sms"),
    LandingPage(
      url: "/q?utm_source=post%20script+x&utm_campaign=",
      path: "/q",
      source: "post script x"
    ),
    LandingPage(
      url: "/r?utm_source=Postscript&utm_medium=email",
      path: "/r",
      source: "Postscript",
      medium: "email",
      channel: "sms"
    ),
  ]

  static let hosts: [String: String?] = [
    "https://Ref.example/x": "ref.example", "http://user@a.example:80/": "a.example",
    "not a url": nil,
  ]
}

/// The line items of all histories, and what orders say of them.
struct LineItems {
  let json: String
  let skus: String?
  let titles: String?
  let vendors: String?

  static let all = [
    LineItems(
      json:
        #"[{"sku":"S1","title":"T1","vendor":"V2"},{"sku":"S2","title":"T2","vendor":"V1"},{"vendor":"V1"}]"#,
      skus: "S1,S2",
      titles: "T1,T2",
      vendors: "V1,V2"
    ), LineItems(json: #"[{"title":"T"}]"#, skus: nil, titles: "T", vendors: nil),
    LineItems(json: "[]", skus: nil, titles: nil, vendors: nil),
  ]
}
