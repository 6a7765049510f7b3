import Deduplication
import StageKit

let options: [OptionSpec<DedupeOptions>] =
  [
    .value(
      "--keep",
      "WHICH",
      \.keep,
      help: "Which record of a key is kept: first (written at once), or last (records wait on disk "
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
      \.conflictsPath,
      help: "Write both records of each conflict (one key, different contents) to FILE, as NDJSON.",
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

let command = Command(
  "transform-dedupe",
  summary: "let each key of each stream through once",
  description: "Reads Singer messages, or bare NDJSON with --stream, and writes each key once: the "
    + "key is the key_properties of the stream's SCHEMA, or the fields named by --key. Values are "
    + "compared by what they say, so 1.50 equals 1.5. A record whose key is missing or null is "
    + "a reject.\n\nDuplicates that are the same to the byte and duplicates that conflict are counted "
    + "apart. "
    + "Memory holds about 20 bytes for each key.",
  initial: DedupeOptions(),
  options: options,
  examples: [
    CommandExample(
      "Make one stream of two overlapping exports:",
      "extract-csv --profile postscript-revenue june.csv july.csv | transform-dedupe"
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
  rejectCodes: Deduplicator.rejectCodes
)

command.main { options, _, stage in
  let deduplicator = try Deduplicator(stage, options)
  var input = MessageInput(stage, options.wire)
  var output = MessageOutput(stage)
  try deduplicator.run(&input, &output)
}
