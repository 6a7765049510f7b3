/// Quoting for SQL text: the only way a name or a value of the outside gets into a statement
/// that takes no parameters.
public enum SQLText {
  /// A name as a quoted identifier: `say "hi"` becomes `"say ""hi"""`.
  public static func identifier(_ name: String) -> String { "\"" + doubled(name, "\"") + "\"" }

  /// A qualified name: `"schema"."table"`.
  public static func identifier(_ schema: String, _ name: String) -> String {
    identifier(schema) + "." + identifier(name)
  }

  /// A text as a literal under `standard_conforming_strings`, which every connection sets.
  public static func literal(_ text: String) -> String { "'" + doubled(text, "'") + "'" }

  /// Names as a comma-separated list of quoted identifiers.
  public static func list(_ names: [String], prefix: String = "") -> String {
    names.map { prefix + identifier($0) }.joined(separator: ", ")
  }

  private static func doubled(_ text: String, _ quote: Character) -> String {
    var result = ""
    for character in text.unicodeScalars {
      if character == quote.unicodeScalars.first { result.unicodeScalars.append(character) }
      result.unicodeScalars.append(character)
    }
    return result
  }
}
