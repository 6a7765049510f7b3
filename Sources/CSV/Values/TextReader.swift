import Wire

/// Reads a short text from left to right; for values that are not in the usual form.
struct TextReader {
  private(set) var rest: ArraySlice<UInt8>
  /// The byte that ``take(_:)`` or ``takeDayMonthSeparator()`` took last.
  private(set) var lastTaken: UInt8?

  /// Starts at the first byte that is no space; spaces at the end do not count.
  init(_ text: [UInt8]) {
    rest = text[...]
    while let first = rest.first, first <= UInt8(ascii: " ") { rest = rest.dropFirst() }
    while let last = rest.last, last <= UInt8(ascii: " ") { rest = rest.dropLast() }
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// True where nothing but letters is left.
  var isLetters: Bool {
    rest.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0 & 0xDF) }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    rest = rest.dropFirst()
    lastTaken = byte
    return true
  }

  /// Takes a word, given in lower case, whatever its case in the text.
  mutating func take(word: StaticString) -> Bool {
    let wanted = ByteView(word)
    guard rest.count >= wanted.count else { return false }
    for (offset, byte) in rest.prefix(wanted.count).enumerated()
    where wanted[offset] != ((byte & 0xDF).isLetter ? byte | 0x20 : byte) {
      return false
    }
    rest = rest.dropFirst(wanted.count)
    return true
  }

  /// Passes over any of those characters.
  mutating func skip(_ characters: StaticString) {
    let any = ByteView(characters)
    rest = rest.drop { any.firstIndex(of: $0) != nil }
  }

  /// Takes what is between a day and the next part of a date.
  mutating func takeDayMonthSeparator() {
    lastTaken = rest.first
    skip(" ")
    if let first = rest.first, "-/.".utf8.contains(first) {
      lastTaken = first
      rest = rest.dropFirst()
    }
    skip(" ")
  }

  /// Takes all the digits that follow.
  mutating func digits() -> [UInt8] {
    let digits = rest.prefix { $0.isDigit }
    rest = rest.dropFirst(digits.count)
    return Array(digits)
  }

  /// Takes a number with that many digits, or nothing.
  mutating func number(_ length: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { $0.isDigit }
    guard length.contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return Self.value(digits)
  }

  /// Takes a year of four digits.
  mutating func year() throws(ValueProblem) -> Int {
    let digits = rest.prefix { $0.isDigit }
    guard digits.count == 4 else { throw digits.count == 2 ? .shortYear : .notADay }
    rest = rest.dropFirst(4)
    return Self.value(digits)
  }

  /// Takes the English name of a month, whole or its first three letters.
  mutating func month() -> Int? {
    let length = rest.prefix { ($0 & 0xDF).isLetter }.count
    guard length >= 3 else { return nil }
    for (index, name) in Self.months.enumerated() {
      let name = ByteView(name)
      guard length == 3 || length == name.count || index == 8 && length == 4,
        rest.prefix(length).enumerated().allSatisfy({ name[$0] == $1 | 0x20 })
      else { continue }
      rest = rest.dropFirst(length)
      return index + 1
    }
    return nil
  }

  private static let months: [StaticString] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  /// The value of digits; 0 for none.
  static func value(_ digits: some Sequence<UInt8>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}

extension UInt8 {
  /// True for `A` to `Z`.
  fileprivate var isLetter: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
}
