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

  /// The value of the STATE message of a run: the stream, the profile, each file, and what the
  /// files cover.
  static func state(
    stream: String,
    profile: String,
    _ files: [FileBookmark],
    _ coverage: [Coverage]
  ) -> JSONValue {
    .object([
      (
        "bookmarks",
        .object([
          (
            stream,
            .object([
              ("profile", .string(profile)), ("files", .array(files.map(\.json))),
              ("covers", .array(coverage.map(\.json))),
            ])
          )
        ])
      )
    ])
  }
}
