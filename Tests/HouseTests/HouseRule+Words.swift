// MARK: - Words

extension HouseRule {
  /// What is to be done is done, or is an issue.
  static let noReminders = HouseRule(name: "no reminder of work left undone") { files in
    let words: Set<Substring> = ["TO\u{44}O", "FIX\u{4D}E", "XX\u{58}", "HA\u{43}K"]
    return places(in: files, of: /\b(?:TO\x44O|FIX\x4dE|XX\x58|HA\x43K)\b/) {
      $0.hasWord(of: words)
    }
  }

  /// What a comment refers to is in the repository.
  static let noForeignDocuments = HouseRule(name: "no document that is not in the repository") {
    places(in: $0, of: /\b[Dd]esign\x20?(?:\.md\b|§)|§ ?[0-9]/) {
      $0.utf8.contains(0xA7) || $0.hasWord(of: ["design", "Design"])
    }
  }

  private static func places(
    in files: [SourceFile],
    of words: Regex<Substring>,
    wherePossible: (Substring) -> Bool
  ) -> [String] {
    files.filter { !$0.path.hasPrefix("Tests/HouseTests/") }.flatMap { file in
      file.lines.enumerated().compactMap { index, line -> String? in
        guard wherePossible(line) else { return nil }
        return line.firstMatch(of: words).map { "\(file.path):\(index + 1): \($0.output)" }
      }
    }
  }
}
