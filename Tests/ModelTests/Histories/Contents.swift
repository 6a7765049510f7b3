import TestSupport
import Testing

/// All rows of some marts and views of a schema.
struct Contents {
  /// The columns of each relation, in their order.
  let columns: [String: [String]]
  private var rows: [String: [String: [Row]]] = [:]

  /// The rows of a store.
  func rows(of relation: Relation, _ store: String) -> [Row] { rows[relation.name]?[store] ?? [] }

  init(of relations: [Relation], in schema: String, _ database: Database) throws {
    let names = relations.map { "'\($0.name)'" }.joined(separator: ", ")
    let lines = try database.rows(
      """
      select relname, attname, case format_type(atttypid, null)
          when 'numeric' then format('trim_scale(%I)', attname)
          when 'timestamp with time zone' then format('(extract(epoch from %I) * 1000000)::bigint', attname)
          when 'timestamp without time zone' then
            format('(extract(epoch from %I) * 1000000)::bigint', attname)
          when 'boolean' then format('%I::text', attname)
          when 'text[]' then format('array_to_string(%I, '','')', attname)
          else format('%I', attname) end
      from pg_attribute join pg_class as c on c.oid = attrelid
      where relnamespace = '\(schema)'::regnamespace and relname in (\(names)) and attnum > 0
        and not attisdropped
      order by relname, attnum
      """
    ).map { $0.split(separator: "|", maxSplits: 2).map(String.init) }
    var (columns, expressions): ([String: [String]], [String: [String]]) = ([:], [:])
    for line in lines {
      columns[line[0], default: []].append(line[1])
      expressions[line[0], default: []].append(line[2])
    }
    self.columns = columns
    let queries = expressions.map {
      "select '\($0)', \($1.joined(separator: ", ")) from \(schema).\($0);"
    }
    let stores = Dictionary(uniqueKeysWithValues: relations.map { ($0.name, $0.store) })
    for line in try database.rows(queries.joined(separator: "\n")) {
      let values = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      let names = columns[values[0]] ?? []
      try #require(values.count == names.count + 1, "\(line)")
      let cells = values.dropFirst().map { $0 == "NULL" ? nil : $0 }
      let row = Row(uniqueKeysWithValues: zip(names, cells))
      let store = stores[values[0]].flatMap { row[$0] ?? nil } ?? ""
      rows[values[0], default: [:]][store, default: []].append(row)
    }
  }

  /// Where rows or columns are not what the model of a store says.
  func differences(from shop: ShopModel) -> [String] {
    var differences: [String] = []
    for relation in Relation.all {
      let expected = relation.rows(shop)
      let columns = self.columns[relation.name] ?? []
      if let names = expected.first?.keys {
        let strangers = Set(names).symmetricDifference(columns)
        let unknown = relation.isWhole ? strangers : Set(names).subtracting(columns)
        if !unknown.isEmpty {
          differences.append("\(relation.name): \(unknown.sorted()) on one side")
        }
      }
      let names = columns.filter { expected.first?.keys.contains($0) ?? true }
      func line(_ row: Row) -> String {
        names.map { "\($0)=\((row[$0] ?? nil) ?? "NULL")" }.joined(separator: "|")
      }
      let theirs = rows(of: relation, shop.store).map(line).sorted()
      let ours = expected.map(line).sorted()
      if ours != theirs {
        differences.append("\(relation.name): \(Difference(model: ours, warehouse: theirs))")
      }
    }
    return differences
  }
}
