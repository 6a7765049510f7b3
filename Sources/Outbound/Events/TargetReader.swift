import StageKit
import Wire

/// Reads for which systems a record is meant: `Postscript`, `Klaviyo`, `both`, or an array of them.
enum TargetReader {
  /// Whether one of the words names a target; a record without a word is for none.
  static func includes(
    _ target: EventTarget,
    _ text: ByteView,
    _ kind: JSONKind,
    _ field: String
  ) throws(RecordFault) -> Bool {
    var words: [String] = []
    switch kind {
    case .null: return false
    case .string: words = text.text.split(separator: ",").map(String.init)
    case .array:
      let items = (try? JSONValue(parsing: text))?.array ?? []
      words = items.compactMap(\.string)
      guard words.count == items.count else {
        throw RecordFault(.invalidText, "is no array of texts", field, value: text.text)
      }
    default: throw RecordFault(.invalidText, "is not text", field, value: text.text)
    }
    var isIncluded = false
    for word in words.map({ $0.lowercased().filter { $0 != " " } }) where !word.isEmpty {
      guard EventTarget(rawValue: word) != nil || word == "both" || word == "none" else {
        throw RecordFault(.unknownWord, "is none of Postscript, Klaviyo, both", field, value: word)
      }
      isIncluded = isIncluded || word == target.rawValue || word == "both"
    }
    return isIncluded
  }
}
