// MARK: - Words

extension HouseRule {
  /// What is to be done is done, or is an issue.
  static let noReminders = HouseRule(name: "no reminder of work left undone") { files in
    places(in: files, of: /\b(?:TO\x44O|FIX\x4dE|XX\x58|HA\x43K)\b/)
  }

  /// What a comment refers to is in the repository.
  static let noForeignDocuments = HouseRule(name: "no document that is not in the repository") {
    places(in: $0, of: /\b[Dd]esign\x20?(?:\.md\b|§)|§ ?[0-9]/)
  }

  private static func places(in files: [SourceFile], of words: Regex<Substring>) -> [String] {
    files.filter { !$0.path.hasPrefix("Tests/HouseTests/") }.flatMap { file in
      file.lines.enumerated().compactMap { index, line in
        line.firstMatch(of: words).map { "\(file.path):\(index + 1): \($0.output)" }
      }
    }
  }
}
