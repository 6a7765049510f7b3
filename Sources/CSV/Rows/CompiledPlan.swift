import StageKit
import Wire

/// A profile, a header and the settings, compiled into what the encoder runs for every row.
struct CompiledPlan: ~Copyable {
  private(set) var steps: [PlanStep] = []
  private(set) var names: [String] = []
  private(set) var prefix = 0..<0
  private(set) var suffix = 0..<0
  private(set) var window: DateWindow?
  private(set) var dateStep = 0
  private(set) var currency: CurrencyCode?
  /// The currency of a record whose cell of it is empty, in a file that has the column.
  private(set) var currencyWhereEmpty: CurrencyCode?
  /// The currency that the headers of amounts name.
  private(set) var headerCurrency: CurrencyCode?
  private(set) var coverage: CoverageTracker?
  private(set) var times: TimestampReader
  let decimal: UInt8
  private var store = FieldStore()
  private let null: Range<Int>
  private let profile: Profile
  private let match: HeaderMatch
  private var constants: [(column: String, value: String)] = []

  /// Compiles the plan of one file, for the columns of a record or of a line item.
  ///
  /// - Throws: exit code 64 where the settings ask for what the file does not have.
  init(
    _ profile: Profile,
    _ match: HeaderMatch,
    _ settings: CSVExtractionSettings,
    columns: [(name: String, type: ValueType)],
    frame: PlanFrame
  ) throws(StageError) {
    let named = Result { () throws(StageError) in
      try Self.headerCurrency(profile, match, settings)
    }
    let headerZone = Result { () throws(StageError) in
      try HeaderZone.zone(profile, match, settings)
    }
    var settings = settings
    if case .success(let code?) = named {
      headerCurrency = code
      settings.currency = code.text
    }
    self.profile = profile
    self.match = match
    let vendorZone = profile.timesWithoutOffset == .areUTC ? LocalTimeZone.utc : nil
    let ownZone = (try? headerZone.get()) ?? nil
    times = TimestampReader(
      zone: ownZone ?? settings.zone ?? vendorZone,
      order: settings.dateOrder == .auto ? profile.dateOrder : settings.dateOrder
    )
    times.hasMonths =
      match.columns["date"].map { match.headers[$0] }
      .map { HeaderName.normalizedWithoutUnit($0) == "month" } ?? false
    decimal = settings.decimal.byte
    null = store.add("null")
    let given = settings.currency.flatMap { CurrencyCode(capitals: $0.utf8) }
    if match.columns["currency"] == nil { currency = given } else { currencyWhereEmpty = given }
    constants = Self.constants(profile, match, settings)
    let known = constants.filter { constant in columns.contains { $0.name == constant.column } }
    let members = known.map { "\(JSONValue.string($0.column).text):\($0.value)" }
    prefix = store.add(frame.before + members.joined(separator: ","))
    suffix = store.add(frame.after)
    for column in columns where !known.contains(where: { $0.column == column.name }) {
      add(column, isFirst: members.isEmpty && steps.isEmpty)
    }
    // A noncopyable value must be whole before it throws, so the error waits until here.
    _ = try named.get()
    _ = try headerZone.get()
    if frame.isWhole { try setWindow(settings) }
  }

  /// The currency that the headers of amounts name; nil where none does.
  ///
  /// - Throws: exit code 65 where they name several, 64 where `--currency` says another.
  private static func headerCurrency(
    _ profile: Profile,
    _ match: HeaderMatch,
    _ settings: CSVExtractionSettings
  ) throws(StageError) -> CurrencyCode? {
    var found: (code: CurrencyCode, header: String)?
    var signs: [(sign: SharedSign, header: String)] = []
    for field in profile.fields where field.type.isAmount {
      guard let column = match.columns[field.name] else { continue }
      let header = match.headers[column]
      let unit = HeaderUnit(header)
      if unit.isCents, field.type == .total || field.type == .deduction {
        throw StageError(
          .data,
          "the header \(Excerpt.quoted(header)) is of hundredths, and \(field.name) is an amount; "
            + "export it as one"
        )
      }
      if let sign = unit.sign { signs.append((sign, header)) }
      guard let code = unit.currency else { continue }
      if let found, found.code != code {
        throw StageError(
          .data,
          "the headers \(Excerpt.quoted(found.header)) and \(Excerpt.quoted(header)) name two "
            + "currencies; leave one of the columns out"
        )
      }
      found = (code, header)
    }
    if let found, let given = settings.currency, given != found.code.text {
      throw StageError(
        .usage,
        "the header \(Excerpt.quoted(found.header)) names another currency than --currency \(given)"
      )
    }
    let known = found?.code ?? settings.currency.flatMap { CurrencyCode(capitals: $0.utf8) }
    if let known, let other = signs.first(where: { !$0.sign.allows(known) }) {
      throw StageError(
        found == nil ? .usage : .data,
        "the header \(Excerpt.quoted(other.header)) has a sign that \(known.text) never has"
      )
    }
    return found?.code
  }

  /// Finds the date that `--since` and `--until` compare.
  private mutating func setWindow(_ settings: CSVExtractionSettings) throws(StageError) {
    if let date = profile.dateColumn, let step = names.firstIndex(of: date) {
      dateStep = step
      let isByDay = steps[step].givesDay
      window = try DateWindow(
        since: settings.since,
        until: settings.until,
        isByDay: isByDay,
        zone: settings.zone
      )
      // A total to date is not a day's figure: it covers its message, not a day.
      if !constants.contains(where: { $0.column == "granularity" && $0.value == "\"total\"" }) {
        coverage = CoverageTracker(profile, match, settings, isByDay: isByDay)
      }
    } else if settings.since != nil || settings.until != nil {
      let wanted = profile.dateColumn.map { "the file has no column for \($0)" }
      throw StageError(
        .usage,
        "--since and --until need a date: \(wanted ?? "the profile \(profile.name) has none")"
      )
    }
  }

  /// Hands the store over to the encoder.
  consuming func takeStore() -> FieldStore { store }

  /// The columns that have the same value in every record, as JSON.
  private static func constants(
    _ profile: Profile,
    _ match: HeaderMatch,
    _ settings: CSVExtractionSettings
  ) -> [(column: String, value: String)] {
    if profile.isGeneric {
      return settings.store.map { [("store_id", JSONValue.string($0).text)] } ?? []
    }
    var texts = profile.constants.filter { match.columns[$0.column] == nil }
    if let source = settings.sourceSystem, profile.constants.isEmpty {
      texts.append(("source_system", source))
    }
    texts.insert(("store_id", settings.store ?? "default"), at: 0)
    let hasGranularity = profile.stream.columns.contains { $0.name == "granularity" }
    let isInRows = match.columns["date"] != nil && profile.field("date")?.type == .dateOrPeriod
    let isKnown = texts.contains { $0.column == "granularity" }
    if hasGranularity, !isInRows, !isKnown, profile.field("granularity") == nil {
      texts.append(("granularity", match.columns["date"] == nil ? "total" : "day"))
    }
    let dates = ["date", "send_date", "send_time", "failed_at", "created_at"]
    if let date = settings.date, dates.allSatisfy({ match.columns[$0] == nil }) {
      texts.append(("date", date))
    }
    if let currency = settings.currency, match.columns["currency"] == nil {
      texts.append(("currency", currency))
    }
    let hasLastDates = match.columns["date"] != nil && match.columns["last_date"] != nil
    for column in profile.defaults where match.columns[column.column] == nil {
      if hasLastDates, column.column == "granularity" { continue }
      texts.append(column)
    }
    return texts.map { ($0.column, JSONValue.string($0.value).text) }
  }

  // MARK: - Steps

  private mutating func add(_ column: (name: String, type: ValueType), isFirst: Bool) {
    let derived = profile.isGeneric ? nil : derivedStep(column.name)
    guard var step = derived ?? plainStep(column) else { return }
    step.key = store.add((isFirst ? "" : ",") + JSONValue.string(column.name).text + ":")
    step.fallback = null
    if let value = fallback(of: column.name) {
      step.fallback = store.add(JSONValue.string(value).text)
    }
    let isFilled = column.name == "currency" && currencyWhereEmpty != nil
    step.isRequired = step.isRequired || profile.field(column.name)?.need == .value && !isFilled
    names.append(column.name)
    steps.append(step)
  }

  private func fallback(of column: String) -> String? {
    switch column {
    case "attribution_type": "unknown"
    case "currency": currencyWhereEmpty.map { String(decoding: $0.letters, as: UTF8.self) }
    default: profile.defaults.first { $0.column == column }?.value
    }
  }

  private func plainStep(_ column: (name: String, type: ValueType)) -> PlanStep? {
    guard let index = match.columns[column.name] else { return nil }
    var type = profile.field(column.name)?.type ?? column.type
    if type.isAmount, HeaderUnit(match.headers[index]).isCents { type = .cents }
    return PlanStep(.field(type, column: Int32(index)))
  }

  private func input(_ field: String) -> Int32? { match.columns[field].map { Int32($0) } }

  private func value(_ column: String) -> StepValue? {
    names.firstIndex(of: column).map { StepValue(step: Int16($0)) }
  }

  /// The step of a column that is not read from one field alone, or nil for any other column.
  private func derivedStep(_ column: String) -> PlanStep? {
    switch column {
    case "order_ref": return orderReference()
    case profile.countedFigure: return PlanStep(.one)
    // Nothing stands in for the id of a single text.
    case "message_id" where profile.countedFigure != nil: return nil
    case "date" where profile.countedFigure != nil:
      guard let time = input("failed_at") ?? input("created_at") else { return nil }
      return PlanStep(.dayOfInstant(time), isRequired: true)
    case "currency" where input(column) == nil: return PlanStep(.namedCurrency)
    case "order_date" where input(column) == nil:
      return value("order_at") == nil ? nil : PlanStep(.dayOfTime)
    case "campaign_ref":
      return PlanStep(
        .campaignReference(id: value("campaign_id"), name: value("campaign_name"))
      )
    case "message_id":
      let campaign = profile.campaignsAreMessages ? input("campaign_id") : nil
      return PlanStep(.messageID(input("message_id") ?? campaign, identity))
    case "granularity": return granularity
    case "last_date" where profile.field("date")?.type == .dateOrPeriod:
      return input("date").map { PlanStep(.lastDay($0)) }
    case "attribution_type":
      // A file without any of them does not know it, and would otherwise overwrite what another knows.
      let telling = [column, "is_view_only", "is_clicked", "clicked_at"]
      guard telling.contains(where: { input($0) != nil }) else { return nil }
      return PlanStep(
        .attributionType(
          input(column),
          viewOnly: input("is_view_only"),
          clicked: input("is_clicked"),
          clickedAt: input("clicked_at")
        )
      )
    case "sent_at" where profile.field("minutes_from_action") != nil,
      "clicked_at" where profile.field("minutes_from_action") != nil:
      guard let minutes = input("minutes_from_action"), let orderAt = value("order_at") else {
        return nil
      }
      let type = value("attribution_type")
      let isClick = column == "clicked_at"
      return PlanStep(.touch(orderAt: orderAt, minutes: minutes, type: type, isClick: isClick))
    case "date" where profile.field("send_time") != nil:
      let (day, sendTime) = (input("date") ?? input("send_date"), input("send_time"))
      if day == nil, sendTime == nil { return nil }
      return PlanStep(.messageDate(day, sendTime: sendTime), isRequired: true)
    default: return derivedName(column) ?? derivedCount(column)
    }
  }

  /// What tells of which days, platform and store figures are.
  var figureRows: FigureRows {
    let own = ["store_id", "source_system", "granularity", "date", "last_date"]
    return FigureRows(
      steps: own.compactMap { names.firstIndex(of: $0) },
      columns: own.compactMap { match.columns[$0] }.sorted()
    )
  }

  /// What identifies a message where the export has no id of it.
  private var identity: MessageIdentity {
    let isStreamOfSends = profile.stream.columns.contains { $0.name == "sent_at" }
    return MessageIdentity(
      name: value("message_name"),
      campaignID: value("campaign_id"),
      campaignName: value("campaign_name"),
      sentAt: value("sent_at"),
      type: value("message_type"),
      sendDate: isStreamOfSends ? nil : input("send_date"),
      sendTime: isStreamOfSends ? nil : input("send_time"),
      channel: value("channel"),
      isOfFigures: !isStreamOfSends
    )
  }

  /// The step of whether figures are a day's, where the days say it.
  private var granularity: PlanStep? {
    guard let date = input("date") else { return nil }
    if profile.field("date")?.type == .dateOrPeriod { return PlanStep(.granularity(date)) }
    return input("last_date").map {
      PlanStep(.granularityOfDays(input("granularity"), first: date, last: $0))
    }
  }

  private func orderReference() -> PlanStep? {
    let (id, name) = (value("order_id"), value("order_name"))
    // A fault names the column that is there, and of both the id's.
    let column = input("order_id") ?? input("order_name")
    if id == nil, column == nil { return nil }
    return PlanStep(.orderReference(id: id, name: name, column: column), isRequired: true)
  }

  /// The step of a column that follows from the names of automations and keywords.
  private func derivedName(_ column: String) -> PlanStep? {
    guard profile.field("automation_name") != nil else { return nil }
    let (own, automation, keyword) = (
      input(column), input("automation_name"), input("keyword_name")
    )
    if own == nil, automation == nil, keyword == nil { return nil }
    switch column {
    case "campaign_name":
      return PlanStep(.campaignName(own, automation: automation, keyword: keyword))
    case "message_type":
      let campaign = input("campaign_name")
      return PlanStep(
        .messageType(own, automation: automation, keyword: keyword, campaign: campaign)
      )
    default: return nil
    }
  }

  /// The share in which an export has a count.
  private static let rates = [
    "list_unsubscribes": "unsubscribe_rate", "spam_complaints": "complaint_rate",
    "message_unique_bounces": "bounce_rate",
  ]

  /// The step of a count that follows from another figure.
  private func derivedCount(_ column: String) -> PlanStep? {
    if input(column) != nil { return nil }
    let delivered = input("message_unique_receives")
    switch column {
    case "sms_unique_sends":
      return input("sms_recipients").map {
        PlanStep(.smsSends(recipients: $0, channel: value("channel")))
      }
    case "list_unsubscribes", "spam_complaints", "message_unique_bounces":
      // Without the number of messages a share of them is no number.
      guard let delivered, let rate = input(Self.rates[column] ?? "") else { return nil }
      let shares = RateColumn(
        column: rate,
        isPercent: HeaderUnit(match.headers[Int(rate)]).isPercent,
        isOfSent: column == "message_unique_bounces"
      )
      return PlanStep(.countOfRate(shares, delivered: delivered))
    default: return nil
    }
  }
}
