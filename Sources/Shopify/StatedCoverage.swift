import StageKit
import Wire

/// Adds to a STATE which days the orders before it cover, as the user says it.
struct StatedCoverage {
  private let store: String
  private let days: DayRange?
  private var observed: [UInt8] = []

  init(_ settings: OrderTransformSettings) {
    store = settings.store
    days = settings.covers
  }

  /// Notes when an order was observed, in quotes as it is written; the last one counts.
  mutating func note(_ time: ByteView) {
    guard days != nil, !time.equals(observed) else { return }
    observed = time.array
  }

  /// A STATE message with the coverage in the bookmark of `shopify_orders`, all else as it was; where a
  /// record was rejected, the orders are not all of those days.
  func added(to message: JSONValue, isComplete: Bool) -> JSONValue {
    guard let days else { return message }
    let time = (try? observed.withView { try JSONValue(parsing: $0) })?.string
    let coverage = Coverage(
      store: store,
      sourceSystem: nil,
      from: .day(days.from),
      until: .day(days.until),
      observedAt: time.flatMap { $0.withView { Timestamp($0, assumingUTC: true, rounding: true) } },
      isComplete: isComplete
    )
    var value = message["value"] ?? .object([])
    var bookmarks = value["bookmarks"] ?? .object([])
    var orders = bookmarks[OrderStreams.orders] ?? .object([])
    // Orders of days that were to come when they were read are not known.
    let seen = coverage.seen(until: coverage.observedAt)
    orders = orders.setting("covers", .array(seen.map { [$0.json] } ?? []))
    bookmarks = bookmarks.setting(OrderStreams.orders, orders)
    value = value.setting("bookmarks", bookmarks)
    return message.setting("value", value)
  }
}
