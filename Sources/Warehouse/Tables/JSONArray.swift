import StageKit
import Wire

/// Lists of names as JSON, the form in which they travel to PostgreSQL and back.
enum JSONArray {
  static func text(_ names: [String]) -> String {
    JSONValue.array(names.map { .string($0) }).text
  }

  static func strings(_ text: String) throws -> [String] {
    guard let items = try? JSONValue(parsing: text).array else {
      throw StageError(.software, "PostgreSQL returned a list that is no JSON")
    }
    return items.compactMap(\.string)
  }
}
