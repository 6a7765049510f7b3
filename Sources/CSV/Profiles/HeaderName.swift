/// How headers are compared: without case, spaces and punctuation.
enum HeaderName {
  /// What stands in the last parentheses of a header, without white space; nil where there are none.
  static func inParentheses(_ header: String) -> String? {
    guard let open = header.lastIndex(of: "("), let close = header.lastIndex(of: ")"), open < close
    else { return nil }
    return header[header.index(after: open)..<close].filter { !$0.isWhitespace }
  }

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

  /// The same without what is in parentheses, such as the unit in `Revenue (USD)`.
  static func normalizedWithoutUnit(_ header: String) -> String {
    guard let open = header.firstIndex(of: "("), let close = header.lastIndex(of: ")"), open < close
    else { return normalized(header) }
    return normalized(String(header[..<open]) + String(header[close...]))
  }
}
