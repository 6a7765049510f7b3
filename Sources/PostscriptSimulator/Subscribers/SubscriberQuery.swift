import Wire

/// The filters, the order and the page that a request for the list asks for.
struct SubscriberQuery: Sendable, Equatable {
  enum TimeColumn: String {
    case created = "created_at"
    case updated = "updated_at"
  }

  enum SortField: String {
    case created = "created_at"
    case updated = "updated_at"
    case phone = "phone_number"
    case shopifyCustomer = "shopify_customer_id"
  }

  /// A half-open range of times in microseconds.
  struct Span: Sendable, Equatable {
    var low = Int64.min
    var high = Int64.max
  }

  /// A filter on text: equal to one of several, or containing one.
  struct TextFilter: Sendable, Equatable {
    var field: String
    var contains: Bool
    var values: [String]
  }

  var created = Span()
  var updated = Span()
  var texts: [TextFilter] = []
  var sort = SortField.created
  var isDescending = false
  var page = 1

  /// Reads the parameters; the refusal names the first that is wrong.
  ///
  /// Names that aren't published are passed over or, strictly, refused: what the API does isn't known.
  static func parse(
    _ request: Request,
    bySecond: Bool,
    _ checks: CheckLevel
  ) -> Result<SubscriberQuery, ReplyError> {
    var query = SubscriberQuery()
    for (name, value) in request.query where checks == .strict || published.contains(name) {
      if let refusal = query.apply(name, value, bySecond: bySecond) {
        return .failure(ReplyError(reply: .invalid(refusal)))
      }
    }
    return .success(query)
  }

  private static let published: Set<String> = {
    let times = ["created_at", "updated_at"].flatMap { field in
      ["eq", "gt", "gte", "lt", "lte"].map { "\(field)__\($0)" }
    }
    let texts = ["email", "phone_number", "shopify_customer_id"].flatMap { field in
      ["eq", "contains", "in"].map { "\(field)__\($0)" }
    }
    return Set(times + texts + ["page", "sort", "ps_id__eq"])
  }()

  private mutating func apply(_ name: String, _ value: String, bySecond: Bool) -> String? {
    if name == "page" {
      guard let number = Int(value), number >= 1 else { return "page: not a positive integer" }
      page = number
      return nil
    }
    if name == "sort" { return applySort(value) }
    guard let mark = name.firstRange(of: "__") else { return "\(name): unknown parameter" }
    let field = String(name[..<mark.lowerBound])
    let relation = String(name[mark.upperBound...])
    if let timed = TimeColumn(rawValue: field) {
      return applyTime(timed, relation, value, bySecond: bySecond)
    }
    return applyText(field, relation, value)
  }

  private mutating func applySort(_ value: String) -> String? {
    guard let mark = value.firstRange(of: "__"),
      let field = SortField(rawValue: String(value[..<mark.lowerBound])),
      ["asc", "desc"].contains(value[mark.upperBound...])
    else { return "sort: unknown order" }
    sort = field
    isDescending = value.hasSuffix("desc")
    return nil
  }

  private mutating func applyTime(
    _ field: TimeColumn,
    _ relation: String,
    _ value: String,
    bySecond: Bool
  ) -> String? {
    guard let time = value.withView({ Timestamp($0, assumingUTC: true) })?.microseconds else {
      return "\(field.rawValue): not a date-time"
    }
    let second: Int64 = 1_000_000
    let low = bySecond ? time / second * second : time
    let next = bySecond ? low + second : time + 1
    var span = Span()
    switch relation {
    case "eq": span = Span(low: low, high: next)
    case "gt": span.low = bySecond ? low : next
    case "gte": span.low = low
    case "lt": span.high = bySecond ? next : low
    case "lte": span.high = next
    default: return "\(field.rawValue)__\(relation): unknown filter"
    }
    // As in a database, a row without a time is neither before nor after any.
    span.high = min(span.high, SubscriberTable.timeless)
    if field == .created { created.narrow(span) } else { updated.narrow(span) }
    return nil
  }

  private mutating func applyText(_ field: String, _ relation: String, _ value: String) -> String? {
    let allowed = ["email", "phone_number", "shopify_customer_id"]
    guard allowed.contains(field) || (field == "ps_id" && relation == "eq"),
      ["eq", "contains", "in"].contains(relation)
    else { return "\(field)__\(relation): unknown filter" }
    let contains = relation == "contains"
    if relation == "in", let place = texts.firstIndex(where: { $0.field == field && !$0.contains })
    {
      texts[place].values.append(value)
    } else {
      texts.append(TextFilter(field: field, contains: contains, values: [value]))
    }
    return nil
  }
}

extension SubscriberQuery.Span {
  mutating func narrow(_ other: SubscriberQuery.Span) {
    low = max(low, other.low)
    high = min(high, other.high)
  }

  func contains(_ time: Int64) -> Bool { time >= low && time < high }
}

/// A reply that refuses a request.
struct ReplyError: Error {
  let reply: Reply
}
