import TestSupport
import Wire

/// Runs `transform-validate` on records written in short, and gives back what it said of each.
struct Validation {
  /// How the run ended.
  let outcome: Outcome
  /// The records of `attributed_orders` that it wrote.
  let verdicts: [JSONValue]

  static let state = #"{"type":"STATE","value":{"n":1}}"#

  /// A RECORD message of a stream; `body` is the inside of its record.
  static func record(_ stream: String, _ body: String) -> String {
    #"{"type":"RECORD","stream":"\#(stream)","record":{\#(body)}}"#
  }

  /// An order's message: one that is paid, of 100 dollars, at ten o'clock, unless `body` differs.
  static func order(_ id: Int, _ body: String = "", changes: [String: String] = [:]) -> String {
    var fields = [
      "order_name": ##""#\##(id)""##, "processed_at": #""2026-01-10T10:00:00Z""#,
      "financial_status": #""paid""#, "currency": #""USD""#, "total_price": "100.00",
      "total_refunded": "0.00",
    ]
    fields.merge(changes) { $1 }
    let members = fields.sorted { $0.key < $1.key }.map { #""\#($0.key)":\#($0.value)"# }
    let all = [#""order_id":"\#(id)""#] + members + (body.isEmpty ? [] : [body])
    return record("shopify_orders", all.joined(separator: ","))
  }

  /// A claim's message.
  static func claim(_ body: String) -> String { record("attributed_orders", body) }

  /// Lines as a whole input, closed by a STATE.
  static func input(_ lines: [String]) -> String {
    (lines + [state]).map { $0 + "\n" }.joined()
  }

  /// Checks claims against orders, all given as messages.
  init(orders: [String], claims: [String], _ arguments: [String] = []) throws {
    outcome = try withWorkspace { workspace in
      try workspace.write("orders", Self.input(orders))
      return try workspace.run(
        Command(
          path: BuiltProducts.program("transform-validate"),
          ["--orders", "orders", "--orders-cover", "records"] + arguments
        ),
        input: .text(Self.input(claims)),
        timeout: 60
      )
    }
    verdicts = try Self.verdicts(of: outcome)
  }

  private static func verdicts(of outcome: Outcome) throws -> [JSONValue] {
    try outcome.lines.compactMap { line in
      let message = try JSONValue(parsing: line)
      return message["stream"]?.string == "attributed_orders" ? message["record"] : nil
    }
  }
}

extension JSONValue {
  /// Status and reasons of a verdict in one line: `rejected order_test outside_window`.
  var ruling: String {
    let reasons = (self["rejection_reasons"]?.array ?? []).compactMap(\.string)
    return ([self["validation_status"]?.string ?? "none"] + reasons).joined(separator: " ")
  }
}
