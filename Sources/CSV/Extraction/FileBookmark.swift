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

  var json: JSONValue {
    .object([
      ("file", .string(file)),
      ("modified", modified.map { .string($0) } ?? .null),
      ("read", .number(String(read))),
      ("written", .number(String(written))),
      ("rejected", .number(String(rejected))),
      ("skipped", .number(String(skipped))),
    ])
  }
}

/// What the closing STATE says of a run: by stream the profile, each file, and what the files cover.
struct ExtractionState {
  private struct Bookmark {
    let stream: String
    var profiles: [String]
    var files: [FileBookmark] = []
    var coverage: [Coverage] = []
  }

  private var bookmarks: [Bookmark] = []

  /// Adds what came of a file.
  mutating func add(_ file: FileBookmark, of profile: Profile, _ coverage: [Coverage]) {
    let place = place(of: profile)
    if !bookmarks[place].profiles.contains(profile.name) {
      bookmarks[place].profiles.append(profile.name)
    }
    bookmarks[place].files.append(file)
    bookmarks[place].coverage += coverage
  }

  private mutating func place(of profile: Profile) -> Int {
    let stream = profile.stream.name
    if let found = bookmarks.firstIndex(where: { $0.stream == stream }) { return found }
    bookmarks.append(Bookmark(stream: stream, profiles: [profile.name]))
    return bookmarks.count - 1
  }

  /// The value of the STATE message; a run of one profile has its stream in it, also without a file.
  func value(of profiles: [Profile]) -> JSONValue {
    var all = self
    if profiles.count == 1 { _ = all.place(of: profiles[0]) }
    let members = all.bookmarks.map { bookmark in
      let value = JSONValue.object([
        ("profile", .string(bookmark.profiles.joined(separator: ", "))),
        ("files", .array(bookmark.files.map(\.json))),
        ("covers", .array(bookmark.coverage.map(\.json))),
      ])
      return (key: bookmark.stream, value: value)
    }
    return .object([("bookmarks", .object(members))])
  }
}
