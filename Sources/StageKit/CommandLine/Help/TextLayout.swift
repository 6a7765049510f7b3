/// Lays text out for a terminal of 80 columns.
enum TextLayout {
  /// The last column that is used.
  static let width = 79

  /// A paragraph, broken between words, every line behind an indent.
  static func wrapped(_ text: String, indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent)
    return lines(text, width: width - indent).map { margin + $0 + "\n" }.joined()
  }

  /// Paragraphs that are separated by empty lines.
  static func paragraphs(_ text: String) -> String {
    text.split(separator: "\n").map { wrapped(String($0)) }.joined(separator: "\n")
  }

  /// A term and its explanation in two columns; a long term gets its own line.
  static func entry(_ term: String, _ text: String, column: Int = 27) -> String {
    let lines = lines(text, width: width - column)
    let margin = String(repeating: " ", count: column)
    var result = "  " + term
    var rest = lines[...]
    if term.count + 4 <= column, let first = rest.popFirst() {
      result += String(repeating: " ", count: column - term.count - 2) + first
    }
    result += "\n"
    return result + rest.map { margin + $0 + "\n" }.joined()
  }

  private static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
