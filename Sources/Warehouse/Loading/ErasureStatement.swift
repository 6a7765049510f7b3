/// The SQL that takes out of newer rows what is from before their deletion.
///
/// A row that came back after it was deleted has nothing of what was known of it before: where the
/// deletion arrives after the newer row, that has kept columns of which it knew nothing itself.
struct ErasureStatement {
  private let table: StreamTable
  private let staging: StagingTable
  private let gone: KnownGone
  private let target: String
  private let told: String

  /// Prepares for staged records of which those deleted their row of which `told` is true; nil where rows
  /// have no columns of several observations.
  init?(_ staging: StagingTable, _ gone: KnownGone, target: String, told: String) {
    guard !staging.table.knowledge.isEmpty else { return nil }
    table = staging.table
    self.staging = staging
    self.gone = gone
    self.target = target
    self.told = told
  }

  private typealias Metadata = StreamTable.Metadata

  /// The statement, of which the rows have the alias `o`.
  var sql: String {
    let stamps = "o.\(SQLText.identifier(Metadata.stamps))"
    let isOld = "(e.value ->> 0)::numeric <= extract(epoch FROM d.gone_at)"
    let columns = table.knowledge.sorted { $0.value < $1.value }.map { field in
      let name = SQLText.identifier(field.key)
      let isOld = "\(SQLText.literal(field.key)) = ANY (d.names)"
      return "\(name) = CASE WHEN \(isOld) THEN NULL ELSE o.\(name) END"
    }
    let key = SQLText.list(table.key)
    return """
      UPDATE \(target) AS o
      SET \(columns.joined(separator: ", ")), \(SQLText.identifier(Metadata.batchedAt)) = now(),
        \(SQLText.identifier(Metadata.stamps)) = nullif(\(stamps) - d.names, '{}')
      FROM (
        SELECT \(SQLText.list(table.key, prefix: "o.")), d.gone_at, array_agg(e.key) AS names
        FROM (SELECT DISTINCT \(key) FROM \(staging.qualifiedName) AS s WHERE \(told)) AS s
        JOIN \(target) AS o ON \(table.sameKey("o", "s"))
        CROSS JOIN LATERAL (\(gone.deletionsSQL(of: "o"))) AS d
        CROSS JOIN LATERAL jsonb_each(\(stamps)) AS e
        WHERE \(isOld)
        GROUP BY \(SQLText.list(table.key, prefix: "o.")), d.gone_at
      ) AS d
      WHERE \(table.sameKey("o", "d"))
      """
  }
}
