import Attribution
import StageKit
import Warehouse

/// What the user of `extract-postgres` can set.
struct ExtractPostgresOptions: Sendable {
  var tables: [String] = []
  var query: String?
  var stream: String?
  var key: [String] = []
  var replicationKey: String?
  var since: String?
  var overlap = UnloadSettings().overlap
  var state: String?
  var catalog: String?
  var discover = false
  var observations = false
  var ordersFacts: String?
  var wire = WireOptions()
  var warehouse = WarehouseOptions()

  static let rows: [OptionSpec<ExtractPostgresOptions>] =
    sourceRows + changeRows + [WireOptions.bare, WireOptions.shard].within(\.wire)
    + WarehouseOptions.rows.within(\.warehouse)

  private static let sourceRows: [OptionSpec<ExtractPostgresOptions>] = [
    .value(
      "--query",
      "SQL",
      \.query,
      help: "Extract the rows of a query instead of a table, as the stream that --stream names. "
        + "Tables without a schema are those of --schema."
    ),
    .value(
      "--stream",
      "NAME",
      \.stream,
      help: "The name of the stream; without it that of the table."
    ),
    .list(
      "--key",
      "A,B",
      \.key,
      help: "The columns that identify a row, instead of those of the primary key: for views and "
        + "queries."
    ),
    .catalog(\.catalog),
    .flag(
      "--discover",
      \.discover,
      help: "Only write a Singer catalog of the tables that are named, or of all tables and views "
        + "of the schema."
    ),
    .flag(
      "--observations",
      \.observations,
      help: "Write what each source told, with its own time and only its own columns, and in the "
        + "STATE what its exports covered: for another warehouse, which then knows what this one "
        + "does. Only for tables of the warehouse's own streams."
    ),
    .writingOrdersFacts(\.ordersFacts),
  ]

  private static let changeRows: [OptionSpec<ExtractPostgresOptions>] = [
    .value(
      "--replication-key",
      "COLUMN",
      \.replicationKey,
      help: "The column that says what has changed: a time, a day or a whole number. The STATE "
        + "then bears a bookmark. Rows without a value in it come with each run, and are counted."
    ),
    .value(
      "--since",
      "VALUE",
      \.since,
      help: "Only rows whose replication key is VALUE or later, where the state has no bookmark."
    ),
    .state(\.state),
    .value(
      "--overlap",
      "SPAN",
      \.overlap,
      help: "How long before a bookmark that is a time the next run begins: transactions that are "
        + "committed late bear an earlier time."
    ),
  ]

  static let command = Command(
    "extract-postgres",
    summary: "extract tables, views or a query of the warehouse",
    description: "Writes each table or view that is named, or the rows of a query, as a Singer "
      + "stream, for any Singer target. All of it is one state of the warehouse, read by COPY in a "
      + "transaction that changes nothing; memory does not grow with it.\n\nNumbers keep their "
      + "digits. A timestamptz becomes RFC 3339 in UTC; a timestamp, whose zone nobody knows, text "
      + "without an offset. Arrays and rows within rows become JSON, other types the text that "
      + "PostgreSQL shows. NaN, an infinity, a time beyond the year 9999 and a null in the key are "
      + "rejects; a bytea column is refused.\n\nA table is named as NAME or SCHEMA.NAME. With "
      + "--replication-key and --state only what has changed is read. The STATE comes last: what "
      + "ends without one was broken off.",
    operands: .any(
      "TABLE",
      \.tables,
      help: "The tables and views, each a stream."
    ),
    initial: ExtractPostgresOptions(),
    options: rows,
    examples: [
      CommandExample(
        "Hand the orders mart to another Singer target:",
        "extract-postgres obt_orders --key store_id,order_id | target-jsonl"
      ),
      CommandExample(
        "Extract what has changed since the last run:",
        "extract-postgres shopify_orders --replication-key updated_at --state state.json > new.ndjson"
      ),
      CommandExample(
        "Extract the rows of a query:",
        "extract-postgres --stream late --key order_id --query 'select * from obt_orders where "
          + "order_latency_days > 30'"
      ),
      CommandExample(
        "Bring orders, refunds, claims and message figures into another warehouse:",
        "extract-postgres --observations shopify_orders shopify_refunds attributed_orders "
          + "message_performance | DATABASE_URL=$OTHER load-postgres"
      ),
      CommandExample(
        "Select streams and columns by a catalog:",
        "extract-postgres --discover > catalog.json"
      ),
    ],
    exitCodes: ExitCode.ofEveryStage + [.unavailable, .tempFail, .notAuthorised],
    rejectCodes: Unload.rejectCodes,
    variables: [
      ("PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE, …", "As psql reads them.")
    ],
    check: { options throws(StageError) in try options.checkTogether() }
  )

  /// What is extracted is said in one way.
  private func checkTogether() throws(StageError) {
    let ways = [!tables.isEmpty, query != nil, catalog != nil].count(where: \.self)
    if discover {
      guard query == nil, catalog == nil, !observations else {
        throw StageError(
          .usage,
          "--discover is for tables, not for --query, --catalog or --observations"
        )
      }
      return
    }
    guard ways == 1 else {
      throw StageError(.usage, "name tables, or give --query, or --catalog: one of them")
    }
    guard query == nil || stream != nil else {
      throw StageError(.usage, "--query needs --stream, the name of its stream")
    }
    guard stream == nil || tables.count <= 1 && catalog == nil else {
      throw StageError(.usage, "--stream names one stream only")
    }
    guard catalog == nil || key.isEmpty && replicationKey == nil && since == nil else {
      throw StageError(
        .usage,
        "a catalog says the key and the replication key itself: leave out --key, "
          + "--replication-key and --since"
      )
    }
    if observations {
      guard !tables.isEmpty, stream == nil, key.isEmpty, replicationKey == nil, !wire.bare else {
        throw StageError(
          .usage,
          "--observations is for whole tables: without --query, --catalog, --stream, --key, "
            + "--replication-key and --bare"
        )
      }
    }
    guard since == nil || replicationKey != nil else {
      throw StageError(.usage, "--since needs --replication-key, the column that it means")
    }
  }
}
