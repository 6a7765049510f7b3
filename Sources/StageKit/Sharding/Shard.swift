package import Wire

/// One of several parts that the records of a stream are divided into by their keys, or by fields that
/// are named.
///
/// The hash of a key is FNV-1a with 64 bits over the text of each field of the key, in the order of
/// `key_properties`, with a zero byte after each: a string without its escapes, a number without
/// needless zeros (`1.50` is `1.5`), true or false as written; nothing where the field is missing, null
/// or holds no plain value. A record of a stream without a key is hashed as its bytes. The upper half
/// of the hash is laid over the lower (exclusive or), and what is left when those 32 bits are divided
/// by the number of shards is the number of the record's shard.
public struct Shard: OptionValue, Equatable {
  /// The number of this shard, from 0.
  public let index: Int
  /// The number of shards.
  public let count: Int
  /// The fields whose hash divides the records; empty for the key of their stream.
  ///
  /// Of the field `order_name` the normal form is hashed, as ``OrderName`` has it.
  public let fields: [String]

  /// Reads `2/8`, the third of eight shards, or `2/8:order_name`, the same by a field.
  public init(optionText: String) throws(InvalidValue) {
    let colon = optionText.firstIndex(of: ":")
    let parts = optionText[..<(colon ?? optionText.endIndex)]
      .split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } }),
      let index = Int(parts[0]), let count = Int(parts[1]), (1...65_536).contains(count),
      index < count
    else {
      throw InvalidValue("is not a number of a shard and of shards, such as 0/8 to 7/8")
    }
    let fields = colon.map { place in
      optionText[optionText.index(after: place)...]
        .split(separator: ",", omittingEmptySubsequences: false)
        .map(String.init)
    }
    guard fields?.contains("") != true else {
      throw InvalidValue("needs names of fields behind the colon, such as 0/8:order_name")
    }
    self.index = index
    self.count = count
    self.fields = fields ?? []
  }

  /// The text from which the same shard is read.
  public var optionText: String? {
    "\(index)/\(count)" + (fields.isEmpty ? "" : ":" + fields.joined(separator: ","))
  }

  /// Whether a key with that hash belongs to the shard.
  public func holds(_ hash: UInt64) -> Bool {
    let folded = (hash ^ hash >> 32) & 0xFFFF_FFFF
    return folded % UInt64(count) == UInt64(index)
  }
}

extension Shard {
  /// The message of a STATE that says that what came before it is only this part: no stretch is
  /// covered completely by it, and `part` says which part of a complete export it is.
  package func marking(_ line: ByteView) -> String? {
    guard let message = try? JSONValue(parsing: line), let value = message["value"],
      value.members != nil, let text = optionText
    else { return nil }
    var parts = value["parts"]?.array ?? []
    if parts.contains(.string(text)) { return nil }
    parts.append(.string(text))
    var marked = value.setting("parts", .array(parts))
    if let streams = value["bookmarks"]?.members {
      let bookmarks = streams.map { (key: $0.key, value: marking(bookmark: $0.value, text)) }
      marked = marked.setting("bookmarks", .object(bookmarks))
    }
    return message.setting("value", marked).text
  }

  private func marking(bookmark: JSONValue, _ text: String) -> JSONValue {
    guard let covers = bookmark["covers"]?.array else { return bookmark }
    let marked = covers.map { entry -> JSONValue in
      guard entry["complete"] == .bool(true) else {
        return entry["part"] == nil ? entry : entry.setting("part", .null)
      }
      return entry.setting("complete", .bool(false)).setting("part", .string(text))
    }
    return bookmark.setting("covers", .array(marked))
  }
}
