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
  func disagreement(_ first: FirstCells, _ rows: ByteView, _ other: RecordView) -> Int? {
    for (place, column) in all.enumerated() where !other[column].isEmpty {
      let cell = other[column].trimmed
      if UnknownValue.contains(cell) { continue }
      if !first.cell(place, in: rows).trimmed.equals(cell.bytes) { return column }
    }
    return nil
  }

  /// The cell that the order's first row has in a column which ``disagreement(_:_:_:)`` found.
  func text(_ column: Int, _ first: FirstCells, _ rows: ByteView) -> String {
    all.firstIndex(of: column).map { first.cell($0, in: rows).trimmed.text } ?? ""
  }

  /// Notes where a row has its order-level cells.
  func note(_ record: RecordView, in cells: inout FirstCells) {
    cells.removeAll()
    for column in all { cells.add(record, column) }
  }
}

/// Where the first row of an order has its order-level cells, from the start of the row.
struct FirstCells {
  private var places: [(start: Int32, end: Int32)] = []

  mutating func removeAll() { places.removeAll(keepingCapacity: true) }

  mutating func add(_ record: RecordView, _ column: Int) {
    let span = record.span(column)
    let start = Int32(truncatingIfNeeded: record.start)
    places.append((Int32(bitPattern: span.start) - start, Int32(bitPattern: span.end) - start))
  }

  /// A cell of the row, with which the rows begin.
  @_lifetime(copy rows)
  func cell(_ place: Int, in rows: ByteView) -> ByteView {
    rows[Int(places[place].start), Int(places[place].end)]
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
