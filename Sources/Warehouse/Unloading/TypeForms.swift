/// Looks up how the values of PostgreSQL's types become JSON; asks the catalog once for each.
struct TypeForms {
  private var known: [UInt32: ValueForm] = [:]

  /// The form of a type, by its number.
  mutating func form(
    ofType number: UInt32,
    _ connection: inout Connection
  ) throws -> ValueForm {
    if let form = known[number] { return form }
    let form = try find(number, &connection)
    known[number] = form
    return form
  }

  private mutating func find(
    _ number: UInt32,
    _ connection: inout Connection
  ) throws -> ValueForm {
    let row = try connection.query(
      """
      SELECT t.typtype, t.typname, t.typnamespace = 'pg_catalog'::regnamespace,
        t.typbasetype::int8, e.oid::int8, ascii(e.typdelim)
      FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid
      WHERE t.oid = $1::int8::oid
      """,
      [String(number)]
    )
    guard row.count == 1 else { return .text }
    if row.text(0, 0) == "d", let base = row.integer(0, 3) {
      return try form(ofType: UInt32(truncatingIfNeeded: base), &connection)
    }
    if let number = row.integer(0, 4) {
      let element = try form(ofType: UInt32(truncatingIfNeeded: number), &connection)
      // Rows within an array are for the server to take apart, too.
      if element == .composite { return .array(.composite, delimiter: 0) }
      let delimiter = UInt8(truncatingIfNeeded: row.integer(0, 5) ?? 0x2C)
      return .array(element, delimiter: delimiter)
    }
    if row.text(0, 0) == "c" || row.text(0, 1) == "record" { return .composite }
    return row.boolean(0, 2) ? ValueForm(named: row.text(0, 1) ?? "") : .text
  }
}
