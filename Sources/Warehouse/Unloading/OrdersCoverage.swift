import StageKit
import Wire

/// What the warehouse's orders cover, as an export of orders says it in its STATE.
///
/// Who reads them as a side input then knows what it means that an order is not among them.
enum OrdersCoverage {
  static let stream = "shopify_orders"

  /// The bookmark of the orders; nil for other streams, for some of the rows or columns, and in a
  /// schema that does not keep coverage.
  ///
  /// - Throws: ``DatabaseError`` where PostgreSQL fails.
  static func statement(
    of stream: UnloadStream,
    _ settings: UnloadSettings,
    _ session: inout UnloadSession
  ) throws -> JSONValue? {
    let table = SQLText.identifier(settings.schema, "export_coverage")
    guard stream.name == Self.stream, stream.mark == nil,
      stream.source == SQLText.identifier(settings.schema, Self.stream),
      try session.connection.query("SELECT to_regclass($1) IS NOT NULL", [table]).boolean(0, 0)
    else { return nil }
    let rows = try session.connection.query(
      """
      SELECT store_id, covers_from, covers_until,
        CASE WHEN isfinite(observed_at)
          THEN to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END
      FROM \(table) WHERE stream = $1 AND is_complete
      ORDER BY store_id, covers_from, covers_until, observed_at
      """,
      [Self.stream]
    )
    let covers = (0..<rows.count).map { row -> JSONValue in
      let observed = rows.text(row, 3).flatMap { $0.withView { Timestamp($0) } }
      return .object([
        ("store_id", .string(rows.text(row, 0) ?? "")),
        ("from", .string(rows.text(row, 1) ?? "")), ("until", .string(rows.text(row, 2) ?? "")),
        ("observed_at", observed.map { .string($0.text) } ?? .null), ("complete", .bool(true)),
      ])
    }
    return .object([("covers", .array(covers))])
  }
}
