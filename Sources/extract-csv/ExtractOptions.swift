import CSV
import StageKit
import Wire

/// The options of `extract-csv`.
struct ExtractOptions: Sendable {
  var profile: ProfileName?
  var mapping: String?
  var printsMapping = false
  var zone: LocalTimeZone?
  var dateOrder = DateOrder.auto
  var currency: CurrencyOption?
  var since: String?
  var until: String?
  var store: String?
  var sourceSystem: String?
  var date: CivilDate?
  var asOf: Timestamp?
  var stream: String?
  var key: [String] = []
  var types: [ColumnType] = []
  var delimiter = Delimiter.comma
  var isBare = false
  var isReplay = false

  static let rows: [OptionSpec<ExtractOptions>] = profileRows + valueRows + outputRows

  private static let profileRows: [OptionSpec<ExtractOptions>] = [
    .value("--profile", "NAME", \.profile, help: "What the files are.", required: true),
    .value(
      "--mapping",
      "FILE",
      \.mapping,
      help: "Take further header names for the profile's fields from FILE (JSON).",
      completion: .file
    ),
    .flag(
      "--print-mapping",
      \.printsMapping,
      help: "Write the header names in force as a mapping file, and exit."
    ),
    .value(
      "--stream",
      "NAME",
      \.stream,
      help: "The name of the stream; with --profile generic only."
    ),
    .list(
      "--key",
      "A,B",
      \.key,
      help: "The columns that identify a record; with --profile generic only."
    ),
    .list(
      "--type",
      "COLUMN=TYPE",
      \.types,
      help: "The type of a column: text, number, integer, boolean, date or timestamp; with "
        + "--profile generic only, where columns are text otherwise."
    ),
    .value(
      "--delimiter",
      "CHAR",
      \.delimiter,
      help: "What stands between fields: a character, or tab."
    ),
  ]

  private static let valueRows: [OptionSpec<ExtractOptions>] = [
    .value(
      "--timezone",
      "ZONE",
      \.zone,
      help: "The time zone of times without an offset, an IANA name. Without it they are in UTC "
        + "where the vendor says so, and refused elsewhere."
    ),
    .value(
      "--date-format",
      "ORDER",
      \.dateOrder,
      help: "How dates such as 04/06/2025 are read: mdy (month first), dmy (day first), or auto: "
        + "what can be read both ways is refused, and so is a file that mixes both."
    ),
    .value(
      "--currency",
      "CODE",
      \.currency,
      help: "The currency where the export has none, an ISO 4217 code."
    ),
    .value(
      "--since",
      "TIME",
      \.since,
      help: "Only records from TIME on, by their own date: a day or an RFC 3339 time."
    ),
    .value(
      "--until",
      "TIME",
      \.until,
      help: "Only records before TIME; TIME itself is not included."
    ),
    .value(
      "--date",
      "DAY",
      \.date,
      help: "The day of message figures whose export has no date; they count as totals to date."
    ),
    .value(
      "--store",
      "ID",
      \.store,
      help: "The store that the records belong to, \"default\" unless given."
    ),
    .value(
      "--source-system",
      "NAME",
      \.sourceSystem,
      help: "The platform, for attributed-orders and message-performance without such a column."
    ),
    .value(
      "--as-of",
      "TIME",
      \.asOf,
      help: "When the source was observed. Without it: the time a file was last changed."
    ),
  ]

  private static let outputRows: [OptionSpec<ExtractOptions>] = [
    WireOptions.bare.within(\.wire), WireOptions.replay.within(\.wire),
  ]

  /// The options that message stages share, of which two make sense here.
  private var wire: WireOptions {
    get {
      var wire = WireOptions()
      (wire.bare, wire.replay) = (isBare, isReplay)
      return wire
    }
    set { (isBare, isReplay) = (newValue.bare, newValue.replay) }
  }
}
