internal import Wire

/// The settings of a JSON file, by name.
struct ConfigurationFile {
  let path: String
  private var members: [(key: String, texts: [String])] = []

  /// No settings.
  init() { path = "" }

  /// Reads an object whose members are strings, numbers, true or false, null, or arrays of those.
  ///
  /// A null counts as not given, and `-` in a key as `_`.
  ///
  /// - Throws: exit code 78 where the text is anything else.
  init(path: String, _ bytes: [UInt8]) throws(StageError) {
    self.path = path
    let value: JSONValue
    do {
      value = try bytes.withView { (view) throws(JSONFault) in try JSONValue(parsing: view) }
    } catch {
      throw StageError(.config, "\(path): not JSON: \(error.reason)")
    }
    guard let object = value.members else {
      throw StageError(.config, "\(path): not a JSON object, such as {\"log_level\": \"debug\"}")
    }
    for (key, value) in object {
      let name = OptionFacts.setting(of: key)
      guard !members.contains(where: { $0.key == name }) else {
        throw StageError(.config, "\(path): the setting \(Excerpt.quoted(key)) appears twice")
      }
      members.append((name, try texts(of: value, key)))
    }
  }

  /// The texts of a setting; nil where it isn't given.
  func texts(_ setting: String) -> [String]? {
    members.first { $0.key == setting && !$0.texts.isEmpty }?.texts
  }

  /// Checks that no other settings are given than those of this program and of its sisters.
  ///
  /// - Throws: exit code 78 with the nearest name.
  func check(known: [String], _ sisters: Set<String>) throws(StageError) {
    for (key, _) in members where !known.contains(key) && !sisters.contains(key) {
      let guess = NearestName.of(key, in: known).map { "; did you mean \($0)?" } ?? ""
      throw StageError(.config, "\(path): unknown setting \(Excerpt.quoted(key))\(guess)")
    }
  }

  private func texts(of value: JSONValue, _ key: String) throws(StageError) -> [String] {
    switch value {
    case .null: return []
    case .bool(let value): return [value ? "true" : "false"]
    case .number(let text), .string(let text): return [text]
    case .array(let items):
      var texts: [String] = []
      for item in items {
        if case .array = item { throw nested(key) }
        texts += try self.texts(of: item, key)
      }
      return texts
    case .object: throw nested(key)
    }
  }

  private func nested(_ key: String) -> StageError {
    StageError(
      .config,
      "\(path): the setting \(Excerpt.quoted(key)) must be a text, a number, true or false, or an "
        + "array of those"
    )
  }
}
