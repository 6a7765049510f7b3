import StageKit

/// Words that a file has for a field of which only some are known, so that a reader of the log can map
/// them.
struct UnknownWords {
  /// The field.
  let field: String
  /// A few of the words.
  let words: Set<String>
  /// What they count as; nil for words that are kept.
  let counted: String?

  /// What to say of them, with the header of their column.
  func message(header: String) -> String {
    let list = words.sorted().map(Excerpt.quoted).joined(separator: ", ")
    let more = words.count == Vocabulary.mostUnknownWords ? " and maybe others" : ""
    return
      "\(list)\(more) in the column \(Excerpt.quoted(header)) is no known \(field), and "
      + (counted.map { "counts as \($0)" }
        ?? "stays as it is: no rule about unpaid, refunded or voided orders knows it")
  }
}

extension RowEncoder {
  /// Words in the rows so far that are not among those known.
  var unknownWords: [UnknownWords] {
    let all = [
      UnknownWords(
        field: "attribution_type",
        words: attributionTypes.unknownWords,
        counted: "unknown"
      ),
      UnknownWords(field: "message_type", words: messageTypes.unknownWords, counted: "other"),
      UnknownWords(field: "channel", words: channels.unknownWords, counted: "other"),
      UnknownWords(
        field: "financial_status",
        words: financialStatuses.unknownWords,
        counted: nil
      ),
    ]
    return all.filter { !$0.words.isEmpty }
  }
}
