import Attribution
import CSV
import StageKit
import Wire

/// What the user of `extract-csv` can set.
struct ExtractCSVOptions: Sendable {
  var profile: ProfileName?
  var mapping: String?
  var printMapping = false
  var printProfiles = false
  var zone: LocalTimeZone?
  var dateOrder = DateOrder.auto
  var decimal = DecimalSign.point
  var currency: CurrencyOption?
  var since: TimeBound?
  var until: TimeBound?
  var store: String?
  var sourceSystem: String?
  var covers = CoverageSetting.unstated
  var isPartial = false
  var date: CivilDate?
  var asOf: Timestamp?
  var stream: String?
  var key: [String] = []
  var types: [DeclaredType] = []
  var delimiter: Delimiter?
  var catalog: String?
  var discover = false
  var state: String?
  var ordersFacts: String?
  var wire = WireOptions()
  var files: [String] = []
  var filesFrom: String?

  static let rows: [OptionSpec<ExtractCSVOptions>] =
    profileRows + valueRows + tapRows
    + [.writingOrdersFacts(\.ordersFacts)]
    + [WireOptions.bare, WireOptions.replay, WireOptions.shard].within(\.wire)

  private static let profileRows: [OptionSpec<ExtractCSVOptions>] = [
    .value(
      "--profile",
      "NAME",
      \.profile,
      help: "What the files are; auto: what their headers say.",
      required: true
    ),
    .value(
      "--files-from",
      "FILE",
      \.filesFrom,
      help: "Read the names of the files from FILE, one a line, - for standard input; none is no "
        + "fault. They come after those of the command line.",
      completion: .file
    ),
    .value(
      "--mapping",
      "FILE",
      \.mapping,
      help: "Take further header names for the profile's fields from FILE (JSON).",
      completion: .file
    )
    .once,
    .flag(
      "--print-mapping",
      \.printMapping,
      help: "Write the header names in force as a mapping file, and exit."
    ),
    .flag(
      "--print-profiles",
      \.printProfiles,
      help:
        "Write for each file the profile that fits its header, a tab and its path, and exit; with "
        + "--profile auto only. Files that none fits, or several, are named, and end it with 65."
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
      help: "The character between fields, tab, or auto: the one that the header of each file uses "
        + "most. A first line such as sep=; is followed in any case."
    ),
  ]

  private static let valueRows: [OptionSpec<ExtractCSVOptions>] = [
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
      "--decimal",
      "SIGN",
      \.decimal,
      help:
        "What stands before the decimals of numbers: point, or comma, as in 1.234,56. It is never "
        + "guessed: an amount with more decimals than its currency has is refused."
    ),
    .value(
      "--currency",
      "CODE",
      \.currency,
      help: "The currency where the export, or a record of it, names none: an ISO 4217 code."
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
      "--covers",
      "RANGE",
      \.covers,
      help: "The time that the files cover, for the STATE: whole days as FROM..UNTIL, without "
        + "UNTIL itself; or records, from the first to the last date in a file. Without it "
        + "--since and --until say so, and where they are missing the records do."
    ),
    .flag(
      "--partial",
      \.isPartial,
      help: "The files may lack records of the time that they cover, one campaign's export for "
        + "example: what is missing in them is then neither unknown to the shop nor withdrawn."
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
      help:
        "When the source was observed, where a file's name has no date. Without it: the newest time of "
        + "change of its records, else the time at which the file was last changed; the log says which."
    ),
  ]

  private static let tapRows: [OptionSpec<ExtractCSVOptions>] = [
    .flag(
      "--discover",
      \.discover,
      help: "Only write a Singer catalog of the streams of the files, or of the profile."
    ),
    .catalog(\.catalog),
    .value(
      "--state",
      "FILE",
      \.state,
      help: "Leave out files that are as the Singer state in FILE says that they were. It goes by "
        + "whole files, and so counts only without --since, --until and --as-of.",
      completion: .file
    ),
  ]

  static let command = Command(
    "extract-csv",
    summary: "turn CSV exports into streams of Singer messages",
    description:
      "Reads CSV files in UTF-8, plain or .gz, or standard input, and writes the records "
      + "of the profile's stream, closed by a STATE. Columns are found by their headers, without "
      + "regard to case, spaces and punctuation; where an export's headers are others, --mapping "
      + "names them.\n\nProfiles: "
      + (Profile.all.map { "\($0.name) (\($0.summary))" } + [
        "generic (any CSV, columns as they are)"
      ])
      .joined(separator: "; ")
      + ".\n\nNumbers keep their decimals; currency signs, thousands separators, percent signs and "
      + "accounting parentheses are read. Times become UTC. A local time that the clocks pass twice "
      + "is its first occurrence; one that they leap over is a reject. Empty cells are null. A row "
      + "with too few or too many fields, or with a bad value, is a reject.",
    operands: .files(
      \.files,
      help: "Files to read, in order; - is standard input, as is no file at all."
    ),
    initial: ExtractCSVOptions(),
    options: rows,
    examples: [
      CommandExample(
        "Turn Shopify's orders export into orders with their line items:",
        "extract-csv --profile shopify-orders orders_export.csv"
      ),
      CommandExample(
        "Extract March of a revenue report and load it:",
        "extract-csv --profile postscript-revenue --since 2026-03-01 --until 2026-04-01 revenue.csv"
          + " | load-postgres"
      ),
      CommandExample(
        "See which headers are understood, and change them:",
        "extract-csv --profile postscript-messages --print-mapping > mapping.json"
      ),
      CommandExample(
        "Turn any CSV into NDJSON:",
        "extract-csv --profile generic --stream sales --type amount=number --bare sales.csv"
      ),
      CommandExample(
        "Replay corrected rejects:",
        "extract-csv --profile shopify-orders --replay rejects.ndjson"
      ),
    ],
    rejectCodes: CSVExtraction.rejectCodes,
    check: { options throws(StageError) in try options.check() }
  )

  /// Options of the generic profile belong to no other; a range begins before it ends.
  private func check() throws(StageError) {
    guard filesFrom != "-" || !files.contains("-") else {
      throw StageError(.usage, "standard input is either a file or the list of --files-from")
    }
    if profile?.isGeneric == true {
      guard stream?.isEmpty == false else {
        throw StageError(.usage, "--profile generic needs --stream NAME")
      }
    } else if let profile, stream != nil || !key.isEmpty || !types.isEmpty {
      throw StageError(
        .usage,
        "--stream, --key and --type go with --profile generic; \(profile.name) has its own"
      )
    }
    if profile?.isAutomatic == true {
      guard !printMapping else {
        throw StageError(.usage, "--print-mapping needs the name of a profile; auto is none")
      }
    } else if printProfiles {
      throw StageError(.usage, "--print-profiles goes with --profile auto")
    }
    guard ordersFacts == nil || state == nil && !wire.replay else {
      throw StageError(
        .usage,
        "--orders-facts needs all orders: it goes with neither --state nor --replay"
      )
    }
    try TimeBound.check(since: since, until: until, zone: zone)
  }
}
