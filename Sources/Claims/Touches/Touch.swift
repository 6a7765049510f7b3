/// That somebody received or clicked a message.
struct Touch {
  /// In microseconds since 1970.
  let time: Int64
  /// How long after it an order counts for it, in microseconds.
  let window: Int64
  /// The message, by its place among all.
  let message: Int32
  let isClick: Bool
}
