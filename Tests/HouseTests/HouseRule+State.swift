// MARK: - State

extension HouseRule {
  /// Who wants to know what writes a variable reads one file: an extension in another file only
  /// reads, or calls methods of a part that has its own type.
  static let stateInOneFile = HouseRule(
    name: "a type's stored variables are written in the file that declares them"
  ) { files in
    let bodies = files.filter { $0.isSwift && $0.isSource }.flatMap(TypeBody.all)
    var variables: [String: [Substring: String]] = [:]
    for body in bodies {
      for name in body.storedVariables { variables[body.type, default: [:]][name] = body.file }
    }
    return bodies.flatMap { body -> [String] in
      guard let stored = variables[body.type] else { return [] }
      return body.lines.flatMap { number, line in
        written(in: line).compactMap { name in
          guard let home = stored[name], home != body.file else { return nil }
          return "\(body.file):\(number): \(name)"
        }
      }
    }
  }

  /// The names that a line of code assigns to, passes inout, or changes as a collection.
  private static func written(in line: Substring) -> [Substring] {
    let text = line.drop { $0 == " " }
    guard !text.hasPrefix("let "), !text.hasPrefix("var "), !text.hasPrefix("case let ") else {
      return []
    }
    var names: [Substring] = []
    if line.utf8.contains(UInt8(ascii: "&")) { names += line.matches(of: lent).map(\.output.1) }
    if line.hasWord(of: changes) { names += line.matches(of: changed).map(\.output.1) }
    if text.utf8.contains(UInt8(ascii: "=")), let match = text.firstMatch(of: assigned) {
      names += match.output.1.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    }
    return names
  }

  /// `name = `, `self.name += `, `name.part[0] = ` and `(name, other) = ` at the start of a statement.
  private static var assigned: Regex<(Substring, Substring)> {
    #/(?:^|[{;:] )(?:self\.)?(\w+|\(\w+(?:, \w+)*\))(?:[?!]?\.\w+|[?!]?\[[^\]]*\])* (?:[-+%|^*/]|&[-+*]|&?<<|&?>>)?= /#
  }
  private static var lent: Regex<(Substring, Substring)> { #/[ (\[]&(?:self\.)?(\w+)/# }
  private static let changes: Set<Substring> = [
    "append", "formUnion", "insert", "popLast", "remove", "removeAll", "removeFirst", "removeLast",
    "reserveCapacity", "sort", "swapAt",
  ]
  private static var changed: Regex<(Substring, Substring)> {
    #/(?:^|[ (])(?:self\.)?(\w+)(?:[?!]?\.\w+)*[?!]?\.(?:append|formUnion|insert|popLast|remove|removeAll|removeFirst|removeLast|reserveCapacity|sort|swapAt)(?:\(| \{)/#
  }
}

/// What lies between the braces of a type or of one of its extensions, without the types in it.
struct TypeBody {
  /// The type, after the name of its module and those of the types around it.
  let type: String
  let file: String
  private(set) var lines: [(number: Int, text: Substring)] = []
  private let indentation: Int

  /// The names of the variables that this body declares and that hold a value.
  var storedVariables: [Substring] {
    let variable = Self.variable
    return lines.compactMap { _, line in
      guard line.hasWord(of: ["var"]), let match = line.wholeMatch(of: variable),
        match.output.1.count == indentation + 2
      else {
        return nil
      }
      let rest = match.output.3
      let isComputed = rest.contains("{") && !rest.contains("=") && !rest.contains("didSet")
      return isComputed ? nil : match.output.2
    }
  }

  /// The bodies in a file of the format that swift-format gives it.
  static func all(in file: SourceFile) -> [TypeBody] {
    let opening = opening
    let module = file.path.split(separator: "/").dropFirst().first ?? ""
    var open: [TypeBody] = []
    var done: [TypeBody] = []
    for (number, line) in file.code {
      let indentation = line.prefix { $0 == " " }.count
      if let last = open.last, indentation == last.indentation, line.hasSuffix("}") {
        done.append(open.removeLast())
      } else if line.hasWord(of: HouseRule.typeWords), let match = line.wholeMatch(of: opening) {
        let around = open.last?.type ?? String(module)
        let type = "\(around).\(match.output.1)"
        open.append(TypeBody(type: type, file: file.path, indentation: indentation))
      } else if !open.isEmpty {
        open[open.count - 1].lines.append((number, line))
      }
    }
    return done
  }

  private static var opening: Regex<(Substring, Substring)> {
    #/ *(?:@\w+(?:\([^)]*\))? |[a-z]+ )*(?:struct|class|enum|actor|extension) ([\w.]+)[^}]*/#
  }
  private static var variable: Regex<(Substring, Substring, Substring, Substring)> {
    #/( *)(?:@\w+(?:\([^)]*\))? |(?:public|package|internal|private|fileprivate|lazy|unsafe|weak)(?:\(set\))? )*var (\w+)(.*)/#
  }
}
