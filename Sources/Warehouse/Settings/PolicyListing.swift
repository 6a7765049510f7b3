import Policy
import StageKit
import Wire

/// Every setting with its value, its default and since when it has that value: what `settings show`
/// prints.
struct PolicyListing {
  private let document: PolicyDocument
  /// The time of the last change, by store and setting; none for what was never changed.
  private let times: [[String]: String]
  /// The stores that have a policy of their own.
  private let ownStores: Set<String>
  private static let rules = "order_kind_rules"

  /// Reads the policies, of all stores or of one.
  init(schema: String, store: String?, _ connection: inout Connection) throws {
    let all = try PolicyTable(schema: schema).read(&connection)
    ownStores = Set(all.stores.keys)
    document = all.narrowed(to: store)
    times = try Self.times(schema, &connection)
  }

  /// A policy of a store's own began as a copy of the default one, whose times it then has.
  private static func times(
    _ schema: String,
    _ connection: inout Connection
  ) throws -> [[String]: String] {
    let settings = SQLText.identifier(schema, "settings")
    let log = SQLText.identifier(schema, "settings_log")
    let rows = try connection.query(
      """
      WITH own AS (SELECT store_id, max(changed_at) AS since FROM \(log)
        WHERE setting = 'store_id' AND new_value IS NOT NULL GROUP BY store_id)
      SELECT s.store_id, l.setting,
        to_char(max(l.changed_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      FROM \(settings) AS s LEFT JOIN own USING (store_id)
      JOIN \(log) AS l ON l.store_id = s.store_id AND l.changed_at >= coalesce(own.since, '-infinity')
        OR s.store_id <> '*' AND l.store_id = '*' AND l.changed_at <= own.since
      GROUP BY 1, 2
      """
    )
    var times: [[String]: String] = [:]
    for row in 0..<rows.count {
      times[[rows.text(row, 0) ?? "", rows.text(row, 1) ?? ""]] = rows.text(row, 2)
    }
    return times
  }

  private func since(_ store: String, _ setting: String) -> String? {
    times[[ownStores.contains(store) ? store : PolicyTable.commonRow, setting]]
  }

  /// The policies with the row of settings that each is from: the default one first.
  private var policies: [(store: String, policy: StorePolicy)] {
    (document.common.map { [(PolicyTable.commonRow, $0)] } ?? [])
      + document.stores.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The listing as JSON, by setting.
  var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = []
    var stores: [(key: String, value: JSONValue)] = []
    for (store, policy) in policies {
      let defaults = StorePolicy()
      let entries = Setting.all.map { setting in
        let time = since(store, setting.name)
        return (setting.name, entry(setting.json(policy), setting.json(defaults), time))
      }
      if store == PolicyTable.commonRow {
        members.append(("default", .object(entries)))
      } else {
        stores.append((store, .object(entries)))
      }
    }
    members.append(("stores", .object(stores)))
    if let rules = document.orderKindRules {
      let initial = JSONValue.array(OrderKindRule.initial.map(\.json))
      let time = since(PolicyTable.commonRow, Self.rules)
      members.append((Self.rules, entry(.array(rules.map(\.json)), initial, time)))
    }
    return .object(members)
  }

  private func entry(_ value: JSONValue, _ initial: JSONValue, _ time: String?) -> JSONValue {
    .object([
      ("value", value), ("default", initial), ("since", time.map { .string($0) } ?? .null),
    ])
  }

  /// The listing as tables, one of each policy.
  var text: String {
    var parts: [String] = []
    for (store, policy) in policies {
      let defaults = StorePolicy()
      let head = [["setting", "value", "default", "since"]]
      let rows = Setting.all.map { setting in
        [
          setting.name, setting.text(policy), setting.text(defaults),
          since(store, setting.name) ?? "-",
        ]
      }
      parts.append(title(store) + "\n" + Self.table(head + rows))
    }
    if let rules = document.orderKindRules {
      let rows = rules.map { rule in
        let isInitial = OrderKindRule.initial.contains(rule)
        return [rule.field.rawValue, rule.pattern, rule.kind.rawValue, isInitial ? "yes" : "no"]
      }
      let time = since(PolicyTable.commonRow, Self.rules).map { ", since \($0)" } ?? ""
      parts.append(
        "Order kinds, of all stores\(time)\n"
          + Self.table([["field", "pattern", "order_kind", "default"]] + rows)
      )
    }
    return parts.joined(separator: "\n")
  }

  private func title(_ store: String) -> String {
    if store == PolicyTable.commonRow { return "Default policy, of every store without its own" }
    return "Store \(store)" + (ownStores.contains(store) ? "" : ", which has the default policy")
  }

  private static func table(_ rows: [[String]]) -> String {
    let columns = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, columns).map { text, width in
        text + String(repeating: " ", count: width - text.count)
      }
      let line = "  " + cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n") + "\n"
  }
}
