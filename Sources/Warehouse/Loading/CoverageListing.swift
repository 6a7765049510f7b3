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
    let gaps = SQLText.identifier(schema, "coverage_gaps")
    let limit = Self.stretchLimit
    let found = try connection.query(
      """
      WITH days AS (
        SELECT store, stream, platform, day, is_partly_covered, day - (row_number() OVER (
          PARTITION BY store, stream, platform, is_partly_covered ORDER BY day))::integer AS stretch
        FROM \(gaps) WHERE store = coalesce($1, store)
      ), stretches AS (
        SELECT store, stream, platform, is_partly_covered,
          min(day) || CASE WHEN max(day) > min(day) THEN ' to ' || max(day) ELSE '' END AS days,
          row_number() OVER (
            PARTITION BY store, stream, platform, is_partly_covered ORDER BY min(day)) AS place
        FROM days GROUP BY store, stream, platform, is_partly_covered, stretch
      ), lists AS (
        SELECT store, stream, platform, is_partly_covered,
          string_agg(days, ', ' ORDER BY place) FILTER (WHERE place <= \(limit))
            || CASE WHEN count(*) > \(limit)
              THEN ' and ' || count(*) - \(limit) || ' more stretches' ELSE '' END AS list
        FROM stretches GROUP BY store, stream, platform, is_partly_covered
      ), sources AS (
        SELECT store, stream, platform, count(*) FILTER (WHERE is_covered) AS covered,
          min(day) AS first, max(day) AS last
        FROM \(calendar) WHERE store = coalesce($1, store) GROUP BY 1, 2, 3
      )
      SELECT store, stream, platform, covered, first, last,
        max(list) FILTER (WHERE NOT is_partly_covered), max(list) FILTER (WHERE is_partly_covered)
      FROM sources LEFT JOIN lists USING (store, stream, platform)
      GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3
      """,
      [store]
    )
    lines = (0..<found.count).map { found.row($0).map { $0 ?? "" } }
  }

  private var text: String {
    if lines.isEmpty { return "no export says what it covers\n" }
    return lines.map { line in
      let missing = line[6].isEmpty ? "none missing" : "missing \(line[6])"
      let partly = line[7].isEmpty ? "" : ", only in part \(line[7])"
      return "store \(line[0]), \(line[1]) of \(line[2]): \(line[4]) to \(line[5]), "
        + "\(line[3]) days covered, \(missing)\(partly)\n"
    }.joined()
  }
}
