import Wire

/// Tags that are looked for among those of orders; Shopify's tags are the same in either case.
struct TagFilter {
  private let tags: [String]
  private let bytes: [[UInt8]]
  private let patterns: [LikePattern]

  /// Makes a filter of those tags; blank ones are ignored.
  init(_ tags: [String]) {
    self.tags = tags.map { Self.folded($0.withView { $0.trimmed.text }) }.filter { !$0.isEmpty }
    bytes = self.tags.map { Array($0.utf8) }
    patterns = []
  }

  /// Makes a filter of patterns of SQL's LIKE.
  init(patterns: [String]) {
    tags = []
    bytes = []
    self.patterns = patterns.map { LikePattern($0) }
  }

  private static func folded(_ tag: String) -> String { tag.lowercased() }

  /// True where nothing is left out.
  var isEmpty: Bool { tags.isEmpty && patterns.isEmpty }

  /// Whether one of the tags is among those of a comma-separated text.
  func matches(list: ByteView) -> Bool {
    var start = 0
    while start < list.count {
      let rest = list[start, list.count]
      let length = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.count
      if matches(rest[0, length].trimmed) { return true }
      start += length + 1
    }
    return false
  }

  /// Whether one of the tags is in a JSON array of texts; nil where it is no such array.
  ///
  /// The array is sound JSON, as the scanner leaves it: where no text holds an escape, the next
  /// quotation mark ends it.
  func matches(array: ByteView) -> Bool? {
    var found = false
    var place = 1
    while place < array.count {
      switch array[place] {
      case UInt8(ascii: "\""):
        let rest = array[place + 1, array.count]
        guard let length = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        let tag = rest[0, length]
        if tag.firstIndex(of: UInt8(ascii: "\\")) != nil { return matches(decoding: array) }
        if matches(tag.trimmed) { found = true }
        place += length + 2
      case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: " "), UInt8(ascii: "\t"),
        UInt8(ascii: "\r"):
        place += 1
      default: return nil
      }
    }
    return found
  }

  private func matches(decoding array: ByteView) -> Bool? {
    guard let items = (try? JSONValue(parsing: array))?.array else { return nil }
    var found = false
    for item in items {
      guard let tag = item.string else { return nil }
      if tag.withView({ matches($0.trimmed) }) { found = true }
    }
    return found
  }

  private func matches(_ tag: ByteView) -> Bool {
    for wanted in bytes where wanted.withView({ tag.equalsFolded($0) }) {
      return true
    }
    for pattern in patterns where pattern.matches(tag) { return true }
    // Other letters than ASCII's can change their length with their case.
    guard !tags.isEmpty, !tag.allSatisfy({ $0 < 0x80 }) else { return false }
    let folded = Self.folded(tag.text)
    return tags.contains(folded)
  }
}
