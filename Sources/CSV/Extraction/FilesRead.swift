import StageKit
import Wire

/// What the state of earlier runs says of files: those that are as they were are not read again.
struct FilesRead {
  /// The value of the state.
  let state: JSONValue

  /// Nothing is known.
  init() { state = .object([]) }

  /// Reads the state in a file.
  ///
  /// - Throws: exit code 66 where it cannot be read, 78 where it is no state.
  init(_ path: String, _ stage: Stage) throws(StageError) {
    let read = try StateFile.read(path, stage)
    state = read["type"]?.string == "STATE" ? read["value"] ?? .object([]) : read
  }

  /// True where a stream's bookmark names the file as it is now.
  func contains(_ path: String, _ identity: FileIdentity) -> Bool {
    streams.contains { stream in
      stream.files.contains { $0["file"]?.string == path && FileIdentity($0) == identity }
    }
  }

  /// What a bookmark says of files that were not read now; of those that are gone, nothing.
  func kept(of stream: String, butNot paths: [String]) -> [JSONValue] {
    let files = streams.first { $0.name == stream }?.files ?? []
    return files.filter { entry in
      guard let path = entry["file"]?.string, !paths.contains(path) else { return false }
      return (try? FileIdentity(path)) != nil
    }
  }

  /// The streams of which files were read.
  var names: [String] { streams.map(\.name) }

  private var streams: [(name: String, files: [JSONValue])] {
    (state["bookmarks"]?.members ?? []).compactMap { bookmark in
      bookmark.value["files"]?.array.map { (bookmark.key, $0) }
    }
  }
}
