import TestSupport
import Testing
import Wire

/// Amounts of the API with more decimals than their currency has.
@Suite("Decimals of the API")
struct APIDecimalsTests {
  private func codes(
    _ members: String,
    _ currency: String
  ) throws -> (codes: [String], outcome: Outcome) {
    try withWorkspace { work in
      let record =
        #"{"id":5001,"name":"1001","created_at":"2025-10-07T09:50:26-04:00","#
        + #""financial_status":"paid","currency":"\#(currency)",\#(members)}"#
      let message = #"{"type":"RECORD","stream":"orders","record":\#(record)}"#
      let outcome = try work.run(
        .built("transform-orders", "--at-eof", "commit", "--bare", "--rejects", "rejects"),
        input: .text(message + "\n")
      ).orThrow()
      let rejects = work.has("rejects") ? try work.read("rejects") : ""
      let codes = try rejects.split(separator: "\n").map {
        try JSONValue(parsing: String($0))["code"]?.string ?? ""
      }
      return (codes, outcome)
    }
  }

  private static func refund(_ amount: String) -> String {
    #""total_price":"2500","refunds":[{"id":1,"created_at":"2025-10-09T00:00:00Z","transactions":"#
      + #"[{"id":1,"amount":"\#(amount)","kind":"refund","status":"success"}]}]"#
  }

  @Test(
    "are refused, in orders and refunds",
    arguments: [
      (#""total_price":"2500.50""#, "JPY"), (#""total_price":"10.005""#, "USD"),
      (#""total_price":10.005"#, "USD"), (#""total_price":"1.5055""#, "KWD"),
      (#""total_price":"1","total_discounts":"0.505""#, "EUR"),
      (#""totalPriceSet":{"shopMoney":{"amount":"1.5","currencyCode":"JPY"}}"#, "JPY"),
      (APIDecimalsTests.refund("0.505"), "USD"), (APIDecimalsTests.refund("0.5"), "JPY"),
    ]
  )
  func refused(members: String, currency: String) throws {
    let (codes, outcome) = try codes(members, currency)
    #expect(codes == ["too_many_decimals"] && outcome.lines.isEmpty, "\(outcome)")
  }

  @Test(
    "do not count where they are zeros",
    arguments: [
      (#""total_price":"2500.00""#, "JPY"), (#""total_price":10.1000"#, "USD"),
      (#""total_price":"1.505""#, "KWD"), (APIDecimalsTests.refund("5.000"), "JPY"),
    ]
  )
  func zeros(members: String, currency: String) throws {
    let (codes, outcome) = try codes(members, currency)
    #expect(codes == [] && !outcome.lines.isEmpty, "\(outcome)")
  }
}
