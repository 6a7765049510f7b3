import Deduplication
import StageKit

/// What the user of `transform-dedupe` can set.
struct TransformDedupeOptions: Sendable {
  var keep = Keep.first
  var orderBy: String?
  var reportConflicts: String?
  var temporaryFolder = "/tmp"
  var wire = WireOptions()

  static let rows: [OptionSpec<TransformDedupeOptions>] =
    [
      .value(
        "--keep",
        "WHICH",
        \.keep,
        help:
          "Which record of a key is kept: first (written at once), or last (records wait on disk "
          + "and are written at each STATE)."
      ),
      .value(
        "--order-by",
        "FIELD",
        \.orderBy,
        help: "With --keep last: the record with the largest FIELD is the last, whether it is a "
          + "time, a number or a text; time_extracted of the message serves too. Without it, and "
          + "where two are equal, the one that comes last is."
      ),
      .value(
        "--report-conflicts",
        "FILE",
        \.reportConflicts,
        help:
          "Write both records of each conflict (one key, different contents) to FILE, as NDJSON.",
        completion: .file
      ),
      .value(
        "--temporary-folder",
        "DIR",
        \.temporaryFolder,
        help: "Where records wait for --keep last and --report-conflicts.",
        environment: "TMPDIR",
        completion: .folder
      ),
    ] + WireOptions.rows.within(\.wire)

  static let command = Command(
    "transform-dedupe",
    summary: "let each key of each stream through once",
    description:
      "Reads Singer messages, or bare NDJSON with --stream, and writes each key once: the "
      + "key is the key_properties of the stream's SCHEMA, or the fields named by --key. Values are "
      + "compared by what they say, so 1.50 equals 1.5. A record whose key is missing or null is "
      + "a reject.\n\nDuplicates that are the same to the byte and duplicates that conflict are counted "
      + "apart. Where one is dropped that was extracted later than the one kept, older figures go on: a "
      + "warning says so, and no STATE behind it says that the export is complete.\n\nMemory holds "
      + "about 20 bytes for each key.",
    initial: TransformDedupeOptions(),
    options: rows,
    examples: [
      CommandExample(
        "Make one stream of two overlapping exports:",
        "extract-csv --profile postscript-revenue june.csv july.csv "
          + "| transform-dedupe --keep last --order-by time_extracted"
      ),
      CommandExample(
        "Keep the latest version of each order, and see what differed:",
        "transform-dedupe --keep last --order-by updated_at --report-conflicts conflicts.ndjson"
      ),
      CommandExample(
        "Deduplicate bare NDJSON:",
        "transform-dedupe --stream orders --key id < orders.ndjson"
      ),
    ],
    rejectCodes: Deduplicator.rejectCodes,
    check: { options throws(StageError) in
      guard options.orderBy == nil || options.keep == .last else {
        throw StageError(.usage, "--order-by says which record is last, so it needs --keep last")
      }
    }
  )
}
