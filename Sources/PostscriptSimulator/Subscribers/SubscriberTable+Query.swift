/// Finds the rows of a page of the list.
extension SubscriberTable {
  /// The rows of one page, and how many pages there are.
  ///
  /// Rows with equal sort values may be asked for in their other order.
  func page(
    _ query: SubscriberQuery,
    size: Int,
    flipsTies: Bool,
    prepared: inout PreparedRows?
  ) -> (rows: [Int], pages: Int) {
    if query.texts.isEmpty, let slice = indexedSlice(query) {
      return cut(slice.count, query, size) { place in
        Int(slice.row(at: flipsTies ? tieFlipped(place, slice, query) : place))
      }
    }
    var key = query
    key.page = 1
    if prepared?.version != version || prepared?.query != key {
      prepared = PreparedRows(version: version, query: key, rows: scanned(query))
    }
    let rows = prepared?.rows ?? []
    return cut(rows.count, query, size) { rows[$0] }
  }

  private func cut(
    _ total: Int,
    _ query: SubscriberQuery,
    _ size: Int,
    _ row: (Int) -> Int
  ) -> (rows: [Int], pages: Int) {
    let pages = max((total + size - 1) / size, 1)
    let first = (query.page - 1).multipliedReportingOverflow(by: size)
    guard !first.overflow, first.partialValue < total else { return ([], pages) }
    let range = first.partialValue..<min(first.partialValue + size, total)
    return (range.map { row(query.isDescending ? total - 1 - $0 : $0) }, pages)
  }

  /// The rows in one of the two kept orders, where the query asks for no more than that.
  private func indexedSlice(_ query: SubscriberQuery) -> IndexedSlice? {
    let everything = SubscriberQuery.Span()
    if query.sort == .updated, query.created == everything {
      let low = position(ofUpdate: query.updated.low)
      return IndexedSlice(
        first: low,
        count: max(position(ofUpdate: query.updated.high) - low, 0),
        order: byUpdate
      )
    }
    if query.sort == .created, query.updated == everything, removed.isEmpty {
      let low = position(ofCreation: query.created.low)
      return IndexedSlice(
        first: low,
        count: max(position(ofCreation: query.created.high) - low, 0),
        order: nil
      )
    }
    return nil
  }

  /// The place that lies opposite among the rows with the same time.
  private func tieFlipped(_ place: Int, _ slice: IndexedSlice, _ query: SubscriberQuery) -> Int {
    let row = Int(slice.row(at: place))
    let low: Int
    let high: Int
    if query.sort == .updated {
      low = position(ofUpdate: rows[row].updated)
      high = position(ofUpdate: rows[row].updated + 1)
    } else {
      low = position(ofCreation: rows[row].created)
      high = position(ofCreation: rows[row].created + 1)
    }
    return low + high - 1 - (slice.first + place) - slice.first
  }

  /// The rows of a query that no kept order answers, found and sorted one by one.
  private func scanned(_ query: SubscriberQuery) -> [Int] {
    let found = candidates(query).filter { index in
      query.created.contains(rows[index].created)
        && query.updated.contains(rows[index].updated)
        && query.texts.allSatisfy { matches($0, index) }
    }
    switch query.sort {
    case .created: return found.sorted()
    case .updated: return found.sorted { (rows[$0].updated, $0) < (rows[$1].updated, $1) }
    case .phone: return sorted(found) { phone($0) ?? "" }
    case .shopifyCustomer: return sorted(found) { shopifyCustomer($0) ?? "" }
    }
  }

  /// The rows among which those of a query are: few where it names people.
  private func candidates(_ query: SubscriberQuery) -> [Int] {
    for filter in query.texts where !filter.contains {
      let found = filter.values.flatMap { value -> [Int] in
        switch filter.field {
        case "email": return indexes(ofEmail: value)
        case "phone_number": return index(ofPhone: value).map { [$0] } ?? []
        case "ps_id":
          guard let number = Int(value), number >= 100_000, number - 100_000 < count else {
            return []
          }
          return removed.contains(number - 100_000) ? [] : [number - 100_000]
        default: return indexes(ofCustomer: value)
        }
      }
      return Array(Set(found))
    }
    let low = position(ofUpdate: query.updated.low)
    let high = max(position(ofUpdate: query.updated.high), low)
    return byUpdate[low..<high].map { Int($0) }
  }

  private func sorted(_ found: some Sequence<Int>, by key: (Int) -> String) -> [Int] {
    found.map { (key($0), $0) }.sorted { $0 < $1 }.map(\.1)
  }

  private func matches(_ filter: SubscriberQuery.TextFilter, _ index: Int) -> Bool {
    let value: String?
    switch filter.field {
    case "email": value = email(index)
    case "phone_number": value = phone(index)
    case "ps_id": value = String(100_000 + index)
    default: value = shopifyCustomer(index)
    }
    guard let value else { return false }
    return filter.values.contains { filter.contains ? value.contains($0) : value == $0 }
  }
}

/// Rows found for a query, kept for its next page.
struct PreparedRows: Sendable {
  var version: Int
  var query: SubscriberQuery
  var rows: [Int]
}

/// A run of rows in one of the kept orders.
private struct IndexedSlice {
  var first: Int
  var count: Int
  /// The order, or nil for that of creation, in which a row's place is its index.
  var order: [Int32]?

  func row(at place: Int) -> Int32 {
    if let order { return order[first + place] }
    return Int32(first + place)
  }
}
