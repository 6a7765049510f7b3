import StageKit
import Wire

/// What one file has said of each order so far, so that a second word does not pass for the first.
///
/// An order that comes again in another state is written again where both say when they were last
/// changed: the loader takes the newer one. What comes again word for word is left out. All else is
/// a contradiction: one id under two names, two states of which none is the newer, rows that lie
/// apart from their order.
struct OrderHistory {
  /// What an order is beside those before it.
  enum Standing {
    case new
    case repeated
    case contradicted(RecordFault)
  }

  /// What tells two states of an order apart.
  private struct OrderState {
    /// A hash of all its rows.
    var content: UInt32 = 0
    /// A hash of the time of its last change; 0 where the file has none.
    var change: UInt32 = 0
  }

  private var seen = SeenOrders<OrderState>()
  private var entry: SeenOrders<OrderState>.SeenOrder?
  private var isOrphan = false
  /// True once a row without order-level cells went on with an order, as exports have them.
  var hasPlainRows = false
  /// The line on which the file begins that was joined last to others; 0 where there is only one.
  var fileStart = 0
  /// How the order differs from the one right before it in the file, where that is the same.
  var difference = ""

  /// Notes the first row of an order.
  mutating func begin(id: ByteView, name: ByteView, line: Int, isOrphan: Bool) {
    self.isOrphan = isOrphan
    entry = seen.entry(id: id, name: name, line: line, OrderState())
  }

  /// Notes when the order was changed last; empty where it does not say.
  mutating func note(change: ByteView) {
    if !change.isEmpty { entry?.facts.change = seen.short(change) }
  }

  /// What tells the rows of an order from others.
  func content(of rows: ByteView) -> UInt32 { seen.short(rows) }

  /// Judges the order whose rows are complete.
  mutating func close(id: ByteView, name: ByteView, content: UInt32) -> Standing {
    guard var entry else { return .new }
    self.entry = nil
    if isOrphan { return orphan(entry, name) }
    if id.isEmpty { return .new }
    entry.facts.content = content
    guard let first = seen.first(like: entry) else { return .new }
    if first.name != entry.name {
      return .contradicted(Self.twoNames(id.text, name.text, place: "line \(first.line)"))
    }
    let (old, new) = (first.facts, entry.facts)
    // In one file two equal rows may be two pieces, unless it has rows that only go on with an order.
    if old.content == new.content, hasPlainRows || first.line < fileStart { return .repeated }
    if old.change != 0, new.change != 0, old.change != new.change { return .new }
    return .contradicted(twoStates(name, line: first.line))
  }

  /// A row that goes on with no order: its own lies apart, or is not in the file.
  private mutating func orphan(
    _ entry: SeenOrders<OrderState>.SeenOrder,
    _ name: ByteView
  ) -> Standing {
    guard !name.isEmpty, let line = seen.line(ofName: entry.name) else { return .new }
    return .contradicted(
      RecordFault(
        .conflictingOrder,
        "this is a row of the order \(Self.quoted(name)) that begins on line \(line), but lies apart from it; "
          + "put the rows of an order next to each other, as they were exported"
      )
    )
  }

  /// The fault of an order whose id another order has, too.
  static func twoNames(_ id: String, _ name: String, place: String) -> RecordFault {
    RecordFault(
      .conflictingOrder,
      "the order \(Excerpt.quoted(name)) has the id \(Excerpt.quoted(id)), and so has another one on \(place); a "
        + "spreadsheet may have rounded the ids: export them again and do not open them in one"
    )
  }

  private func twoStates(_ name: ByteView, line: UInt32) -> RecordFault {
    RecordFault(
      .conflictingOrder,
      "the order \(Self.quoted(name)) is on line \(line) already"
        + (difference.isEmpty ? "" : " (\(difference))")
        + ", and neither says that it is the newer: these are two states of it, or its rows lie apart; keep "
        + "the newer, or put its rows next to each other"
    )
  }

  private static func quoted(_ text: ByteView) -> String { Excerpt.quoted(text.text) }

  /// The fault of a part that is replayed as it was.
  static let unchanged = RecordFault(
    .conflictingOrder,
    "this is still only the part of an order that was set aside: put all of its rows into \"input\", "
      + "or correct the id; where it is the whole order, take \"order_rows\" out of the line"
  )
}
