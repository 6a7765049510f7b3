/// How one kind of export becomes one stream: everything about it that is data.
public struct Profile: Sendable {
  /// The name that `--profile` takes.
  public let name: String
  /// What it reads, in less than a line.
  public let summary: String
  /// What comes out.
  public var stream: StreamShape
  /// What is looked for in the header.
  public var fields: [ProfileField]
  /// Columns that always have the same value.
  public let constants: [(column: String, value: String)]
  /// The values of columns where the export, or a record, has none.
  public let defaults: [(column: String, value: String)]
  /// The column that `--since` and `--until` compare, or nil where there is none.
  public let dateColumn: String?
  /// What a time without an offset means.
  public let timesWithoutOffset: TimesWithoutOffset
  /// The order of day and month in this export, where it is known.
  public let dateOrder: DateOrder
  /// What makes a record of rows.
  public let rows: RowRule
  /// True where a campaign is one message, so that its id stands for the message's.
  let campaignsAreMessages: Bool
  /// The figure to which each row that counts adds one, where rows are single texts.
  let countedFigure: String?

  init(
    _ name: String,
    _ summary: String,
    _ stream: StreamShape,
    constants: [(column: String, value: String)] = [],
    defaults: [(column: String, value: String)] = [],
    dateColumn: String?,
    timesWithoutOffset: TimesWithoutOffset,
    dateOrder: DateOrder = .auto,
    rows: RowRule = .onePerRecord,
    campaignsAreMessages: Bool = false,
    counting countedFigure: String? = nil,
    _ fields: [ProfileField]
  ) {
    self.name = name
    self.summary = summary
    self.stream = stream
    self.constants = constants
    self.defaults = defaults
    self.dateColumn = dateColumn
    self.timesWithoutOffset = timesWithoutOffset
    self.dateOrder = dateOrder
    self.rows = rows
    self.campaignsAreMessages = campaignsAreMessages
    self.countedFigure = countedFigure
    self.fields = fields
  }

  /// What a time without an offset means where `--timezone` does not say it.
  public enum TimesWithoutOffset: Sendable {
    /// The vendor says that its exports are in UTC.
    case areUTC
    /// Unknown: such a time is refused.
    case areUnknown
  }

  /// What makes a record of rows.
  public enum RowRule: Sendable {
    /// Every row is a record.
    case onePerRecord
    /// Rows of one order follow each other; the first has the order, each has a line item.
    case orderLines
    /// Rows of message figures, among which are sums of others that must not be counted again.
    case figuresWithTotals
  }

  /// True for the profile that takes any file.
  public var isGeneric: Bool { name == "generic" }

  /// The field of that name, or nil.
  public func field(_ name: String) -> ProfileField? { fields.first { $0.name == name } }

  /// All profiles by their names, but for `generic`, which has no fixed fields.
  public static let all: [Profile] = [
    shopifyOrders, postscriptRevenue, postscriptMessages, postscriptAttribution, postscriptFailures,
    postscriptSends, klaviyoCampaigns, klaviyoFlows, attributedOrders, messagePerformance,
  ]

  /// Columns as they are, for any other file: a field per header, text unless declared otherwise.
  public static func generic(stream: String, key: [String]) -> Profile {
    Profile(
      "generic",
      "any CSV file, its columns as they are",
      StreamShape(stream, key: key, []),
      dateColumn: nil,
      timesWithoutOffset: .areUnknown,
      []
    )
  }
}
