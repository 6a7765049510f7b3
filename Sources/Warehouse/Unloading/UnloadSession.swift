import StageKit
import Wire

/// A connection within one transaction that only reads and sees one state of the warehouse.
struct UnloadSession: ~Copyable {
  var connection: Connection
  /// When the transaction began: all that is extracted was seen then or later.
  let observed: Timestamp

  init(_ target: ConnectionSettings, _ settings: UnloadSettings, _ stage: Stage) throws {
    var limits = LoadSettings()
    limits.lockTimeout = settings.lockTimeout
    limits.statementTimeout = settings.statementTimeout
    var connection = try SessionSetup.connect(target, limits, stage)
    // Floats in the shortest digits that give the same number again, whatever a role has set.
    try connection.execute("SET extra_float_digits = 3")
    try connection.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    let now = try connection.query("SELECT now()::text").text(0, 0) ?? ""
    guard let time = now.withView({ Timestamp($0) }) else {
      throw DatabaseError(sqlState: "08P01", message: "the server does not tell the time")
    }
    observed = time
    self.connection = connection
  }

  /// The table that a user named, as `name` or `schema.name`.
  ///
  /// - Throws: exit code 66 where there is none.
  mutating func table(
    named text: String,
    _ settings: UnloadSettings,
    _ forms: inout TypeForms
  ) throws -> SourceTable {
    if let table = try SourceTable.find(text, in: settings.schema, &forms, &connection) {
      return table
    }
    let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
    let schema = parts.count == 2 ? parts[0] : settings.schema
    let name = parts.last ?? text
    if parts.count == 2, let table = try SourceTable.find(name, in: schema, &forms, &connection) {
      return table
    }
    let names = try SourceTable.names(in: schema, &connection)
    let guess = NearestName.of(name, in: names).map { "; did you mean \($0)?" } ?? ""
    throw StageError(
      .noInput,
      "there is no table or view \(Excerpt.quoted(name)) in schema \(Excerpt.quoted(schema))"
        + guess
    )
  }
}

extension SourceTable {
  /// The name of its stream in catalogs and states.
  var id: String { "\(schema)-\(name)" }
}
