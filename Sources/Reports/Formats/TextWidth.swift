/// How wide texts are on a terminal: East Asian wide characters and emoji take two columns.
enum TextWidth {
  static func of(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

  private static func width(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first, scalar.value >= 0x1100 else { return 1 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }

  /// A text in lines of at most that width, broken at spaces where there are any.
  static func lines(_ text: String, _ columns: Int) -> [String] {
    guard of(text) > columns else { return [text] }
    var lines = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let last = lines[lines.count - 1]
      let joined = last.isEmpty ? String(word) : last + " " + word
      if of(joined) <= columns {
        lines[lines.count - 1] = joined
      } else if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// A text of exactly that width: filled with spaces, or cut with an ellipsis.
  static func fitted(_ text: String, _ columns: Int, right: Bool) -> String {
    let own = of(text)
    if own <= columns {
      let spaces = String(repeating: " ", count: columns - own)
      return right ? spaces + text : text + spaces
    }
    var cut = ""
    var used = 0
    for character in text {
      guard used + width(character) < columns else { break }
      cut.append(character)
      used += width(character)
    }
    return cut + "…" + String(repeating: " ", count: columns - used - 1)
  }
}
