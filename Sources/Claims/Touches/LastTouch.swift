/// The touch that an order counts for, and when its message was received and clicked.
struct LastTouch {
  let touch: Touch
  /// When the message was received, in microseconds since 1970; nil where no event says it.
  let receivedAt: Int64?

  /// The last touch whose window the order is in; nil where there is none.
  init?(of order: OpenOrder, _ touches: borrowing TouchIndex, _ messages: borrowing MessageTable) {
    guard let touch = touches.last(of: order.person, at: order.time) else { return nil }
    self.init(touch: touch, order, touches, messages)
  }

  /// The last touch before an order of the message that the platform itself names, a click before any
  /// other; nil where no event tells of one.
  init?(
    of order: OpenOrder,
    byMessage id: UInt64,
    _ touches: borrowing TouchIndex,
    _ messages: borrowing MessageTable
  ) {
    var found = touches.last(of: order.person, byMessage: id, isClick: true, until: order.time)
    if found == nil {
      found = touches.last(of: order.person, byMessage: id, isClick: false, until: order.time)
    }
    guard let found else { return nil }
    self.init(touch: found, order, touches, messages)
  }

  private init(
    touch: Touch,
    _ order: OpenOrder,
    _ touches: borrowing TouchIndex,
    _ messages: borrowing MessageTable
  ) {
    self.touch = touch
    let received = touches.last(
      of: order.person,
      byMessage: messages.id(touch.message),
      isClick: false,
      until: touch.time
    )
    receivedAt = received?.time
  }

  /// When the message was clicked; nil where it was not.
  var clickedAt: Int64? { touch.isClick ? touch.time : nil }
}
