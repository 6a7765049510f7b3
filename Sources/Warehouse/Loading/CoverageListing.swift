public import StageKit
import Wire

/// What exports cover, by store, stream and platform, and which days are missing: what `coverage`
/// prints.
public struct CoverageListing {
  /// The most stretches of missing days that a line names.
  private static let stretchLimit = 12

  private let lines: [[String]]

  /// Prints what is covered and what is missing, and says with exit code 65 that a day is, where
  /// the options ask for that.
  public static func show(
    _ settings: ConnectionSettings,
    _ options: LoadSettings,
    store: String?,
    _ stage: Stage
  ) throws(StageError) {
    try Maintenance.withConnection(settings, options, stage) { connection, transactions in
      try SessionSetup.migrate(&connection, options, transactions, stage)
      let listing = try CoverageListing(options.schema, store, &connection)
      var output = MessageOutput(stage)
      output.buffer.append(listing.text)
      try output.flush()
      if options.requiresCoverage {
        if listing.lines.isEmpty {
          throw StageError(
            .data,
            "no export says what it covers\(store.map { " of store \(Excerpt.quoted($0))" } ?? "")"
          )
        }
        try CoverageStatements(schema: options.schema).checkHoles(of: store, &connection)
      }
    }
  }

  private init(_ schema: String, _ store: String?, _ connection: inout Connection) throws {
    let calendar = SQLText.identifier(schema, "coverage_calendar")
    let found = try connection.query(
      """
      WITH days AS (
        SELECT store, stream, platform, day, is_covered, day - (row_number() OVER (
          PARTITION BY store, stream, platform, is_covered ORDER BY day))::integer AS stretch
        FROM \(calendar) WHERE store = coalesce($1, store)
      ), stretches AS (
        SELECT store, stream, platform, is_covered, min(day) AS first, max(day) AS last,
          count(*) AS days
        FROM days GROUP BY store, stream, platform, is_covered, stretch
      )
      SELECT store, stream, platform, coalesce(sum(days) FILTER (WHERE is_covered), 0),
        min(first), max(last), string_agg(
          first || CASE WHEN last > first THEN ' to ' || last ELSE '' END, ', ' ORDER BY first)
        FILTER (WHERE NOT is_covered AND place <= \(Self.stretchLimit)),
        greatest(count(*) FILTER (WHERE NOT is_covered) - \(Self.stretchLimit), 0)
      FROM (SELECT *, row_number() OVER (
        PARTITION BY store, stream, platform, is_covered ORDER BY first) AS place FROM stretches) AS s
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      """,
      [store]
    )
    lines = (0..<found.count).map { found.row($0).map { $0 ?? "" } }
  }

  private var text: String {
    if lines.isEmpty { return "no export says what it covers\n" }
    return lines.map { line in
      let more = line[7] == "0" ? "" : " and \(line[7]) more stretches"
      let missing = line[6].isEmpty ? "none missing" : "missing \(line[6])\(more)"
      return "store \(line[0]), \(line[1]) of \(line[2]): \(line[4]) to \(line[5]), "
        + "\(line[3]) days covered, \(missing)\n"
    }.joined()
  }
}
