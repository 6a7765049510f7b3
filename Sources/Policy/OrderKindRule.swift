public import StageKit
public import Wire

/// Which orders a subscription charged by itself, where the source of an order does not say so: one
/// rule, by a tag or by the sales channel.
///
/// A tag counts before the sales channel, a renewal before another kind.
public struct OrderKindRule: Sendable, Equatable {
  /// What of an order a rule looks at.
  public enum MatchedField: String, OptionValue, CaseIterable {
    /// The sales channel, Shopify's Source.
    case source = "source_name"
    /// Any one of the order's tags.
    case tag
  }

  /// What kind of order a rule tells.
  public enum Kind: String, OptionValue, CaseIterable {
    /// An order without a subscription.
    case oneTime = "one_time"
    /// The order by which somebody subscribed.
    case first = "subscription_first"
    /// An order by which a subscription charged itself.
    case renewal = "subscription_renewal"

    /// Whether a subscription charged itself, so that no message can have brought the order.
    public var isRenewal: Bool {
      switch self {
      case .oneTime, .first: false
      case .renewal: true
      }
    }
  }

  /// What the rule looks at.
  public let field: MatchedField
  /// A pattern of SQL's LIKE, in lower case: `%` for any text, `_` for any character.
  public let pattern: String
  /// The kind of order that it stands for.
  public let kind: Kind

  /// The rules that a warehouse begins with: Shopify's own subscriptions, and Recharge's tags.
  public static let initial = [
    OrderKindRule(field: .source, pattern: "subscription_contract%", kind: .renewal),
    OrderKindRule(field: .tag, pattern: "subscription first order", kind: .first),
    OrderKindRule(field: .tag, pattern: "subscription recurring order", kind: .renewal),
  ]

  /// Makes a rule.
  public init(field: MatchedField, pattern: String, kind: Kind) {
    self.field = field
    self.pattern = pattern
    self.kind = kind
  }
}

extension OrderKindRule {
  private static let names = ["field", "pattern", "order_kind"]

  /// Reads the rules of a document: an array of objects.
  ///
  /// - Throws: ``InvalidValue`` that says which one is wrong.
  public static func list(_ json: JSONValue) throws(InvalidValue) -> [OrderKindRule] {
    guard let entries = json.array else {
      throw InvalidValue(
        "is not an array of objects with \(names.joined(separator: ", ")), such as "
          + JSONValue.array([initial[0].json]).text
      )
    }
    var rules: [OrderKindRule] = []
    for (place, entry) in entries.enumerated() {
      do throws(InvalidValue) {
        let rule = try OrderKindRule(entry)
        let isThere = rules.contains { $0.field == rule.field && $0.pattern == rule.pattern }
        guard !isThere else { throw InvalidValue("has the pattern of an earlier rule") }
        rules.append(rule)
      } catch {
        throw InvalidValue("[\(place)] \(error.reason)")
      }
    }
    return rules
  }

  private init(_ json: JSONValue) throws(InvalidValue) {
    guard let members = json.members else { throw InvalidValue("is not an object") }
    for (name, _) in members where !Self.names.contains(name) {
      throw InvalidValue(
        "has a member \(Excerpt.quoted(name)), none of "
          + Self.names.joined(separator: ", ")
      )
    }
    let field: MatchedField = try Self.member("field", json)
    let pattern: String = try Self.member("pattern", json)
    let kind: Kind = try Self.member("order_kind", json)
    guard !pattern.isEmpty, pattern == pattern.lowercased() else {
      throw InvalidValue("has the pattern \(Excerpt.quoted(pattern)), which is not in lower case")
    }
    let escapes = pattern.reversed().prefix { $0 == "\\" }.count
    guard escapes % 2 == 0 else {
      throw InvalidValue("has the pattern \(Excerpt.quoted(pattern)), which ends with an escape")
    }
    self.init(field: field, pattern: pattern, kind: kind)
  }

  private static func member<Value: OptionValue>(
    _ name: String,
    _ json: JSONValue
  ) throws(InvalidValue) -> Value {
    guard let text = json[name]?.string else { throw InvalidValue("has no text as its \(name)") }
    do {
      return try Value(optionText: text)
    } catch {
      throw InvalidValue("has the \(name) \(Excerpt.quoted(text)), which \(error.reason)")
    }
  }

  /// The rule as an object of a document.
  public var json: JSONValue {
    .object([
      ("field", .string(field.rawValue)), ("pattern", .string(pattern)),
      ("order_kind", .string(kind.rawValue)),
    ])
  }
}
