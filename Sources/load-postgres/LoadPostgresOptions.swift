import Policy
import StageKit
import Warehouse

/// What the user of `load-postgres` can set.
struct LoadPostgresOptions: Sendable {
  var commitEvery = LoadSettings().commitInterval
  var invalidText = LoadSettings().invalidText
  var maxDelete = LoadSettings().deleteLimit
  var hardDelete = false
  var maxWithdrawn = LoadSettings().withdrawalLimit
  var requireCoverage = false
  var stateID: String?
  var isDryRun = false
  var partitions: Int?
  var wire = WireOptions()
  var warehouse = WarehouseOptions()
  var settings = SettingsOptions()

  static let rows: [OptionSpec<LoadPostgresOptions>] =
    loadRows
    + [WireOptions.stream, WireOptions.key, WireOptions.atEOF, WireOptions.replay].within(\.wire)
    + WireOptions.partition.within(\.wire)
    + warehouseRows

  private static let loadRows: [OptionSpec<LoadPostgresOptions>] = [
    .value(
      "--commit-every",
      "SPAN",
      \.commitEvery,
      help: "The least time between two commits while input flows: STATEs that come closer share "
        + "one. 0s commits at each STATE."
    ),
    .value(
      "--invalid-text",
      "ACTION",
      \.invalidText,
      help: "What to do with text that PostgreSQL cannot store, a NUL or an unpaired surrogate: "
        + "reject the record, or replace the character by U+FFFD and count it."
    ),
    .value(
      "--max-delete",
      "PERCENT",
      \.maxDelete,
      help: "The largest part of a table that a full refresh (ACTIVATE_VERSION) may delete; beyond "
        + "it the run ends with exit code 65 and changes nothing."
    ),
    .flag(
      "--hard-delete",
      \.hardDelete,
      help: "Take away the row of a record with _sdc_deleted_at, as taps mark what is gone at the "
        + "source; without it the row stays, with that time."
    ),
    .value(
      "--max-withdrawn",
      "PERCENT",
      \.maxWithdrawn,
      help: "The largest part of the claims of the days that a complete export covers that it may "
        + "lack; beyond it the run ends with exit code 65 and changes nothing."
    ),
    .flag(
      "--require-coverage",
      \.requireCoverage,
      help: "End with exit code 65, after loading all of it, where a day between the first and the "
        + "last that exports cover is covered by none, or claims are covered and orders are not."
    ),
    .value(
      "--state-id",
      "NAME",
      \.stateID,
      help: "The name under which the committed state is kept in etl_state. Without it that of the "
        + "pipeline, store, window and shard, as far as they are known, or default."
    ),
  ]

  static let warehouseRows: [OptionSpec<LoadPostgresOptions>] =
    WarehouseOptions.rows.within(\.warehouse)
    + [
      .flag(
        "--dry-run",
        \.isDryRun,
        help: "Do everything, say what would change, and roll it all back. No STATE is written."
      )
    ].under(heading: "Warehouse options")

  static let exitCodes: [ExitCode] =
    ExitCode.ofEveryStage + [.unavailable, .tempFail, .notAuthorised]

  private static let migrate = Command(
    "migrate",
    summary: "create or update the tables, and load nothing",
    description: "Every load does the same by itself. With --partitions, the tables that grow with "
      + "a shop's messages are then hash-partitioned by store: for many stores in one warehouse.",
    initial: LoadPostgresOptions(),
    options: [
      .value(
        "--partitions",
        "N",
        \.partitions,
        in: 1...1024,
        help: "Spread the large tables over N partitions each, by store. They are copied in one "
          + "transaction, and locked meanwhile; without it they stay as they are."
      )
    ] + warehouseRows,
    exitCodes: exitCodes,
    handlesRecords: false
  )

  private static let refresh = Command(
    "refresh",
    summary: "rebuild the reporting tables from the streams",
    description: "A load refreshes what it touched. This recomputes all of it, for example after a "
      + "change by hand.",
    initial: LoadPostgresOptions(),
    options: warehouseRows,
    exitCodes: exitCodes,
    handlesRecords: false
  )

  private static let coverage = Command(
    "coverage",
    summary: "print which days exports cover, and which are missing",
    description: "One line for each store, stream and platform. A day is missing where it lies "
      + "between the first and the last that exports cover and is covered by none; orders are also "
      + "missing where claims are covered and they are not.",
    initial: LoadPostgresOptions(),
    options: [
      .value("--store", "NAME", \.settings.store, help: "The store; without it all of them."),
      .flag(
        "--require-coverage",
        \.requireCoverage,
        help: "End with exit code 65 where a day is missing."
      ),
    ] + warehouseRows,
    exitCodes: exitCodes,
    handlesRecords: false
  )

  private static let failures = Command(
    "failures",
    summary: "write runs of pipelines that failed into etl_runs",
    description: "What the pipelines do by themselves, with the runs of which they could not tell "
      + "the warehouse at the time. A line that was written before is left out.",
    operands: .one(
      "FILE",
      \.settings.file,
      help: "The runs, one JSON object per line: exit_code, and where they are known run_id, "
        + "pipeline, store, started_at, files, message, records and rejected.",
      completion: .file
    ),
    initial: LoadPostgresOptions(),
    options: warehouseRows,
    exitCodes: exitCodes,
    handlesRecords: false
  )

  static let command = Command(
    "load-postgres",
    summary: "load Singer messages into PostgreSQL",
    description: "Reads Singer messages, or bare NDJSON with --stream, and merges the records into "
      + "the warehouse: new keys are inserted, changed rows updated, unchanged rows left alone, and "
      + "an older version never overwrites a newer one. Known streams have their own tables; "
      + "any other stream with a SCHEMA gets one.\n\nThe rows, the reporting tables and the state "
      + "of one commit marker are one transaction. A STATE is written to standard output once its "
      + "transaction is committed. Whatever ends a run, it can be run again.",
    initial: LoadPostgresOptions(),
    options: rows,
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
    capabilities: ["activate-version", "batch", "soft-delete", "hard-delete"],
    variables: [
      ("PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE, …", "As psql reads them.")
    ],
    subcommands: [migrate, refresh, coverage, failures] + SettingsOptions.commands
  )
}
