public import StageKit

/// Where the warehouse is and how long to wait for it: the options of all programs that open it.
public struct WarehouseOptions: Sendable {
  /// What libpq connects to; nil leaves it to libpq's own variables.
  public var databaseURL: Secret?
  /// The schema that holds the warehouse.
  public var schema = SchemaName.standard
  /// How long to try to reach the server.
  public var connectTimeout = Duration.seconds(30)
  /// How long to wait for a lock; zero for ever.
  public var lockTimeout = LoadSettings().lockTimeout
  /// How long a statement may run; zero for ever.
  public var statementTimeout = LoadSettings().statementTimeout

  /// Makes the defaults.
  public init() {}

  /// The rows of the option table.
  public static let rows: [OptionSpec<WarehouseOptions>] = [
    .secret(
      "--database-url",
      \.databaseURL,
      help: "The warehouse, as postgresql://user:password@host:5432/database. Without it PGHOST, "
        + "PGUSER and the other variables of psql count.",
      environment: "DATABASE_URL"
    ),
    .value("--schema", "NAME", \.schema, help: "The schema that holds the warehouse."),
    .value(
      "--connect-timeout",
      "SPAN",
      \.connectTimeout,
      help: "How long to try to reach the server, with growing pauses, before exit code 69; where "
        + "the server refuses, 3 s at most."
    ),
    .value(
      "--lock-timeout",
      "SPAN",
      \.lockTimeout,
      help:
        "How long to wait for a lock that another session holds before exit code 75; 0s for ever."
    ),
    .value(
      "--statement-timeout",
      "SPAN",
      \.statementTimeout,
      help: "How long one statement may run before exit code 75; 0s for ever."
    ),
  ].under(heading: "Warehouse options")

  /// Where the warehouse is, for a program of this name.
  ///
  /// - Throws: exit code 78 where the URL is none.
  public func connection(for program: String) throws(StageError) -> ConnectionSettings {
    try ConnectionSettings(
      target: databaseURL?.exposed,
      applicationName: program,
      connectTimeout: connectTimeout
    )
  }
}
