import StageKit

/// The values of an answer as people read them.
enum DisplayText {
  /// What stands for a value that nobody knows.
  static let unknown = "unknown"

  /// A value of a column: thousands apart, a share as a percentage, unknown as such.
  static func of(_ value: String?, _ kind: FigureKind) -> String {
    guard let value else { return unknown }
    switch kind {
    case .text, .day, .time: return Excerpt.plain(value, limit: Int.max)
    case .count, .amount, .number: return grouped(value)
    case .share: return percentage(value)
    }
  }

  /// A decimal number with commas between the thousands; its decimals stay as they are.
  static func grouped(_ number: String) -> String {
    let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let sign = parts[0].hasPrefix("-") ? "-" : ""
    let digits = parts[0].dropFirst(sign.count)
    var text = sign
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return parts.count == 2 ? text + "." + parts[1] : text
  }

  /// A fraction of 1 in percent with one decimal, rounded half away from zero, without leaving
  /// decimal arithmetic.
  static func percentage(_ fraction: String) -> String {
    let isNegative = fraction.hasPrefix("-")
    let parts = fraction.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? String(parts[1]) : ""
    let padded = decimals + String(repeating: "0", count: max(0, 4 - decimals.count))
    guard let whole = Int(parts[0] + padded.prefix(4)) else { return fraction }
    let tenths = whole / 10 + (whole % 10 >= 5 ? 1 : 0)
    let text = grouped("\(tenths / 10)") + ".\(tenths % 10)%"
    return (isNegative && tenths > 0 ? "-" : "") + text
  }
}
