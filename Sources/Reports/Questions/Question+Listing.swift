extension Question {
  /// All questions with what they can be asked for and their parts: what `report list` prints.
  public static var listing: String {
    all.map { question in
      var takes: [String] = []
      if question.takes.contains(.order) { takes.append("ORDER") }
      if question.takes.contains(.period) { takes.append("--from --to") }
      if question.takes.contains(.step) { takes.append("--by") }
      let parts = question.partNames.joined(separator: ", ")
      let words = ([question.name] + takes).joined(separator: " ")
      return "\(words)\n    \(question.text)\n    parts: \(parts)\n"
    }.joined()
  }
}
