import Wire

/// The positions of the members that say what a message is.
struct MessageHead {
  private(set) var type: Int?
  private(set) var stream: Int?
  private(set) var value: Int?
  /// A name among these that appears twice, so that the message has no certain meaning.
  private(set) var repeated: String?

  /// Looks them up in the members of a message.
  init(_ members: borrowing MemberTable, _ line: ByteView) {
    for index in 0..<members.count {
      let member = members[index]
      let key = member.key(in: line)
      if key.count == 4, key.equals("type") {
        if type != nil { repeated = "type" }
        type = index
      } else if key.count == 6, key.equals("stream") {
        if stream != nil { repeated = "stream" }
        stream = index
      } else if key.count == 5, key.equals("value") {
        if value != nil { repeated = "value" }
        value = index
      }
    }
  }
}
