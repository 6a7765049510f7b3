import Wire

/// A value of a field, as a source writes it.
enum Value: Hashable, Sendable {
  case null
  case text(String)
  /// Thousandths of a unit.
  case money(Int)
  case count(Int)
  /// Microseconds since 1970.
  case time(Int64)
  /// Days since 1970.
  case day(Int)
  case flag(Bool)
  case list([String])
  /// JSON as it is.
  case raw(String)

  var string: String? { if case .text(let text) = self { text } else { nil } }
  var money: Int? {
    switch self {
    case .money(let amount): amount
    case .count(let number): number * 1000
    default: nil
    }
  }
  var count: Int? { if case .count(let number) = self { number } else { nil } }
  var time: Int64? { if case .time(let time) = self { time } else { nil } }
  var day: Int? { if case .day(let day) = self { day } else { nil } }
  var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  var list: [String]? { if case .list(let texts) = self { texts } else { nil } }

  /// The value in a message.
  var json: String {
    switch self {
    case .null: "null"
    case .text(let text): "\"\(text)\""
    case .money(let amount): Shown.money(amount) ?? "null"
    case .count(let number): "\(number)"
    case .time(let time): "\"\(Timestamp(microseconds: time).text)\""
    case .day(let day): "\"\(Shown.day(day) ?? "")\""
    case .flag(let flag): flag ? "true" : "false"
    case .list(let texts): "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    case .raw(let json): json
    }
  }
}

/// A row of the warehouse: the text of each column, nil where it is null.
typealias Row = [String: String?]

/// How values look in a row.
enum Shown {
  /// A decimal number of so many thousandths, without needless zeros.
  static func money(_ thousandths: Int?) -> String? { decimal(thousandths, digits: 3) }

  /// A decimal number of which the last digits are behind the point, without needless zeros.
  static func decimal(_ value: Int?, digits: Int) -> String? {
    guard let value else { return nil }
    var fraction = String(String(abs(value)).reversed())
    while fraction.count <= digits { fraction += "0" }
    var text = Array(fraction.reversed())
    text.insert(".", at: text.count - digits)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return (value < 0 ? "-" : "") + String(text)
  }

  /// A quotient, rounded to so many digits, halves away from zero; nil where a side is unknown or the
  /// divisor is 0.
  static func ratio(_ one: Int?, _ other: Int?, digits: Int) -> String? {
    decimal(quotient(one, other, digits: digits), digits: digits)
  }

  /// The digits of ``ratio(_:_:digits:)`` as a whole number.
  static func quotient(_ one: Int?, _ other: Int?, digits: Int) -> Int? {
    guard let one, let other, other != 0 else { return nil }
    let scaled = abs(one) * (0..<digits).reduce(1) { power, _ in power * 10 }
    let rounded = (2 * scaled + abs(other)) / (2 * abs(other))
    return (one < 0) != (other < 0) ? -rounded : rounded
  }

  static func count(_ number: Int?) -> String? { number.map { "\($0)" } }
  static func flag(_ flag: Bool?) -> String? { flag.map { $0 ? "true" : "false" } }
  static func time(_ time: Int64?) -> String? { time.map { "\($0)" } }

  static func day(_ day: Int?) -> String? {
    day.map { String(Timestamp(microseconds: Int64($0) * 86_400_000_000).text.prefix(10)) }
  }
}

/// The sum of what is known; nil where nothing is.
func sum<Rows: Sequence>(_ rows: Rows, _ value: (Rows.Element) -> Int?) -> Int? {
  let known = rows.compactMap(value)
  return known.isEmpty ? nil : known.reduce(0, +)
}
