import Wire

/// How far each file of a spool has been extracted, in bytes: the part of a STATE that belongs to
/// `postscript_webhook_events`.
struct SpoolBookmark: Sendable {
  private(set) var offsets: [(key: String, value: Int)] = []

  /// Finds it in the value of a STATE; nothing where there is none.
  init(in state: JSONValue) {
    let value = state["type"]?.string == "STATE" ? state["value"] : state
    let files = value?["bookmarks"]?["postscript_webhook_events"]?["files"]?.members ?? []
    offsets = files.compactMap { file in file.value.integer.map { (file.key, max($0, 0)) } }
  }

  /// How many bytes of a file are extracted.
  subscript(_ name: String) -> Int { offsets.first { $0.key == name }?.value ?? 0 }

  /// Takes notice that a file is extracted up to an offset.
  mutating func set(_ name: String, to offset: Int) {
    offsets.removeAll { $0.key == name }
    offsets.append((name, offset))
  }

  /// Forgets a file.
  mutating func forget(_ name: String) { offsets.removeAll { $0.key == name } }

  /// A state with this bookmark in it, and everything else as it was.
  func placed(in state: JSONValue) -> JSONValue {
    let value = state["type"]?.string == "STATE" ? state["value"] ?? .object([]) : state
    let files = offsets.sorted { $0.key < $1.key }.map {
      (key: $0.key, value: JSONValue.number("\($0.value)"))
    }
    let bookmarks = (value["bookmarks"] ?? .object([]))
      .setting("postscript_webhook_events", .object([("files", .object(files))]))
    return value.setting("bookmarks", bookmarks)
  }
}
