import TestSupport
import Wire

/// Random choices, and how values are written in messages.
struct RandomValues {
  var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// A whole number of a range.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  /// True once in so many times.
  mutating func once(in times: Int) -> Bool { number(1...times) == 1 }

  /// One of several.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[number(0...values.count - 1)] }

  /// An instant in one of the forms that programs write.
  mutating func time(_ microseconds: Int64?) -> String {
    guard let microseconds else { return "null" }
    guard once(in: 4) else { return "\"\(Timestamp(microseconds: microseconds).text)\"" }
    let minutes = pick([-300, 60, 330, 825])
    let local = Timestamp(microseconds: microseconds + Int64(minutes) * 60_000_000).text.dropLast()
    let (hour, minute) = (abs(minutes) / 60, abs(minutes) % 60)
    let offset = "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    return "\"\(local)\(minutes < 0 ? "-" : "+")\(offset)\""
  }

  /// An amount of thousandths in one of the forms that programs write.
  mutating func money(_ thousandths: Int?) -> String {
    guard let thousandths else { return "null" }
    let sign = thousandths < 0 ? "-" : ""
    let (whole, rest) = (abs(thousandths) / 1000, abs(thousandths) % 1000)
    let three = String(String(rest + 1000).dropFirst())
    var text = "\(sign)\(whole).\(three)"
    if rest % 10 == 0, !once(in: 5) { text.removeLast() }
    if rest == 0, once(in: 4) { text = "\(sign)\(whole)" }
    return once(in: 4) ? "\"\(text)\"" : text
  }

  /// A text, or null.
  func text(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "null" }

  /// The id of an order as a number, as text, or as GraphQL writes it.
  mutating func orderID(_ id: String?) -> String {
    guard let id else { return "null" }
    switch number(0...3) {
    case 0: return Int(id).map { "\($0)" == id } == true ? id : "\"\(id)\""
    case 1: return "\"gid://shopify/Order/\(id)\""
    default: return "\"\(id)\""
    }
  }

  /// A customer's phone number in one of the ways in which it is written.
  mutating func phone(_ number: Int?) -> String {
    guard let number else { return text(pick([nil, nil, "", "unknown", "0"])) }
    let last = "555010\(number)"
    return text(
      pick([
        "+1212\(last)", "+1 (212) 555-010\(number)", "001212\(last)", "'+1212\(last)",
        "1212\(last)",
        "212\(last)", "0212\(last)", "+56212\(last)", "56212\(last)", "212-555.010\(number)",
      ])
    )
  }

  /// A customer's email address in one of the ways in which it is written.
  mutating func email(_ number: Int?) -> String {
    guard let number else { return text(pick([nil, nil, "", "no address"])) }
    return text(
      pick([
        "a\(number)@x.example", "A\(number)@X.example", " a\(number)@x.example ",
        "É\(number)@x.example", "é\(number)@x.example",
      ])
    )
  }
}
