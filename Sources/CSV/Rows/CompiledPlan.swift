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
  private(set) var coverage: CoverageTracker?
  let times: TimestampReader
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
    self.profile = profile
    self.match = match
    let vendorZone = profile.timesWithoutOffset == .areUTC ? LocalTimeZone.utc : nil
    times = TimestampReader(
      zone: settings.zone ?? vendorZone,
      order: settings.dateOrder == .auto ? profile.dateOrder : settings.dateOrder
    )
    null = store.add("null")
    constants = Self.constants(profile, match, settings)
    let known = constants.filter { constant in columns.contains { $0.name == constant.column } }
    let members = known.map { "\(JSONValue.string($0.column).text):\($0.value)" }
    prefix = store.add(frame.before + members.joined(separator: ","))
    suffix = store.add(frame.after)
    for column in columns where !known.contains(where: { $0.column == column.name }) {
      add(column, isFirst: members.isEmpty && steps.isEmpty)
    }
    if match.columns["currency"] == nil {
      currency = settings.currency.flatMap { CurrencyCode(capitals: $0.utf8) }
    }
    if frame.isWhole { try setWindow(settings) }
  }

  /// Finds the date that `--since` and `--until` compare.
  private mutating func setWindow(_ settings: CSVExtractionSettings) throws(StageError) {
    if let date = profile.dateColumn, let step = names.firstIndex(of: date) {
      dateStep = step
      let isByDay = steps[step].operation == .date || steps[step].operation == .messageDate
      window = try DateWindow(
        since: settings.since,
        until: settings.until,
        isByDay: isByDay,
        zone: settings.zone
      )
      // A total to date is not a day's figure: it covers its message, not a day.
      if !constants.contains(where: { $0.column == "granularity" && $0.value == "\"total\"" }) {
        coverage = CoverageTracker(profile, settings, isByDay: isByDay)
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
    var texts: [(column: String, value: String)] = profile.constants
    if let source = settings.sourceSystem, profile.constants.isEmpty {
      texts.append(("source_system", source))
    }
    texts.insert(("store_id", settings.store ?? "default"), at: 0)
    let hasGranularity = profile.stream.columns.contains { $0.name == "granularity" }
    if hasGranularity, profile.field("granularity") == nil {
      texts.append(("granularity", match.columns["date"] == nil ? "total" : "day"))
    }
    if let date = settings.date, match.columns["date"] == nil, match.columns["send_time"] == nil {
      texts.append(("date", date))
    }
    if let currency = settings.currency, match.columns["currency"] == nil {
      texts.append(("currency", currency))
    }
    for column in profile.defaults where match.columns[column.column] == nil {
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
    step.isRequired = step.isRequired || profile.field(column.name)?.need == .value
    names.append(column.name)
    steps.append(step)
  }

  private func fallback(of column: String) -> String? {
    column == "attribution_type"
      ? "unknown" : profile.defaults.first { $0.column == column }?.value
  }

  private func plainStep(_ column: (name: String, type: ValueType)) -> PlanStep? {
    guard let index = match.columns[column.name] else { return nil }
    let type = profile.field(column.name)?.type ?? column.type
    return PlanStep(operation: PlanStep.Operation(type), inputs: (index, -1, -1, -1))
  }

  private func input(_ field: String) -> Int { match.columns[field] ?? -1 }

  private func slot(_ column: String) -> Int { names.firstIndex(of: column) ?? -1 }

  /// The step of a column that is not read from one field alone, or nil for any other column.
  private func derivedStep(_ column: String) -> PlanStep? {
    var step: PlanStep
    switch column {
    case "order_ref":
      step = PlanStep(operation: .orderReference)
      step.slots = (slot("order_id"), slot("order_name"), -1, -1)
      step.inputs.0 = max(input("order_id"), input("order_name"))
      step.isRequired = true
    case "order_date" where input(column) < 0:
      step = PlanStep(operation: .dayOfTime)
      step.slots.0 = slot("order_at")
    case "campaign_ref":
      step = PlanStep(operation: .campaignReference)
      step.slots = (slot("campaign_id"), slot("campaign_name"), -1, -1)
    case "message_id":
      // Where messages have no ids at all, the campaign is the message.
      let id = profile.field("message_id") == nil ? "campaign_id" : "message_id"
      step = PlanStep(operation: .messageID, inputs: (input(id), -1, -1, -1))
      step.slots = (
        slot("message_name"), slot("campaign_id"), slot("campaign_name"), slot("sent_at")
      )
    case "campaign_name" where profile.field("automation_name") != nil:
      step = PlanStep(operation: .campaignName)
      step.inputs = (input(column), input("automation_name"), input("keyword_name"), -1)
    case "message_type" where profile.field("automation_name") != nil:
      step = PlanStep(operation: .messageTypeOfNames)
      step.inputs = (
        input(column), input("automation_name"), input("keyword_name"), input("campaign_name")
      )
    case "attribution_type":
      step = PlanStep(operation: .attributionTypeOfClick)
      step.inputs = (
        input(column), input("is_view_only"), input("is_clicked"), input("clicked_at")
      )
      return step
    case "date" where profile.field("send_time") != nil:
      step = PlanStep(operation: .messageDate)
      step.inputs = (input("date"), input("send_time"), -1, -1)
      step.isRequired = true
    default: return derivedCount(column)
    }
    return step.inputs.0 < 0 && step.inputs.1 < 0 && step.inputs.2 < 0 && step.slots.0 < 0
      && step.operation != .messageID && step.operation != .campaignReference ? nil : step
  }

  /// The step of a count that follows from another figure.
  private func derivedCount(_ column: String) -> PlanStep? {
    var step: PlanStep
    switch column {
    case "sms_unique_sends" where profile.field("sms_recipients") != nil:
      step = PlanStep(operation: .smsSends, inputs: (input("sms_recipients"), -1, -1, -1))
      step.slots.0 = slot("channel")
    case "list_unsubscribes" where profile.field("unsubscribe_rate") != nil:
      step = PlanStep(operation: .countOfDelivered, inputs: (input("unsubscribe_rate"), -1, -1, -1))
    case "spam_complaints" where profile.field("complaint_rate") != nil:
      step = PlanStep(operation: .countOfDelivered, inputs: (input("complaint_rate"), -1, -1, -1))
    case "message_unique_bounces" where profile.field("bounce_rate") != nil:
      step = PlanStep(operation: .countOfSent, inputs: (input("bounce_rate"), -1, -1, -1))
    default: return nil
    }
    step.inputs.1 = input("message_unique_receives")
    return step.inputs.0 < 0 ? nil : step
  }
}
