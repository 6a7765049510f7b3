public import StageKit
import Wire

/// What `NAME=VALUE` on a command line changes.
public struct SettingAssignments: Sendable {
  /// The settings of a store.
  private var settings: [(setting: Setting, text: String)] = []
  /// The rules of all stores; nil where they stay.
  public private(set) var orderKindRules: [OrderKindRule]?

  /// The name of the rules, which hold for all stores.
  private static let rules = "order_kind_rules"

  /// Reads texts of the form `NAME=VALUE`.
  ///
  /// - Throws: ``StageError`` with ``ExitCode/usage`` that names the nearest setting or the
  ///   permitted values.
  public init(_ texts: [String]) throws(StageError) {
    var scratch = StorePolicy()
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw StageError(.usage, "\(Excerpt.quoted(text)) is not NAME=VALUE")
      }
      let (name, value) = (String(parts[0]), String(parts[1]))
      do throws(InvalidValue) {
        if name == Self.rules {
          guard let json = try? JSONValue(parsing: value) else { throw InvalidValue("is no JSON") }
          orderKindRules = try OrderKindRule.list(json)
          continue
        }
        guard let setting = Setting.named(name) else { throw Self.unknown(name) }
        try setting.set(&scratch, to: value)
        settings.append((setting, value))
      } catch {
        throw StageError(.usage, "\(name): \(error.reason)")
      }
    }
  }

  private static func unknown(_ name: String) -> InvalidValue {
    let names = Setting.all.map(\.name) + [rules]
    let guess = NearestName.of(name, in: names).map { "; did you mean \($0)?" }
    return InvalidValue("is no setting\(guess ?? ", only \(names.joined(separator: ", "))")")
  }

  /// The policy with the changes.
  public func applied(to policy: StorePolicy) -> StorePolicy {
    var changed = policy
    // Every text was read before, and a setting does not look at the others.
    for (setting, text) in settings { try? setting.set(&changed, to: text) }
    return changed
  }
}
