import Wire

/// Where the cells of an order's rows are that say which order it is, and in which state.
struct OrderColumns {
  let name: Int
  let id: Int
  let quantity: Int
  let title: Int
  /// The time of the last change; nil where the file has none.
  let change: Int?
  /// The cells that every order has, and a row that only goes on with one has not.
  private let state: [Int]
  /// All order-level cells that a profile reads, but for name and id.
  private let all: [Int]

  init(_ profile: Profile, _ match: HeaderMatch) {
    name = match.columns["order_name"] ?? 0
    id = match.columns["order_id"] ?? 0
    quantity = match.columns["lineitem_quantity"] ?? 0
    title = match.columns["lineitem_title"] ?? 0
    change = match.columns["updated_at"]
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

  /// True where each order-level cell of a row is empty or that of another row.
  func agree(_ first: RecordView, _ other: RecordView) -> Bool {
    for column in all where !other[column].isEmpty {
      guard first[column].bytes.equals(other[column].bytes) else { return false }
    }
    return true
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
