import Wire

/// Where the cells of an order's rows are that say which order it is, and in which state.
struct OrderColumns {
  let name: Int
  let id: Int
  let quantity: Int
  let title: Int
  /// The cells that every order has, and a row that only goes on with one has not.
  private let state: [Int]
  /// All order-level cells that a profile reads, but for name and id.
  private let all: [Int]

  init(_ profile: Profile, _ match: HeaderMatch) {
    name = match.columns["order_name"] ?? 0
    id = match.columns["order_id"] ?? 0
    quantity = match.columns["lineitem_quantity"] ?? 0
    title = match.columns["lineitem_title"] ?? 0
    let required = ["created_at", "financial_status", "currency", "total_price"]
    state = required.compactMap { match.columns[$0] }
    let others = Profile.lineItemMembers.map(\.field) + ["order_name", "order_id"]
    all = profile.fields.map(\.name).filter { !others.contains($0) }
      .compactMap { match.columns[$0] }
  }

  /// True for a row without any of the cells that every order has.
  func isStateless(_ record: RecordView) -> Bool {
    for column in state where !record[column].isEmpty { return false }
    return true
  }

  /// The first order-level cell of a row that is neither empty nor that of the order's first row; nil
  /// where there is none.
  func disagreement(
    _ first: borrowing FirstCells,
    _ rows: ByteView,
    _ other: RecordView
  ) -> Int? {
    for column in all where !other[column].isEmpty {
      let cell = other[column].trimmed
      if UnknownValue.contains(cell) { continue }
      if !first.cell(column, in: rows).withoutInvisibleEnds.equals(cell.bytes) { return column }
    }
    return nil
  }
}

/// Where the first row of an order has its cells.
struct FirstCells: ~Copyable {
  /// The spans of the cells, within what the scanner had then.
  private var spans = ByteBuffer(capacity: 1024)
  /// Where the row began there.
  private var start = 0

  /// Takes the cells of an order's first row.
  mutating func take(_ record: RecordView) {
    spans.removeAll()
    spans.append(record.spanBytes)
    start = record.start
  }

  /// A cell of the row, with which the rows begin.
  @_lifetime(copy rows)
  func cell(_ column: Int, in rows: ByteView) -> ByteView {
    let span = RecordView.span(column, in: spans.view)
    return rows[Int(span.start) - start, Int(span.end) - start]
  }
}

/// A part of an order that was set aside, as the rejects file tells it to a replay.
struct OrderPart: Equatable {
  /// The order's id as it was.
  let id: String
  /// How many rows the part has.
  let rows: Int

  init(id: String, rows: Int) {
    self.id = id
    self.rows = rows
  }

  /// Reads what ``members`` wrote; nil where the line has no such members.
  init?(_ reject: JSONValue) {
    guard let id = reject["order_id"]?.string, case .number(let text)? = reject["order_rows"],
      let rows = Int(text)
    else { return nil }
    self.init(id: id, rows: rows)
  }

  /// Further members of a line in the rejects file.
  var members: [(key: String, value: JSONValue)] {
    [("order_id", .string(id)), ("order_rows", .number(String(rows)))]
  }
}
