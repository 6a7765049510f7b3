/// Cuts foreign text to a length that fits into a message.
public enum Excerpt {
  /// The longest excerpt, in characters.
  public static let limit = 80

  /// The text in double quotes, without control characters, and cut after ``limit`` characters.
  public static func quoted(_ text: String) -> String { "\"\(plain(text))\"" }

  /// The same without quotes, for values that are no text, and for foreign words.
  public static func plain(_ text: String, limit: Int = Excerpt.limit) -> String {
    let start = String(text.prefix(limit))
    return "\(Logger.onOneLine(start))\(start.utf8.count < text.utf8.count ? "…" : "")"
  }
}
