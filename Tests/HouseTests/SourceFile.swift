import Foundation

/// A text file of the repository, as the rules of the house see it.
struct SourceFile: Sendable {
  /// Its path from the top of the checkout, such as `Sources/Wire/Bytes/ByteBuffer.swift`.
  let path: String
  let lines: [Substring]

  init(path: String, text: String) {
    self.path = path
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    self.lines = lines
  }

  /// The file's name without its folder, such as `ByteBuffer.swift`.
  var name: String { String(path.split(separator: "/").last ?? "") }

  var isSwift: Bool { path.hasSuffix(".swift") }
  var isSource: Bool { path.hasPrefix("Sources/") }

  /// The lines with code, and their numbers from 1; comments that fill a line are left out.
  var code: [(number: Int, text: Substring)] {
    lines.enumerated().compactMap { index, line in
      line.drop { $0 == " " }.hasPrefix("//") ? nil : (index + 1, line)
    }
  }

  /// The files below some folders of a checkout that have one of these endings; `""` is any.
  static func all(in checkout: String, _ folders: [String], endings: [String]) -> [SourceFile] {
    folders.flatMap { folder -> [SourceFile] in
      let tree = FileManager.default.enumerator(atPath: "\(checkout)/\(folder)")
      let names = tree?.compactMap { $0 as? String } ?? []
      let wanted = names.sorted().filter { name in endings.contains { name.hasSuffix($0) } }
      return wanted.compactMap { name -> SourceFile? in
        let path = "\(folder)/\(name)"
        guard let bytes = FileManager.default.contents(atPath: "\(checkout)/\(path)") else {
          return nil
        }
        return SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self))
      }
    }
  }
}

extension Substring {
  /// The words of a line of code: letters, digits and underscores.
  ///
  /// A pattern takes a hundred times as long to find them, so the rules look at the words first.
  var words: [Substring] {
    utf8.split { byte in
      !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) && byte != UInt8(ascii: "_")
    }.map { Substring($0) }
  }

  /// True where one of its words is among those.
  func hasWord(of words: Set<Substring>) -> Bool { self.words.contains(where: words.contains) }
}
