import StageKit
import Wire

/// A value of a setting that is a table: entries that are written `KEY=VALUE`.
protocol PairTable: Sendable {
  associatedtype Entry: OptionValue
  /// The entries, sorted by key; each key once.
  var list: [Entry] { get }
  init(_ entries: [Entry])
}

extension DefaultCurrencies: PairTable {}
extension CodePrefixes: PairTable {}

extension Setting {
  private static let currenciesValues =
    "a list of currencies by platform, such as postscript=USD,shopify=USD, or none"
  private static let prefixesValues =
    "a list of platforms by prefix of discount codes, such as TXT=postscript,MAIL=email, or none"

  static func currencies(_ name: String, _ path: PolicyPath<DefaultCurrencies>) -> Setting {
    pairs(name, path, currenciesValues)
  }

  static func prefixes(_ name: String, _ path: PolicyPath<CodePrefixes>) -> Setting {
    pairs(name, path, prefixesValues)
  }

  /// A table, which a document has as an object and the command line as `KEY=VALUE,…`.
  private static func pairs<Table: PairTable>(
    _ name: String,
    _ path: PolicyPath<Table>,
    _ permitted: String
  ) -> Setting {
    Setting(
      name: name,
      permitted: permitted,
      column: .plain("jsonb"),
      json: { policy in
        .object(
          policy[keyPath: path].list.compactMap(\.optionText).map { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            return (parts[0], .string(parts[1]))
          }
        )
      },
      text: { policy in
        let items = policy[keyPath: path].list.compactMap(\.optionText)
        return items.isEmpty ? "none" : items.joined(separator: ",")
      },
      readJSON: { (policy, value) throws(InvalidValue) in
        guard let members = value.members else { throw wrong(permitted) }
        var entries: [Table.Entry] = []
        for (key, value) in members {
          entries.append(try Table.Entry(optionText: "\(key)=\(value.string ?? "")"))
        }
        policy[keyPath: path] = Table(entries)
      },
      readText: { (policy, text) throws(InvalidValue) in
        var entries: [Table.Entry] = []
        if text != "none" {
          for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            entries.append(try Table.Entry(optionText: String(part).trimmed))
          }
        }
        policy[keyPath: path] = Table(entries)
      }
    )
  }
}
