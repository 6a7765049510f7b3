import Testing

/// A small story of exports, and what a truthful warehouse says at its end.
struct Story: Sendable, CustomTestStringConvertible {
  /// What the story shows.
  let name: String
  let acts: [Act]
  /// A query on the schema `sms`, and its rows, columns joined by `|`.
  let question: String
  let answer: [String]

  init(_ name: String, _ acts: [Act], _ question: String, _ answer: String...) {
    self.name = name
    self.acts = acts
    self.question = question
    self.answer = answer
  }

  var testDescription: String { name }

  static let all =
    late + covered + known + reported + judged + viewed + ranges + months
    + overlaps + lines
}
