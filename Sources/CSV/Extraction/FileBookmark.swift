import StageKit
import Wire

/// What the closing STATE says of one file: what it was and what came of it.
struct FileBookmark {
  let file: String
  var modified: String?
  var read = 0
  var written = 0
  var rejected = 0
  var skipped = 0
  /// What tells the next run whether the file has changed; nil where it is to be read again anyway.
  var identity: FileIdentity?

  /// Begins with nothing read of a file.
  init(of file: SourceFile) {
    self.file = file.name
    modified = file.timeExtracted?.text
    identity = file.identity
  }

  var json: JSONValue {
    .object(
      [
        ("file", .string(file)),
        ("modified", modified.map { .string($0) } ?? .null),
        ("read", .number(String(read))),
        ("written", .number(String(written))),
        ("rejected", .number(String(rejected))),
        ("skipped", .number(String(skipped))),
      ] + (identity?.members ?? [])
    )
  }
}

/// What the closing STATE says of a run: by stream the profile, each file, and what the files cover.
struct ExtractionState {
  private struct Bookmark {
    let stream: String
    var profiles: [String]
    var files: [FileBookmark] = []
    var coverage: [FileCoverage] = []
  }

  private var bookmarks: [Bookmark] = []

  /// Adds what came of a file.
  mutating func add(_ file: FileBookmark, of profile: Profile, _ coverage: FileCoverage) {
    let place = place(of: profile)
    if !bookmarks[place].profiles.contains(profile.name) {
      bookmarks[place].profiles.append(profile.name)
    }
    bookmarks[place].files.append(file)
    bookmarks[place].coverage.append(coverage)
  }

  /// Finds files that are parts of one export; to be called once, after the last file.
  ///
  /// - Returns: warnings of them.
  mutating func markParts() -> [String] {
    var warnings: [String] = []
    for place in bookmarks.indices { warnings += ApartExports.mark(&bookmarks[place].coverage) }
    return warnings
  }

  private mutating func place(of profile: Profile) -> Int {
    let stream = profile.stream.name
    if let found = bookmarks.firstIndex(where: { $0.stream == stream }) { return found }
    bookmarks.append(Bookmark(stream: stream, profiles: [profile.name]))
    return bookmarks.count - 1
  }

  /// The value of the STATE message; a run of one profile has its stream in it, also without a file.
  ///
  /// Of files that an earlier run has read it says what that said of them, but for what they cover:
  /// that was said together with their records.
  func value(of profiles: [Profile], after earlier: FilesRead) -> JSONValue {
    var all = self
    if profiles.count == 1 { _ = all.place(of: profiles[0]) }
    for profile in profiles where earlier.names.contains(profile.stream.name) {
      _ = all.place(of: profile)
    }
    var value = earlier.state["bookmarks"] ?? .object([])
    for bookmark in all.bookmarks {
      let kept = earlier.kept(of: bookmark.stream, butNot: bookmark.files.map(\.file))
      value = value.setting(
        bookmark.stream,
        .object([
          ("profile", .string(bookmark.profiles.joined(separator: ", "))),
          ("files", .array(kept + bookmark.files.map(\.json))),
          ("covers", .array(bookmark.coverage.flatMap(\.coverage).map(\.json))),
        ])
      )
    }
    return earlier.state.setting("bookmarks", value)
  }
}
