import StageKit
import Wire

/// What tells whether a file is still the one that an earlier run has read.
struct FileIdentity: Equatable {
  let bytes: Int
  let changed: Timestamp

  /// Looks at a file; nil for a pipe, which is another one each time.
  ///
  /// - Throws: exit code 66 where there is no such file, or it may not be read.
  init?(_ path: String) throws {
    guard path != "-", let file = try InputFile.regularFile(path) else { return nil }
    (bytes, changed) = (file.bytes, file.modified)
  }

  /// Reads it from what a state says of a file; nil where that says nothing of it.
  init?(_ entry: JSONValue) {
    guard let bytes = entry["bytes"]?.integer, let text = entry["changed"]?.string,
      let changed = text.withView({ Timestamp($0) })
    else { return nil }
    (self.bytes, self.changed) = (bytes, changed)
  }

  /// The members that a state says of a file.
  var members: [(key: String, value: JSONValue)] {
    [("bytes", .number(String(bytes))), ("changed", .string(changed.text))]
  }
}
