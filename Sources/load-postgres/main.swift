import StageKit
import Warehouse

/// What the user can set.
struct LoadPostgresOptions: Sendable {
  var load = LoadOptions()
  var wire = WireOptions()
  var databaseURL: Secret?
  var connectTimeout = Duration.seconds(30)
  var all = false

  /// Where the warehouse is.
  func settings() throws(StageError) -> ConnectionSettings {
    try ConnectionSettings(
      target: databaseURL?.exposed,
      applicationName: "load-postgres",
      connectTimeout: connectTimeout
    )
  }
}

typealias Option = OptionSpec<LoadPostgresOptions>

let connectionOptions: [Option] = [
  .secret(
    "--database-url",
    \.databaseURL,
    help: "The warehouse, as postgresql://user:password@host:5432/database. Without it PGHOST, "
      + "PGUSER and the other variables of psql count.",
    environment: "DATABASE_URL"
  ),
  .value("--schema", "NAME", \.load.schema, help: "The schema that holds the warehouse."),
  .value(
    "--connect-timeout",
    "SPAN",
    \.connectTimeout,
    help: "How long to try to reach the server, with growing pauses, before exit code 69."
  ),
  .value(
    "--lock-timeout",
    "SPAN",
    \.load.lockTimeout,
    help: "How long to wait for a lock that another session holds before exit code 75; 0s for ever."
  ),
  .value(
    "--statement-timeout",
    "SPAN",
    \.load.statementTimeout,
    help: "How long one statement may run before exit code 75; 0s for ever."
  ),
  .flag(
    "--dry-run",
    \.load.isDryRun,
    help: "Do everything, say what would change, and roll it all back. No STATE is written."
  ),
].under(heading: "Warehouse options")

let loadOptions: [Option] = [
  .value(
    "--commit-every",
    "SPAN",
    \.load.commitInterval,
    help: "The least time between two commits while input flows: STATEs that come closer share "
      + "one. 0s commits at each STATE."
  ),
  .value(
    "--invalid-text",
    "ACTION",
    \.load.invalidText,
    help: "What to do with text that PostgreSQL cannot store, a NUL or half a surrogate pair: "
      + "reject the record, or replace the character by U+FFFD and count it."
  ),
  .value(
    "--max-delete",
    "PERCENT",
    \.load.deleteLimit,
    help: "The largest part of a table that a full refresh (ACTIVATE_VERSION) may delete; beyond "
      + "it the run ends with exit code 65 and changes nothing."
  ),
  .value(
    "--state-id",
    "NAME",
    \.load.stateID,
    help: "The name under which the committed state is kept in etl_state, one for each pipeline."
  ),
]

let messageOptions: [Option] = [
  WireOptions.stream, WireOptions.key, WireOptions.atEOF, WireOptions.replay,
]
.within(\.wire)

let exitCodes: [ExitCode] = ExitCode.ofEveryStage + [.unavailable, .tempFail, .notAuthorised]

let migrate = Command(
  "migrate",
  summary: "create or update the tables, and load nothing",
  initial: LoadPostgresOptions(),
  options: connectionOptions,
  exitCodes: exitCodes,
  handlesRecords: false
)

let refresh = Command(
  "refresh",
  summary: "rebuild the reporting tables from the streams",
  description: "A load refreshes what it touched. This recomputes all of it, for example after a "
    + "change by hand.",
  initial: LoadPostgresOptions(),
  options: connectionOptions + [
    .flag("--all", \.all, help: "Rebuild everything; the only way there is, said aloud.")
  ],
  exitCodes: exitCodes,
  handlesRecords: false
)

let command = Command(
  "load-postgres",
  summary: "load Singer messages into PostgreSQL",
  description: "Reads Singer messages, or bare NDJSON with --stream, and merges the records into "
    + "the warehouse: new keys are inserted, changed rows updated, unchanged rows left alone, and "
    + "an older version never overwrites a newer one. Known streams have tables of their own; "
    + "any other stream with a SCHEMA gets one.\n\nThe rows, the reporting tables and the state "
    + "of one commit marker stand or fall together. A STATE is written to standard output once "
    + "its transaction stands. Whatever ends a run, it can be run again.",
  initial: LoadPostgresOptions(),
  options: loadOptions + messageOptions + connectionOptions,
  examples: [
    CommandExample(
      "Load an export:",
      "extract-csv --profile shopify-orders orders.csv | load-postgres"
    ),
    CommandExample(
      "See what a load would change:",
      "extract-csv --profile postscript-revenue june.csv | load-postgres --dry-run"
    ),
    CommandExample(
      "Load records from anywhere:",
      "load-postgres --stream visits --key visit_id < visits.ndjson"
    ),
  ],
  exitCodes: exitCodes,
  rejectCodes: Loader.rejectCodes,
  variables: [
    ("PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE, …", "As psql reads them.")
  ],
  subcommands: [migrate, refresh]
)

command.main { options, _, stage in
  let settings = try options.settings()
  switch stage.subcommand {
  case "migrate": try Maintenance.migrate(settings, options.load, stage)
  case "refresh":
    guard options.all else {
      throw StageError(.usage, "refresh: give --all; what a load touches it refreshes by itself")
    }
    try Maintenance.rebuildMarts(settings, options.load, stage)
  default:
    var load = options.load
    load.bareKey = options.wire.key
    let loader = try Loader.open(settings, load, stage)
    var input = MessageInput(stage, options.wire)
    try loader.load(&input)
  }
}
