// MARK: - Lengths

extension HouseRule {
  /// What does not fit into 400 lines has more than one subject.
  static let fileLength = HouseRule(name: "no file is longer than 400 lines") { files in
    files.filter { $0.isSwift && $0.lines.count > 400 }.map {
      "\($0.path): \($0.lines.count) lines"
    }
  }

  /// Most files are read on two screens.
  static let medianLength = HouseRule(name: "half of the files are shorter than 120 lines") {
    files in
    let sources = files.filter { $0.isSwift && $0.isSource }
    guard !sources.isEmpty else { return [] }
    let median = sources.map(\.lines.count).sorted()[sources.count / 2]
    return median < 120 ? [] : ["Sources: the median is \(median) lines"]
  }

  /// The most lines that a function may have.
  static let longestFunction = 51

  /// A function is read on one screen.
  static let functionLength = HouseRule(
    name: "no function is longer than \(longestFunction) lines"
  ) { files in
    let function = function
    return files.filter { $0.isSwift && $0.isSource }.flatMap { file in
      file.lines.indices.compactMap { start -> String? in
        let line = file.lines[start]
        let indentation = line.prefix { $0 == " " }
        guard line.hasWord(of: ["func", "init"]), !line.hasSuffix("}"), line.contains(function)
        else { return nil }
        let end = file.lines[start...].firstIndex { $0 == "\(indentation)}" }
        guard let end, end - start + 1 > longestFunction else { return nil }
        return "\(file.path):\(start + 1): \(end - start + 1) lines"
      }
    }
  }

  /// SQL is read beside its history, without scrolling sideways.
  static let sqlWidth = HouseRule(name: "no line of SQL is wider than 120 columns") { files in
    files.filter { $0.path.hasSuffix(".sql") }.flatMap { file in
      file.lines.enumerated().filter { $0.element.count > 120 }
        .map { "\(file.path):\($0.offset + 1): \($0.element.count) columns" }
    }
  }

  private static var function: Regex<Substring> { /^ *(?:[@\w()]+ )*(?:func |init[?(<])/ }
}
