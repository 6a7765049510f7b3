/// That somebody received or clicked a message.
struct Touch {
  /// In microseconds since 1970.
  let time: Int64
  /// How long after it an order counts for it, in microseconds.
  let window: Int64
  /// The message, by its place among all.
  let message: Int32
  let isClick: Bool

  /// What decides between touches: the greater is the one that an order counts for.
  func rank(_ messages: [UInt64]) -> TouchRank {
    TouchRank(time: time, isClick: isClick, message: messages[Int(message)])
  }

  /// The message, and how it was touched.
  func messageKey(_ messages: [UInt64]) -> MessageKey {
    MessageKey(id: messages[Int(message)], isClick: isClick)
  }
}

/// The later touch goes first, of two at the same instant a click, then the message that comes first.
struct TouchRank: Comparable {
  let time: Int64
  let isClick: Bool
  let message: UInt64

  static func < (one: TouchRank, other: TouchRank) -> Bool {
    if one.time != other.time { return one.time < other.time }
    if one.isClick != other.isClick { return other.isClick }
    return one.message > other.message
  }
}

/// What the identifier of a message hashes to, and whether it was clicked.
struct MessageKey: Comparable {
  let id: UInt64
  let isClick: Bool

  static func < (one: MessageKey, other: MessageKey) -> Bool {
    one.id != other.id ? one.id < other.id : !one.isClick && other.isClick
  }
}
