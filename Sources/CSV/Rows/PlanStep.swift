/// One column of the output and how it is made from a row.
struct PlanStep {
  /// What is done.
  var operation: Operation
  /// The columns of the file that it reads, -1 where there is none.
  var inputs: (Int, Int, Int, Int) = (-1, -1, -1, -1)
  /// The steps whose values it reads, -1 where there is none.
  var slots: (Int, Int, Int, Int) = (-1, -1, -1, -1)
  /// The place of `,"name":` in the plan's store.
  var key = 0..<0
  /// The place of the value that stands where the row has none, or of `null`.
  var fallback = 0..<0
  /// True where a row without a value is a reject.
  var isRequired = false

  /// The column that it reads in the first place, -1 for none.
  var column: Int {
    inputs.0 >= 0 ? inputs.0 : inputs.1 >= 0 ? inputs.1 : max(inputs.2, inputs.3)
  }

  /// What a step does with its field, or with what came before it.
  enum Operation: UInt8 {
    case text
    case identifier
    case contact
    case number
    case integer
    case count
    case boolean
    case date
    case timestamp
    case timestampOrDay
    case category
    case currency
    case list
    case pairs
    case messageType
    case channel
    case attributionType
    /// The day of a time that stands without a time of day.
    case dayOfTime
    /// A campaign's name, else the automation's, else the keyword.
    case campaignName
    /// A day from the column of days, else from the time of the send.
    case messageDate
    /// `order_id`, else `name:` and `order_name`.
    case orderReference
    /// `campaign_id`, else `name:` and `campaign_name`, else `none`.
    case campaignReference
    /// The message's id, else one derived from what identifies it.
    case messageID
    /// Recipients, where the channel is SMS.
    case smsSends
    /// A count from its share in the delivered messages.
    case countOfDelivered
    /// A count from its share in delivered and bounced messages together.
    case countOfSent
    /// The type of a message, else what follows from the name that stands: automation, keyword.
    case messageTypeOfNames
    /// The type of an attribution, else what follows from view-only, clicked, time of the click.
    case attributionTypeOfClick
  }
}

extension PlanStep.Operation {
  /// True where it reads several fields, or values written before it.
  var isDerived: Bool { rawValue > PlanStep.Operation.attributionType.rawValue }

  /// The plain way to read a type.
  init(_ type: ValueType) {
    self =
      switch type {
      case .text: .text
      case .identifier: .identifier
      case .contact: .contact
      case .number: .number
      case .integer: .integer
      case .count: .count
      case .boolean: .boolean
      case .date: .date
      case .timestamp: .timestamp
      case .timestampOrDay: .timestampOrDay
      case .category: .category
      case .currency: .currency
      case .list: .list
      case .pairs: .pairs
      case .messageType: .messageType
      case .channel: .channel
      case .attributionType: .attributionType
      }
  }
}
