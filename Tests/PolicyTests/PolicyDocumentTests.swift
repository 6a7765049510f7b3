import Policy
import StageKit
import TestSupport
import Testing
import Wire

/// The policy as a document: what it says comes back, and what is wrong in it is named.
@Suite("Policy documents")
struct PolicyDocumentTests {
  private func read(_ text: String) throws(InvalidValue) -> PolicyDocument {
    try PolicyDocument(Array(text.utf8))
  }

  @Test("any document is read back as it was written", arguments: seeds(0..<20))
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var document = PolicyDocument(common: try RandomPolicy.make(&random))
    for store in ["a", "b \"quoted\"", "ü"] where Bool.random(using: &random) {
      document.stores[store] = try RandomPolicy.make(&random)
    }
    document.orderKindRules = OrderKindRule.initial.filter { _ in Bool.random(using: &random) }
    let text = document.text
    let again = try read(text)
    #expect(again.text == text)
    #expect(again.orderKindRules == document.orderKindRules)
    for setting in Setting.all {
      let policy = try #require(document.common)
      #expect(setting.json(try #require(again.common)) == setting.json(policy))
    }
  }

  @Test("a setting that a policy lacks is that of the default policy, else its own default")
  func inheritance() throws {
    let document = try read(
      #"{"default":{"click_window":"3d"},"stores":{"uk":{"view_window":null}}}"#
    )
    let store = try #require(document.stores["uk"])
    #expect(store.clickWindow == AttributionWindow(.seconds(3 * 86_400)))
    #expect(store.viewWindow == .any)
    #expect(store.revenue == .net)
    #expect(document.common?.viewWindow == AttributionWindow(.seconds(86_400)))
    #expect(document.orderKindRules == nil)
    #expect(try read("{}").common == nil)
  }

  @Test(
    "what is wrong is named by its place",
    arguments: [
      ("[]", "is not a JSON object"),
      ("{", "not JSON"),
      (#"{"defalt":{}}"#, #""defalt" is not known; did you mean default?"#),
      (#"{"default":[]}"#, "default: is not a JSON object"),
      (#"{"default":{"clik_window":"3d"}}"#, #"default: "clik_window" is not known; did you mean"#),
      (#"{"default":{"click_window":3}}"#, "default.click_window: 3 is not a time span"),
      (#"{"default":{"click_window":"200000d"}}"#, "is longer than 100 years"),
      (#"{"default":{"revenue_figure":"gros"}}"#, "one of total, subtotal, net"),
      (#"{"default":{"accept_renewals":"yes"}}"#, "default.accept_renewals: "),
      (#"{"default":{"tolerance":"0.01"}}"#, "an amount of 0 or more"),
      (#"{"default":{"tolerance":-0.01}}"#, "an amount of 0 or more"),
      (#"{"default":{"accepted_sales_channels":[]}}"#, "accepted_sales_channels: "),
      (#"{"default":{"excluded_order_tags":["a",1]}}"#, "excluded_order_tags: "),
      (#"{"default":{"default_currencies":{"shopify":"usd"}}}"#, "a currency code of ISO 4217"),
      (#"{"default":{"calling_code":1}}"#, "a country calling code"),
      (#"{"default":{"revenue_date":"order","revenue_date":"order"}}"#, "stands twice"),
      (#"{"stores":{"uk":{"tolerance":null}}}"#, "stores.uk.tolerance: "),
      (#"{"stores":{"*":{}}}"#, "is not the name of a store"),
      (#"{"order_kind_rules":[{"field":"tag","pattern":"A","order_kind":"one_time"}]}"#, "[0]"),
      (
        #"{"order_kind_rules":[{"field":"tag","pattern":"a\\","order_kind":"one_time"}]}"#, "escape"
      ),
      (#"{"order_kind_rules":[{"field":"tag","pattern":"a"}]}"#, "has no text as its order_kind"),
    ]
  )
  func wrong(text: String, reason: String) throws {
    let error = #expect(throws: InvalidValue.self) { try read(text) }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test("of one store it has the policy that holds there")
  func narrowed() throws {
    let document = try read(#"{"default":{"tolerance":0.5},"stores":{"uk":{"tolerance":0.7}}}"#)
    #expect(document.narrowed(to: "uk").stores["uk"]?.tolerance.text == "0.7")
    #expect(document.narrowed(to: "us").stores["us"]?.tolerance.text == "0.5")
    #expect(document.narrowed(to: "us").common == nil)
    #expect(document.narrowed(to: "*").stores.isEmpty)
    #expect(document.narrowed(to: nil).text == document.text)
  }
}
