/// One column of the output and how it is made from a row.
struct PlanStep {
  /// Where its value comes from.
  let source: Source
  /// The place of `,"name":` in the plan's store.
  var key = 0..<0
  /// The place of the value that stands in for a missing one, or of `null`.
  var fallback = 0..<0
  /// True where a row without a value is a reject.
  var isRequired = false

  init(_ source: Source, isRequired: Bool = false) {
    self.source = source
    self.isRequired = isRequired
  }

  /// Where a value comes from: columns of the file, and in ``StepValue`` what earlier steps wrote;
  /// nil where the file has no such column, or the plan no such step.
  ///
  /// Narrow integers and nothing that is counted, since derived steps are copied for every row.
  enum Source: BitwiseCopyable {
    /// A field, read by its type.
    case field(ValueType, column: Int32)
    /// The day of a time that was given without a time of day.
    case dayOfTime
    /// The currency that the amounts before it name by a sign or a code; left out where none does.
    case namedCurrency
    /// A campaign's name, else the automation's, else the keyword.
    case campaignName(Int32?, automation: Int32?, keyword: Int32?)
    /// A day from the column of days, else from the time of the send.
    case messageDate(Int32?, sendTime: Int32?)
    /// The day of an instant, in UTC.
    case dayOfInstant(Int32)
    /// One: the row is a text that counts.
    case one
    /// `order_id`, else `name:` and `order_name`; the column is the one that a fault names.
    case orderReference(id: StepValue?, name: StepValue?, column: Int32?)
    /// `campaign_id`, else `name:` and `campaign_name`, else `none`.
    case campaignReference(id: StepValue?, name: StepValue?)
    /// The message's id, else one derived from what identifies it.
    case messageID(Int32?, MessageIdentity)
    /// `total` where a column of dates has a range of several days, else `day`.
    case granularity(Int32)
    /// A granularity of its own, else `total` where the last day is later than the first, else `day`.
    case granularityOfDays(Int32?, first: Int32, last: Int32)
    /// The last day of such a range.
    case lastDay(Int32)
    /// Recipients, where the channel is SMS.
    case smsSends(recipients: Int32, channel: StepValue?)
    /// A count from its share in messages.
    case countOfRate(RateColumn, delivered: Int32?)
    /// The type of a message, else what follows from the name that is given: automation, keyword.
    case messageType(Int32?, automation: Int32?, keyword: Int32?, campaign: Int32?)
    /// The time of an order less the minutes since the touch, where that was a click, or was none.
    case touch(orderAt: StepValue, minutes: Int32, type: StepValue?, isClick: Bool)
    /// The type of an attribution, else what follows from view-only, clicked, time of the click.
    case attributionType(Int32?, viewOnly: Int32?, clicked: Int32?, clickedAt: Int32?)
  }

  /// The type as which its one field is read; nil where it reads several fields or earlier values.
  var type: ValueType? { if case .field(let type, _) = source { type } else { nil } }

  /// True where it writes a day, not an instant.
  var givesDay: Bool {
    switch source {
    case .field(let type, _): type == .date || type == .dateOrPeriod
    case .messageDate, .dayOfInstant: true
    default: false
    }
  }

  /// True where a value that is missing is left out, since the file then says nothing: of the currency
  /// that amounts name, or of the type where only the time of a click tells.
  var isLeftOut: Bool {
    switch source {
    case .namedCurrency: true
    case .attributionType(let own, let viewOnly, let clicked, _):
      own == nil && viewOnly == nil && clicked == nil
    default: false
    }
  }

  /// The column that it reads in the first place, or nil.
  var column: Int? { narrowColumn.map { Int($0) } }

  /// The column whose value is wrong where the step fails for a record.
  ///
  /// Nearly always that is the first one; of the type of an attribution it is the first with a value,
  /// as the words in the type's own column are never wrong.
  func column(of record: RecordView) -> Int? {
    guard case .attributionType(_, let viewOnly, let clicked, _) = source else { return column }
    for telling in [viewOnly, clicked] {
      if let telling, let cell = record.field(telling), !UnknownValue.contains(cell) {
        return Int(telling)
      }
    }
    return column
  }

  private var narrowColumn: Int32? {
    switch source {
    case .field(_, let column): column
    case .campaignName(let own, let automation, let keyword): own ?? automation ?? keyword
    case .messageDate(let own, let sendTime): own ?? sendTime
    case .orderReference(_, _, let column): column
    case .messageID(let own, _): own
    case .granularity(let date), .lastDay(let date), .dayOfInstant(let date): date
    case .granularityOfDays(let own, _, let last): own ?? last
    case .smsSends(let recipients, _): recipients
    case .countOfRate(let rate, _): rate.column
    case .touch(_, let minutes, _, _): minutes
    case .messageType(let own, let automation, let keyword, let campaign):
      own ?? automation ?? keyword ?? campaign
    case .attributionType(let own, let viewOnly, let clicked, let clickedAt):
      own ?? viewOnly ?? clicked ?? clickedAt
    case .dayOfTime, .namedCurrency, .campaignReference, .one: nil
    }
  }
}

/// A column of shares.
struct RateColumn: BitwiseCopyable {
  let column: Int32
  /// True where they are percentages without a sign.
  let isPercent: Bool
  /// True where they are shares of delivered and bounced messages together, else of those delivered.
  let isOfSent: Bool
}

/// The value that a step has written into the row, by the step's number.
struct StepValue: BitwiseCopyable {
  let step: Int16
}

/// What identifies a message without an id; plain numbers, since it is read for every row.
struct MessageIdentity: BitwiseCopyable {
  let name: StepValue?
  let campaignID: StepValue?
  let campaignName: StepValue?
  let sentAt: StepValue?
  /// The type of the message: one that goes to each person at another time is one message.
  let type: StepValue?
  /// The columns of the send where the stream has no time of it: two sends of one name stay two.
  let sendDate: Int32?
  let sendTime: Int32?
  /// The channel; SMS goes without saying.
  let channel: StepValue?
  /// Whether rows are figures, so that two of one name and day are of two messages; a message has many
  /// claims.
  let isOfFigures: Bool
}
