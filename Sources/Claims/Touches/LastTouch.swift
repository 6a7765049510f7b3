/// The touch that an order counts for, and when its message was received and clicked.
struct LastTouch {
  let touch: Touch
  /// When the message was received, in microseconds since 1970; nil where no event says it.
  private(set) var receivedAt: Int64?

  /// The last touch whose window the order is in: of two at the same instant a click, then the message
  /// that comes first.
  static func find(
    _ order: OpenOrder,
    _ touches: borrowing TouchIndex,
    _ messages: borrowing MessageTable
  ) -> LastTouch? {
    var best: Touch?
    touches.forEach(of: order.person) { touch in
      guard touch.time <= order.time, order.time - touch.time <= touch.window else { return }
      guard let other = best else {
        best = touch
        return
      }
      if touch.time != other.time {
        if touch.time > other.time { best = touch }
      } else if touch.isClick != other.isClick {
        if touch.isClick { best = touch }
      } else if messages.id(touch.message) < messages.id(other.message) {
        best = touch
      }
    }
    guard let best else { return nil }
    return LastTouch(touch: best, order, touches, messages)
  }

  /// The last touch before an order of the message that the platform itself names; nil where no event
  /// tells of one.
  static func find(
    ofMessage id: UInt64,
    _ order: OpenOrder,
    _ touches: borrowing TouchIndex,
    _ messages: borrowing MessageTable
  ) -> LastTouch? {
    var best: Touch?
    touches.forEach(of: order.person) { touch in
      guard touch.time <= order.time, messages.id(touch.message) == id else { return }
      guard let other = best else {
        best = touch
        return
      }
      if (touch.isClick, touch.time) > (other.isClick, other.time) { best = touch }
    }
    guard let best else { return nil }
    return LastTouch(touch: best, order, touches, messages)
  }

  private init(
    touch: Touch,
    _ order: OpenOrder,
    _ touches: borrowing TouchIndex,
    _ messages: borrowing MessageTable
  ) {
    self.touch = touch
    var received = touch.isClick ? nil : touch.time
    let id = messages.id(touch.message)
    touches.forEach(of: order.person) { other in
      guard !other.isClick, other.time <= touch.time, messages.id(other.message) == id else {
        return
      }
      if other.time > received ?? .min { received = other.time }
    }
    receivedAt = received
  }

  /// When the message was clicked; nil where it was not.
  var clickedAt: Int64? { touch.isClick ? touch.time : nil }
}

private func > (_ one: (Bool, Int64), _ other: (Bool, Int64)) -> Bool {
  one.0 != other.0 ? one.0 : one.1 > other.1
}
