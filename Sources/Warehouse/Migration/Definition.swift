/// A function or a view of the warehouse, with its comments: one file of `Definitions/`.
///
/// The file has the name of its one object, written `@schema@.name` and begun with `create or
/// replace`. A change of the text replaces the object in every warehouse; a file that is removed
/// drops it. What a definition needs beneath it when it is created, it names with `@schema@.` as
/// well: that is how the order is known. The body of a PL/pgSQL function is only read when it
/// runs, and names without a schema in it ask for no order.
public struct Definition: Sendable {
  /// The name of the object, without the schema.
  public let name: String
  private let file: SQLFile

  /// Makes a definition of a file of that name.
  init(file name: String, _ bytes: [UInt8]) {
    self.name = name
    file = SQLFile(bytes)
  }

  /// A checksum of the text.
  public var checksum: String { file.checksum }

  /// The statements, for that schema.
  public func sql(schema: String) -> String { file.sql(schema: schema) }

  /// The names that follow `@schema@.` in the text, but for its own.
  private var mentioned: Set<String> {
    let names = file.parts.dropFirst().compactMap { part -> String? in
      guard part.first == "." else { return nil }
      return String(part.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
    return Set(names).subtracting([name])
  }

  /// Definitions in an order in which each comes after those that it names.
  ///
  /// Those that need nothing of each other stay in the order of their names. Two that name each
  /// other are a mistake in their files.
  public static func inOrder(_ definitions: [Definition]) -> [Definition] {
    var left = definitions.sorted { $0.name < $1.name }.map { ($0, $0.mentioned) }
    var ordered: [Definition] = []
    while !left.isEmpty {
      let waiting = Set(left.map(\.0.name))
      let ready = left.filter { $0.1.isDisjoint(with: waiting) }.map(\.0)
      precondition(!ready.isEmpty, "definitions in a circle: \(waiting.sorted())")
      ordered += ready
      left.removeAll { one in ready.contains { $0.name == one.0.name } }
    }
    return ordered
  }
}
