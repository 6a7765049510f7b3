/// What holds for all sources: finds the places where it does not, each as `file:line: what`.
struct HouseRule: Sendable {
  /// The rule in words.
  let name: String
  let violations: @Sendable ([SourceFile]) -> [String]

  /// Every rule of the house.
  static let all = [
    uniqueTypes, usedDeclarations, fileLength, medianLength, functionLength, sqlWidth, noReminders,
    noForeignDocuments, fileNames, stateInOneFile,
  ]
}

// MARK: - Names

extension HouseRule {
  /// Two types of one name are two things that a reader takes for one.
  static let uniqueTypes = HouseRule(name: "no type has the name of another, nested or not") {
    let newType = newType
    var places: [String: [String]] = [:]
    for file in $0 where file.isSwift && file.isSource {
      for (number, line) in file.code {
        guard line.hasWord(of: typeWords), let match = line.wholeMatch(of: newType) else {
          continue
        }
        places[String(match.output.1), default: []].append("\(file.path):\(number)")
      }
    }
    return places.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
      .map { "\($0.value.joined(separator: " and ")): \($0.key)" }
  }

  /// A name that is declared in the sources and found nowhere else in them is dead code.
  static let usedDeclarations = HouseRule(name: "no declaration is unused") { files in
    let sources = files.filter { $0.isSwift && $0.isSource }
    // The simulator is there for the tests: what they call is used.
    let tests = files.filter { $0.isSwift && $0.path.hasPrefix("Tests/PostscriptTests/") }
    let declaration = declaration
    var uses: [Substring: Int] = [:]
    for file in sources + tests {
      for (_, line) in file.code {
        for word in line.words { uses[word, default: 0] += 1 }
      }
    }
    return sources.flatMap { file in
      file.code.compactMap { number, line -> String? in
        guard line.hasWord(of: declaringWords), let match = line.firstMatch(of: declaration) else {
          return nil
        }
        let name = match.output.1
        // `case name:` of a switch uses a name, and declares none.
        if name.first?.isNumber == true || line.contains("case \(name):") { return nil }
        guard uses[name] == 1, calledByTheLibrary[String(name)] == nil else { return nil }
        return "\(file.path):\(number): \(name)"
      }
    }
  }

  /// What the standard library or the compiler calls, so that no other place in the sources does.
  static let calledByTheLibrary: [String: String] = [
    "createBuildCommands": "SwiftPM calls it in a plug-in",
    "customMirror": "a requirement of CustomReflectable",
    "debugDescription": "a requirement of CustomDebugStringConvertible",
    "endIndex": "a requirement of Collection",
    "keepArguments": "glibc calls it before main",
    "ListSQL": "the entry of a plug-in",
  ]

  /// A file has the name of the type that it holds or extends, or of the protocol that it gives to
  /// types; `Run.swift` has that of the function `run`, which is what its program does.
  static let fileNames = HouseRule(name: "a file is named after a type in it") { files in
    let anyType = anyType
    return files.filter { $0.isSwift && $0.isSource && $0.name != "main.swift" }.compactMap {
      file in
      let type = file.name.dropLast(".swift".count).split(separator: "+")[0]
      let isThere = file.code.contains { _, line in
        line.hasWord(of: [type]) && line.matches(of: anyType).contains { $0.output.1 == type }
          || line.contains("extension") && line.contains(": \(type)")
          || type == "Run" && line.contains("func run(")
      }
      return isThere ? nil : "\(file.path): no \(type) in it"
    }
  }

  static let typeWords: Set<Substring> = [
    "struct", "class", "enum", "actor", "protocol", "extension",
  ]
  private static let declaringWords = typeWords.union(["func", "var", "let", "case", "typealias"])

  private static var newType: Regex<(Substring, Substring)> {
    /[ ]*(?:@\w+(?:\([^)]*\))? |public |package |internal |private |fileprivate |final |indirect )*(?:struct|class|enum|actor|protocol) (\w+).*/
  }
  private static var anyType: Regex<(Substring, Substring)> {
    /\b(?:struct|class|enum|actor|protocol|typealias|extension) (\w+)/
  }
  private static var declaration: Regex<(Substring, Substring)> {
    /^ *(?:@\w+(?:\([^)]*\))? |public |package |internal |private |fileprivate |final |indirect |static |mutating |nonisolated |unsafe |lazy |private\(set\) |public\(set\) )*(?:func|var|let|case|struct|class|enum|actor|protocol|typealias) `?(\w+)/
  }
}
