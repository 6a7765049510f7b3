import StageKit
import Wire

/// A table of one of the warehouse's own streams, as the observations that made it: for each row one
/// record for each source that still has a say in it, with its own time and only its own columns.
///
/// Loaded anywhere in any order, they make the same row: what no source told stays unknown, and what
/// is observed later takes its place only where that knows it.
struct Observations {
  private let table: StreamTable

  private typealias Metadata = StreamTable.Metadata

  /// The table of a stream.
  ///
  /// - Throws: exit code 64 for a table that is none of the warehouse's own streams.
  init(
    of name: String,
    schema: String,
    _ connection: inout Connection
  ) throws {
    let registry = StreamRegistry(schema: schema)
    guard
      try connection.query(
        "SELECT to_regclass($1) IS NOT NULL",
        [SQLText.identifier(schema, "etl_streams")]
      ).boolean(0, 0),
      let table = try registry.canonical(name, &connection)
    else {
      throw StageError(
        .usage,
        "--observations: \(Excerpt.quoted(name)) is none of the warehouse's own streams: only of those it "
          + "is known what each source told"
      )
    }
    self.table = table
  }

  /// The columns of a record, without those that the loader itself fills.
  func columns(_ all: [SourceColumn]) -> [SourceColumn] {
    let made = table.ignoredFields
    return all.compactMap { column in
      guard column.name == Metadata.extra || !Metadata.names.contains(column.name),
        !made.contains(column.name)
      else { return nil }
      var column = column
      column.knowledge = table.knowledge[column.name] ?? 0
      column.isSpliced = column.name == Metadata.extra
      return column
    }
  }

  /// The key of the stream by fields that records have.
  var key: [String] {
    let made = Set(table.generated.map(\.name))
    let sources = table.generated.flatMap(\.sources)
    return table.key.filter { !made.contains($0) }
      + sources.filter { source in !table.key.contains(source) }
  }

  /// The fields of the key that may be null: of those that make a generated column some are.
  var optionalKey: Set<String> { Set(key).subtracting(table.key) }

  /// What stands behind FROM: the rows, and in front of their columns what the observation knew, when
  /// it was made, and the generation of the table.
  func source(_ relation: String) -> String {
    let version =
      table.hasTableVersion ? "t.\(SQLText.identifier(Metadata.tableVersion))" : "NULL::bigint"
    let at = "t.\(SQLText.identifier(Metadata.extractedAt))"
    guard !table.knowledge.isEmpty else {
      return "(SELECT -1::bigint AS _known, \(at) AS _at, \(version) AS _version, t.* "
        + "FROM \(relation) AS t) AS observed"
    }
    // Every observation of a row had what the key is made of, so the newest did; it is in each record.
    let identity = key.reduce(Int64(0)) { $0 | (table.knowledge[$1] ?? 0) }
    let bits = table.knowledge.sorted { $0.value < $1.value }
      .map { "(\(SQLText.literal($0.key)), \($0.value)::bigint)" }
    return """
      (SELECT t.\(SQLText.identifier(Metadata.known)) AS _known, \(at) AS _at, \(version) AS _version, t.*
      FROM \(relation) AS t
      UNION ALL
      SELECT o.known | (t.\(SQLText.identifier(Metadata.known)) & \(identity)), o.at, \(version), t.* FROM \(relation) AS t CROSS JOIN LATERAL (
        SELECT sum(f.bit)::bigint AS known, to_timestamp((s.value ->> 0)::double precision) AS at
        FROM jsonb_each(t.\(SQLText.identifier(Metadata.stamps))) AS s
        JOIN (VALUES \(bits.joined(separator: ", "))) AS f (name, bit) ON f.name = s.key
        GROUP BY s.value) AS o
      WHERE t.\(SQLText.identifier(Metadata.stamps)) IS NOT NULL) AS observed
      """
  }

  /// What the COPY selects before the columns.
  static let lead = ["_known", "_at", "_version"]
}

/// What stands in a copied line before the columns of an observation.
struct ObservationLead {
  /// The bits of the columns that it knew.
  let known: Int64
  /// When it was made; nil where nobody knows.
  let at: Timestamp?
  /// The generation of the table.
  let version: Int64?
  /// How many bytes it takes.
  let count: Int

  /// Reads what ``Observations/lead`` selects.
  init(_ line: ByteView) {
    var fields: [String] = []
    var start = 0
    for _ in Observations.lead {
      let end = line[start, line.count].firstIndex(of: UInt8(ascii: "\t")) ?? line.count - start
      fields.append(line[start, start + end].text)
      start = min(start + end + 1, line.count)
    }
    known = Int64(fields[0]) ?? -1
    at = fields[1].withView { Timestamp($0) }
    version = Int64(fields[2])
    count = start
  }
}
