public import StageKit
import Wire

/// The policies of all stores, or of some, as a JSON document:
/// `{"default": {…}, "stores": {"uk": {…}}, "order_kind_rules": […]}`.
///
/// `default` is the policy of every store that `stores` does not name. A setting that a policy lacks
/// is that of the default policy, and where that lacks it too, the setting's own default.
public struct PolicyDocument: Sendable {
  /// The policy of every store that has none of its own; nil where the document does not say.
  public var common: StorePolicy?
  /// The policies of stores with one of their own.
  public var stores: [String: StorePolicy]
  /// Which orders a subscription charged by itself; nil where the document does not say.
  public var orderKindRules: [OrderKindRule]?

  /// Makes a document.
  public init(
    common: StorePolicy? = StorePolicy(),
    stores: [String: StorePolicy] = [:],
    orderKindRules: [OrderKindRule]? = OrderKindRule.initial
  ) {
    self.common = common
    self.stores = stores
    self.orderKindRules = orderKindRules
  }
}

extension PolicyDocument {
  private static let names = ["default", "stores", "order_kind_rules"]

  /// Reads a file.
  ///
  /// - Throws: ``StageError`` with ``ExitCode/noInput`` where it cannot be read, and with
  ///   ``ExitCode/config`` where it is no policy document, naming the member.
  public init(file path: String) throws(StageError) {
    let bytes = try Environment.process.contents(of: path)
    do {
      try self.init(bytes)
    } catch {
      throw StageError(.config, "\(path): \(error.reason)")
    }
  }

  /// Reads a document.
  ///
  /// - Throws: ``InvalidValue`` that begins with the member that is wrong.
  public init(_ bytes: [UInt8]) throws(InvalidValue) {
    let document: JSONValue
    do {
      document = try bytes.withView { (view) throws(JSONFault) in try JSONValue(parsing: view) }
    } catch {
      throw InvalidValue("not JSON: \(error.reason)")
    }
    let members = try Self.members(document, "", Self.names)
    var common: StorePolicy?
    if let value = members["default"] {
      common = try Self.policy(value, "default", StorePolicy())
    }
    var stores: [String: StorePolicy] = [:]
    if let value = members["stores"] {
      for (store, value) in try Self.members(value, "stores", nil) {
        guard !store.isEmpty, store != "*" else {
          throw InvalidValue("stores: \(Excerpt.quoted(store)) is not the name of a store")
        }
        stores[store] = try Self.policy(value, "stores.\(store)", common ?? StorePolicy())
      }
    }
    var rules: [OrderKindRule]?
    if let value = members["order_kind_rules"] {
      do {
        rules = try OrderKindRule.list(value)
      } catch {
        throw InvalidValue("order_kind_rules: \(error.reason)")
      }
    }
    self.init(common: common, stores: stores, orderKindRules: rules)
  }

  private static func policy(
    _ value: JSONValue,
    _ place: String,
    _ base: StorePolicy
  ) throws(InvalidValue) -> StorePolicy {
    var policy = base
    for (name, value) in try members(value, place, Setting.all.map(\.name)) {
      do {
        try Setting.named(name)?.set(&policy, to: value)
      } catch {
        throw InvalidValue("\(place).\(name): \(error.reason)")
      }
    }
    return policy
  }

  /// The members of an object, each of which must have one of the names, where they are given.
  private static func members(
    _ value: JSONValue,
    _ place: String,
    _ names: [String]?
  ) throws(InvalidValue) -> [String: JSONValue] {
    let prefix = place.isEmpty ? "" : "\(place): "
    guard let members = value.members else { throw InvalidValue("\(prefix)is not a JSON object") }
    var found: [String: JSONValue] = [:]
    for (name, value) in members {
      if let names, !names.contains(name) {
        let guess = NearestName.of(name, in: names).map { "; did you mean \($0)?" }
        throw InvalidValue(
          "\(prefix)\(Excerpt.quoted(name)) is not known"
            + (guess ?? ", only \(names.joined(separator: ", "))")
        )
      }
      guard found.updateValue(value, forKey: name) == nil else {
        throw InvalidValue("\(prefix)\(Excerpt.quoted(name)) stands twice")
      }
    }
    return found
  }

  /// The document as text for people and programs, with every setting of every policy.
  public var text: String {
    var members: [(key: String, value: JSONValue)] = []
    if let common { members.append(("default", Self.json(common))) }
    let entries = stores.sorted { $0.key < $1.key }.map { ($0.key, Self.json($0.value)) }
    members.append(("stores", .object(entries)))
    if let orderKindRules {
      members.append(("order_kind_rules", .array(orderKindRules.map(\.json))))
    }
    return JSONValue.object(members).indented() + "\n"
  }

  private static func json(_ policy: StorePolicy) -> JSONValue {
    .object(Setting.all.map { ($0.name, $0.json(policy)) })
  }
}

extension PolicyDocument {
  /// What of it concerns one store: the policy that holds there, its own or the default one; all of
  /// it for nil, and the default policy for `*`.
  public func narrowed(to store: String?) -> PolicyDocument {
    guard let store else { return self }
    if store == "*" { return PolicyDocument(common: common, orderKindRules: orderKindRules) }
    let policy = stores[store] ?? common ?? StorePolicy()
    return PolicyDocument(common: nil, stores: [store: policy], orderKindRules: orderKindRules)
  }
}
