import StageKit

/// What one file covers, and of which types of message it has claims.
struct FileCoverage {
  let file: String
  var coverage: [Coverage]
  /// The words of `message_type`; empty where no claim of the file says it.
  let messageTypes: Set<String>

  /// True where both cover some time of one store and platform completely.
  fileprivate func overlaps(_ other: FileCoverage) -> Bool {
    coverage.contains { one in
      other.coverage.contains { two in
        one.isComplete && two.isComplete && one.store == two.store
          && one.sourceSystem == two.sourceSystem
          && CoveredRange.seconds(one.from) < CoveredRange.seconds(two.until)
          && CoveredRange.seconds(two.from) < CoveredRange.seconds(one.until)
      }
    }
  }
}

/// Claims that were exported apart, campaigns into one file and flows into another.
///
/// Each file alone looks like a complete export of its days that lacks all claims of the other, which
/// the warehouse would withdraw. So files that cover the same days and have no type of message in common
/// are parts: they cover, and withdraw nothing.
enum ApartExports {
  /// Takes the completeness from files that are parts.
  ///
  /// - Returns: a warning for each file but the first that is one.
  static func mark(_ files: inout [FileCoverage]) -> [String] {
    var parts: Set<Int> = []
    var warnings: [String] = []
    for later in files.indices where !files[later].messageTypes.isEmpty {
      for earlier in files.indices[..<later] where !files[earlier].messageTypes.isEmpty {
        guard files[later].messageTypes.isDisjoint(with: files[earlier].messageTypes),
          files[later].overlaps(files[earlier])
        else { continue }
        parts.formUnion([earlier, later])
        warnings.append(
          "\(files[earlier].file) has claims of \(words(files[earlier])), \(files[later].file) of "
            + "\(words(files[later])), of the same days: they are parts of one export, so a claim that "
            + "only one of them lacks is not withdrawn"
        )
        break
      }
    }
    for part in parts {
      for place in files[part].coverage.indices { files[part].coverage[place].isComplete = false }
    }
    return warnings
  }

  private static func words(_ file: FileCoverage) -> String {
    file.messageTypes.sorted().joined(separator: " and ")
  }
}
