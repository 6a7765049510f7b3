/// How headers are compared: without case, spaces and punctuation.
enum HeaderName {
  /// What stands in the last parentheses or brackets of a header, without white space; nil where there
  /// are none.
  static func inParentheses(_ header: String) -> String? {
    allInParentheses(header).last?.filter { !$0.isWhitespace }
  }

  /// What stands in parentheses and brackets, each by itself: `Revenue (net) [USD]` has two.
  static func allInParentheses(_ header: String) -> [String] {
    var found: [String] = []
    var rest = header[...]
    while let open = rest.firstIndex(where: openers.contains),
      let close = rest[open...].firstIndex(where: closers.contains)
    {
      let inner = rest[rest.index(after: open)..<close]
      // Of parentheses within others it is what the inner ones hold.
      let own = inner.lastIndex(where: openers.contains).map { inner[inner.index(after: $0)...] }
      found.append(String(own ?? inner))
      rest = rest[rest.index(after: close)...]
    }
    return found
  }

  private static let openers: Set<Character> = ["(", "["]
  private static let closers: Set<Character> = [")", "]"]

  /// The letters and digits of a header in lower case.
  static func normalized(_ header: String) -> String {
    String(
      String.UnicodeScalarView(
        header.lowercased().unicodeScalars.filter {
          $0.properties.isAlphabetic || ("0"..."9").contains($0)
        }
      )
    )
  }

  /// The same without what is in parentheses or brackets, such as the unit in `Revenue (USD)`.
  static func normalizedWithoutUnit(_ header: String) -> String {
    guard let open = header.firstIndex(where: openers.contains),
      let close = header.lastIndex(where: closers.contains), open < close
    else { return normalized(header) }
    return normalized(String(header[..<open]) + String(header[close...]))
  }
}
