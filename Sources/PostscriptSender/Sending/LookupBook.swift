import PostscriptAPI
import Wire

/// Finds out which subscriber a person is: by id, then by phone, then by email, many at a time.
///
/// A pure value. Nobody is taken for new before all pages of an answer were read, and a question that
/// fails has no answer.
struct LookupBook: Sendable {
  /// A question: one page of the list for some people, or one subscriber.
  struct Lookup: Sendable, Equatable {
    /// What people are asked for by.
    enum LookupField: String, Sendable, CaseIterable {
      case id
      case phone = "phone_number"
      case email
    }

    let field: LookupField
    let values: [String]
    var page = 1

    /// The request for it.
    var request: HTTPRequest {
      if field == .id {
        return HTTPRequest("GET", "/api/v2/subscribers/\(PathSegment.encoded(values[0]))")
      }
      // A pinned order, so that rows that change don't move between the pages.
      var target = "/api/v2/subscribers?sort=created_at__asc"
      for value in values { target += Lookup.parameter(field, value) }
      return HTTPRequest("GET", page > 1 ? "\(target)&page=\(page)" : target)
    }

    static func parameter(_ field: LookupField, _ value: String) -> String {
      "&\(field.rawValue)__in=\(PathSegment.encoded(value))"
    }
  }

  /// Who a person is.
  enum Resolution: Sendable, Equatable {
    case found(SubscriberFacts)
    case nobody
    /// Several subscribers, and nothing tells which one is meant.
    case ambiguous(Int)
  }

  /// An address of more than 8 kB is refused with 414.
  static let targetLimit = 7_500

  private struct Key: Sendable, Hashable {
    let field: Lookup.LookupField
    let value: String
  }

  /// What was answered in a while.
  private struct Generation: Sendable {
    var answers: [Key: [String]] = [:]
    var facts: [String: SubscriberFacts] = [:]
  }

  /// How many answers a generation holds, so that memory stays flat however many people there are.
  private let size: Int
  private var recent = Generation()
  /// The generation before; what it held and the recent one doesn't is asked again where it is wanted.
  private var earlier = Generation()
  private var wanted: [Key] = []
  private var known: Set<Key> = []
  private var partial: [Key: [SubscriberFacts]] = [:]

  /// Knows nobody yet.
  ///
  /// A generation holds all that can be asked about so many records at a time, so none is asked about
  /// for ever.
  init(window: Int) { size = 3 * window }

  private func answer(_ key: Key) -> [String]? { recent.answers[key] ?? earlier.answers[key] }

  private func subscriber(_ id: String) -> SubscriberFacts? {
    recent.facts[id] ?? earlier.facts[id]
  }

  /// Who the person is; nil where that isn't known (any more).
  func resolution(of person: Recipient) -> Resolution? {
    for key in LookupBook.keys(of: person) {
      guard let ids = answer(key) else { return nil }
      let matches = ids.compactMap { subscriber($0) }
      if matches.count == 1 { return .found(matches[0]) }
      if matches.isEmpty { continue }
      let consenting = matches.filter(\.canSend)
      return consenting.count == 1 ? .found(consenting[0]) : .ambiguous(matches.count)
    }
    return .nobody
  }

  /// Notes what must be asked next to know who the person is.
  mutating func want(_ person: Recipient) {
    for key in LookupBook.keys(of: person) {
      guard let ids = answer(key) else {
        if known.insert(key).inserted { wanted.append(key) }
        return
      }
      if !ids.isEmpty { return }
    }
  }

  /// Whether there is anything to ask.
  var hasQuestions: Bool { !wanted.isEmpty }

  /// The questions for all that is wanted, as few as the length of an address allows.
  mutating func takeQuestions() -> [Lookup] {
    var lookups: [Lookup] = []
    for field in Lookup.LookupField.allCases {
      var values: [String] = []
      var length = 0
      for key in wanted where key.field == field {
        let cost = Lookup.parameter(field, key.value).utf8.count
        if field == .id || length + cost > LookupBook.targetLimit, !values.isEmpty {
          lookups.append(Lookup(field: field, values: values))
          (values, length) = ([], 0)
        }
        values.append(key.value)
        length += cost
      }
      if !values.isEmpty { lookups.append(Lookup(field: field, values: values)) }
    }
    wanted = []
    return lookups
  }

  /// Takes a page of an answer; gives the question for the next page, or nil after the last.
  ///
  /// - Throws: ``UnexpectedAnswer`` for a body that isn't one.
  mutating func take(
    _ body: JSONValue?,
    to lookup: Lookup
  ) throws(UnexpectedAnswer) -> Lookup? {
    if lookup.field == .id {
      guard let found = SubscriberFacts(body), found.id == lookup.values[0] else {
        throw UnexpectedAnswer("the subscriber has another id")
      }
      settle(lookup, [Key(field: .id, value: found.id): [found]])
      return nil
    }
    guard let rows = body?["subscribers"]?.array, let info = body?["page_info"],
      info["page"]?.integer == lookup.page, let pages = info["total_pages"]?.integer
    else { throw UnexpectedAnswer("no page \(lookup.page) of subscribers") }
    var found: [Key: [SubscriberFacts]] = [:]
    for row in rows {
      guard let subscriber = SubscriberFacts(row) else { continue }
      let value = lookup.field == .phone ? subscriber.phone : subscriber.email?.lowercased()
      guard let value else { continue }
      found[Key(field: lookup.field, value: value), default: []].append(subscriber)
    }
    for (key, rows) in found { collect(rows, key) }
    guard lookup.page < pages else { return try finish(lookup) }
    var next = lookup
    next.page += 1
    return next
  }

  /// Ends a look-up with its last page; gives the question that it leaves.
  ///
  /// Where somebody was removed while pages were read, others moved up to a page that was read
  /// before. So only one answer that is whole in itself makes anybody new: who wasn't on any of
  /// several pages is asked for once more, with others who weren't.
  ///
  /// - Throws: ``UnexpectedAnswer`` where pages were full of people nobody asked for.
  private mutating func finish(_ lookup: Lookup) throws(UnexpectedAnswer) -> Lookup? {
    var answered = lookup
    var missing: [String] = []
    if lookup.page > 1 {
      missing = lookup.values.filter { partial[Key(field: lookup.field, value: $0)] == nil }
      guard missing.count < lookup.values.count else {
        throw UnexpectedAnswer("\(lookup.page) pages of subscribers, none of whom was asked for")
      }
      answered = Lookup(
        field: lookup.field,
        values: lookup.values.filter { partial[Key(field: lookup.field, value: $0)] != nil }
      )
    }
    settle(answered, [:])
    return missing.isEmpty ? nil : Lookup(field: lookup.field, values: missing)
  }

  /// Takes the word of the API that there is no subscriber with that id.
  mutating func takeNotFound(_ lookup: Lookup) { settle(lookup, [:]) }

  /// Takes a subscriber as an accepted change has left them.
  mutating func refresh(_ subscriber: SubscriberFacts) {
    if self.subscriber(subscriber.id) != nil { recent.facts[subscriber.id] = subscriber }
  }

  private mutating func settle(_ lookup: Lookup, _ last: [Key: [SubscriberFacts]]) {
    for (key, rows) in last { collect(rows, key) }
    for value in lookup.values {
      let key = Key(field: lookup.field, value: value)
      let rows = partial.removeValue(forKey: key) ?? []
      // Both in one generation: an id whose facts were forgotten would be nobody.
      recent.answers[key] = rows.map(\.id)
      for row in rows { recent.facts[row.id] = row }
    }
    guard recent.answers.count >= size else { return }
    known.subtract(earlier.answers.keys.filter { recent.answers[$0] == nil })
    earlier = recent
    recent = Generation()
  }

  private mutating func collect(_ rows: [SubscriberFacts], _ key: Key) {
    for row in rows where !(partial[key] ?? []).contains(where: { $0.id == row.id }) {
      partial[key, default: []].append(row)
    }
  }

  private static func keys(of person: Recipient) -> [Key] {
    [
      person.subscriberID.map { Key(field: .id, value: $0) },
      person.phone.map { Key(field: .phone, value: $0) },
      person.email.map { Key(field: .email, value: $0.lowercased()) },
    ].compactMap { $0 }
  }
}
