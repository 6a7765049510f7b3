import StageKit
import Wire

/// What a STATE says of the changes before it: which run wrote them, and up to which mark.
///
/// A Singer target writes a STATE out once it has taken everything before it, so the same bookmark
/// coming back says what was accepted; nothing else is needed of the target.
struct ChangeBookmark: Equatable {
  let run: UInt64
  let mark: UInt64

  private static let name = "transform_changes"

  init(run: UInt64, mark: UInt64) {
    self.run = run
    self.mark = mark
  }

  /// Finds it in a state; nil where there is none.
  ///
  /// - Throws: exit code 78 where it cannot be read.
  init?(in state: JSONValue, _ place: String) throws(StageError) {
    let value = state["type"]?.string == "STATE" ? state["value"] : state
    guard let own = value?["bookmarks"]?[Self.name], own != .null else { return nil }
    guard let run = own["run"]?.string.flatMap({ UInt64($0, radix: 16) }),
      let mark = own["mark"]?.integer, mark >= 0
    else { throw StageError(.config, "\(place): its bookmark \(Self.name) is none of ours") }
    self.run = run
    self.mark = UInt64(mark)
  }

  /// A state with this bookmark in it, and everything else as it was.
  func placed(in state: JSONValue) -> JSONValue {
    let digits = String(run, radix: 16)
    let padded = String(repeating: "0", count: 16 - digits.count) + digits
    let own = JSONValue.object([
      ("run", .string(padded)), ("mark", .number(String(mark))),
    ])
    let bookmarks = (state["bookmarks"] ?? .object([])).setting(Self.name, own)
    return state.setting("bookmarks", bookmarks)
  }
}
