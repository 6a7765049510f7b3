import StageKit
import Wire

/// What the warehouse knows of a stream's exports, as an export says it in its STATE.
///
/// Who reads orders as a side input then knows what it means that an order is not among them; and
/// another warehouse, of the observations of any stream, what this one knows.
enum StreamCoverage {
  private static let orders = "shopify_orders"

  /// The bookmark of a stream; nil for other tables than the orders unless they are written as
  /// observations, for some of the rows or columns, and in a schema that does not keep coverage.
  ///
  /// - Throws: ``DatabaseError`` where PostgreSQL fails.
  static func statement(
    of stream: UnloadStream,
    _ settings: UnloadSettings,
    _ session: inout UnloadSession
  ) throws -> JSONValue? {
    guard stream.isObserved || isWholeOrders(stream, settings),
      let table = try table(stream.isObserved ? stream.schema : settings.schema, &session)
    else { return nil }
    let rows = try session.connection.query(
      """
      SELECT store_id, covers_from, covers_until, source_system, is_complete, lacks,
        CASE WHEN isfinite(observed_at)
          THEN to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END
      FROM \(table) WHERE stream = $1\(stream.isObserved ? "" : " AND is_complete")
      ORDER BY store_id, source_system, covers_from, covers_until, observed_at, is_complete
      """,
      [stream.name]
    )
    let covers = (0..<rows.count).compactMap { row -> JSONValue? in
      let texts = rows.row(row).map { $0 ?? "" }
      guard let from = CoverageBound(texts[1]), let until = CoverageBound(texts[2]) else {
        return nil
      }
      var coverage = Coverage(
        store: texts[0],
        sourceSystem: stream.name == orders ? nil : texts[3],
        from: from,
        until: until,
        observedAt: rows.text(row, 6).flatMap { $0.withView { Timestamp($0) } },
        isComplete: rows.boolean(row, 4)
      )
      if stream.isObserved { coverage.lacks = texts[5].split(separator: ",").map(String.init) }
      return coverage.json
    }
    return .object([("covers", .array(covers))])
  }

  private static func isWholeOrders(_ stream: UnloadStream, _ settings: UnloadSettings) -> Bool {
    stream.name == orders && stream.mark == nil
      && stream.source == SQLText.identifier(settings.schema, orders)
  }

  /// Where a schema keeps coverage; nil where it doesn't.
  private static func table(_ schema: String, _ session: inout UnloadSession) throws -> String? {
    let table = SQLText.identifier(schema, "export_coverage")
    let found = try session.connection.query("SELECT to_regclass($1) IS NOT NULL", [table])
    return found.boolean(0, 0) ? table : nil
  }
}
