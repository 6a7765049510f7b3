import Policy
import StageKit
import Wire

/// The tables `settings` and `order_kind_rules`, read and written as a policy document.
///
/// To be used within a transaction that holds the lock of the marts, where it writes.
struct PolicyTable {
  let schema: String
  /// How an error ends the run: as wrong use, or as a wrong file.
  var invalid = ExitCode.usage

  /// The row of every store without one of its own.
  static let commonRow = "*"

  private var settings: String { SQLText.identifier(schema, "settings") }
  private var rules: String { SQLText.identifier(schema, "order_kind_rules") }

  /// All policies and rules.
  func read(_ connection: inout Connection) throws -> PolicyDocument {
    var document = PolicyDocument(common: nil)
    let members = Setting.all.map { "'\($0.name)', \($0.selected)" }.joined(separator: ", ")
    let rows = try connection.query(
      "SELECT store_id, jsonb_build_object(\(members)) FROM \(settings) ORDER BY store_id"
    )
    for row in 0..<rows.count {
      let store = rows.text(row, 0) ?? ""
      let policy = try policy(rows.text(row, 1) ?? "", of: store)
      if store == Self.commonRow {
        document.common = policy
      } else {
        document.stores[store] = policy
      }
    }
    document.orderKindRules = try readRules(&connection)
    return document
  }

  private func policy(_ text: String, of store: String) throws -> StorePolicy {
    let values = try JSONValue(parsing: text)
    var policy = StorePolicy()
    for setting in Setting.all {
      do {
        try setting.set(&policy, to: values[setting.name] ?? .null)
      } catch {
        throw StageError(
          .config,
          "\(schema).settings, store_id \(store): \(setting.name): \(error.reason)"
        )
      }
    }
    return policy
  }

  private func readRules(_ connection: inout Connection) throws -> [OrderKindRule] {
    let rows = try connection.query(
      "SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY field, pattern), '[]') FROM \(rules) AS r"
    )
    do {
      return try OrderKindRule.list(JSONValue(parsing: rows.text(0, 0) ?? "[]"))
    } catch let error as InvalidValue {
      throw StageError(.config, "\(schema).order_kind_rules: \(error.reason)")
    }
  }

  /// Brings the tables to what a document says; what it does not name stays as it is.
  ///
  /// A document with a default policy is that of all stores: one that it lacks loses its own.
  ///
  /// - Returns: what changed.
  func write(
    _ document: PolicyDocument,
    _ connection: inout Connection
  ) throws -> [PolicyChange] {
    let held = try read(&connection)
    var changes: [PolicyChange] = []
    if let common = document.common {
      changes += try update(nil, held.common ?? StorePolicy(), common, &connection)
      for store in held.stores.keys.sorted() where document.stores[store] == nil {
        _ = try connection.query("DELETE FROM \(settings) WHERE store_id = $1", [store])
        changes.append(.kind(of: store, from: "its own", to: "the default"))
      }
    }
    let common = document.common ?? held.common ?? StorePolicy()
    for (store, policy) in document.stores.sorted(by: { $0.key < $1.key }) {
      if held.stores[store] == nil {
        try insert(store, &connection)
        changes.append(.kind(of: store, from: "the default", to: "its own"))
      }
      changes += try update(store, held.stores[store] ?? common, policy, &connection)
    }
    if let rules = document.orderKindRules {
      changes += try updateRules(held.orderKindRules ?? [], rules, &connection)
    }
    return changes
  }

  private func insert(_ store: String, _ connection: inout Connection) throws {
    let names = Setting.all.map(\.name).joined(separator: ", ")
    _ = try connection.query(
      "INSERT INTO \(settings) (store_id, \(names)) SELECT $1, \(names) FROM \(settings) "
        + "WHERE store_id = '\(Self.commonRow)'",
      [store]
    )
  }

  private func update(
    _ store: String?,
    _ held: StorePolicy,
    _ wanted: StorePolicy,
    _ connection: inout Connection
  ) throws -> [PolicyChange] {
    let changed = Setting.all.filter { $0.json(held) != $0.json(wanted) }
    guard !changed.isEmpty else { return [] }
    if held.reportingTimezone != wanted.reportingTimezone {
      try check(wanted.reportingTimezone, of: store, &connection)
    }
    let assignments = changed.enumerated().map { place, setting in
      "\(setting.name) = \(setting.assigned("$\(place + 2)"))"
    }
    _ = try connection.query(
      "UPDATE \(settings) SET \(assignments.joined(separator: ", ")) WHERE store_id = $1",
      [store ?? Self.commonRow] + changed.map { $0.parameter(wanted) }
    )
    return changed.map { setting in
      let (old, new) = (setting.text(held), setting.text(wanted))
      return PolicyChange(store: store, setting: setting.name, old: old, new: new)
    }
  }

  /// Refuses a timezone that the server does not know.
  private func check(
    _ zone: TimezoneName,
    of store: String?,
    _ connection: inout Connection
  ) throws {
    let found = try connection.query("SELECT name FROM pg_timezone_names ORDER BY name")
    let names = (0..<found.count).compactMap { found.text($0, 0) }
    guard !names.contains(zone.text) else { return }
    let guess = NearestName.of(zone.text, in: names).map { "; did you mean \($0)?" } ?? ""
    let place = store.map { "store \($0): " } ?? ""
    throw StageError(
      invalid,
      "\(place)reporting_timezone: the server knows no timezone \(Excerpt.quoted(zone.text))"
        + "\(guess); it takes an IANA name, such as America/New_York"
    )
  }

  private func updateRules(
    _ held: [OrderKindRule],
    _ wanted: [OrderKindRule],
    _ connection: inout Connection
  ) throws -> [PolicyChange] {
    let removed = held.filter { rule in
      !wanted.contains { $0.field == rule.field && $0.pattern == rule.pattern }
    }
    for rule in removed {
      _ = try connection.query(
        "DELETE FROM \(rules) WHERE field = $1 AND pattern = $2",
        [rule.field.rawValue, rule.pattern]
      )
    }
    let added = wanted.filter { !held.contains($0) }
    for rule in added {
      _ = try connection.query(
        "INSERT INTO \(rules) (field, pattern, order_kind) VALUES ($1, $2, $3) "
          + "ON CONFLICT (field, pattern) DO UPDATE SET order_kind = excluded.order_kind",
        [rule.field.rawValue, rule.pattern, rule.kind.rawValue]
      )
    }
    guard !removed.isEmpty || !added.isEmpty else { return [] }
    let (old, new) = (JSONValue.array(held.map(\.json)), JSONValue.array(wanted.map(\.json)))
    return [PolicyChange(store: nil, setting: "order_kind_rules", old: old.text, new: new.text)]
  }
}
