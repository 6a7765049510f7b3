import Wire

/// A pattern of SQL's LIKE: `%` stands for any text, `_` for any one character, `\` makes the next
/// character mean itself.
struct LikePattern {
  private enum PatternPart: Equatable {
    case byte(UInt8)
    case character
    case anything
  }

  private let parts: [PatternPart]

  /// Compiles a pattern in lower case.
  init(_ pattern: String) {
    var parts: [PatternPart] = []
    var isEscaped = false
    for byte in pattern.utf8 {
      switch byte {
      case 0x5C where !isEscaped:
        isEscaped = true
        continue
      case 0x25 where !isEscaped: parts.append(.anything)
      case 0x5F where !isEscaped: parts.append(.character)
      default: parts.append(.byte(byte))
      }
      isEscaped = false
    }
    self.parts = parts
  }

  /// Whether the whole of a text matches, whatever its case.
  func matches(_ text: ByteView) -> Bool {
    // Other letters than ASCII's can change their length with their case.
    if text.allSatisfy({ $0 < 0x80 }) { return matchesFolded(text) }
    return text.text.lowercased().withView { matchesFolded($0) }
  }

  /// Goes back to the last `%` where the rest does not match, and lets it stand for one byte more.
  private func matchesFolded(_ text: ByteView) -> Bool {
    var (part, offset) = (0, 0)
    var restart: (part: Int, offset: Int)?
    while offset < text.count {
      if part < parts.count, parts[part] == .anything {
        part += 1
        restart = (part, offset)
      } else if part < parts.count, let length = length(of: parts[part], text, offset) {
        part += 1
        offset += length
      } else if let last = restart {
        restart = (last.part, last.offset + 1)
        (part, offset) = (last.part, last.offset + 1)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .anything }
  }

  /// How many bytes of the text a part takes there; nil where it does not match.
  private func length(of part: PatternPart, _ text: ByteView, _ offset: Int) -> Int? {
    switch part {
    case .byte(let byte): return text[offset].lowered == byte ? 1 : nil
    case .anything: return nil
    case .character:
      // A character begins with any byte but a continuation byte, and takes those behind it.
      guard text[offset] & 0xC0 != 0x80 else { return nil }
      var end = offset + 1
      while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
      return end - offset
    }
  }
}
