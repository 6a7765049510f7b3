import StageKit
import Wire

/// Does something for a file that its header may not allow, and names the file then.
func naming<Value: ~Copyable>(_ file: String, _ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as StageError where error.code == .data {
    throw StageError(.data, "\(file): \(error.message)")
  }
}

/// The first line of a file, and how its columns become fields.
struct FileHeader {
  /// The line as it is in the file.
  let text: String
  /// The profile; a generic one has the fields that the line names.
  let profile: Profile
  let match: HeaderMatch
  /// True where the header itself told the profile.
  let isRecognized: Bool

  /// Reads the first line and matches it to a profile.
  ///
  /// - Throws: exit code 65 where the file is empty, is no CSV, or its header does not fit.
  init(
    _ scanner: inout RecordScanner,
    _ profiles: [Profile],
    _ settings: CSVExtractionSettings,
    file: String,
    foundElsewhere: Set<String> = []
  ) throws {
    let names = try Self.names(&scanner, file)
    text = scanner.record.raw.text
    isRecognized = profiles.count > 1
    let profile: Profile
    if profiles.count == 1 {
      profile = profiles[0]
    } else {
      let recognition = Recognition(names, profiles, file: file)
      if case .none = recognition, let packed = Self.packed(scanner) {
        throw StageError(.data, "\(file), line 1: \(packed)")
      }
      profile = try recognition.profile(of: file, names)
    }
    guard !profile.isGeneric else {
      self.profile = try profile.with(
        headers: names,
        settings.types,
        store: settings.store,
        file
      )
      match = HeaderMatch(headers: names, fields: self.profile.fields.map(\.name))
      return
    }
    self.profile = profile
    do throws(HeaderProblem) {
      match = try HeaderMatch(profile, headers: names, foundElsewhere: foundElsewhere)
    } catch {
      let cause =
        Self.packed(scanner) ?? Self.wrongSeparatorLine(scanner) ?? Self.otherDelimiter(scanner)
      throw StageError(.data, "\(file): \(cause ?? error.message)")
    }
  }

  /// What to say of a header that is one quoted cell with all names inside; nil where it is none.
  private static func packed(_ scanner: borrowing RecordScanner) -> String? {
    for delimiter in [",", ";", "\t"].flatMap(\.utf8) {
      let fault = RecordFault.packed(scanner.record.raw, columns: 2, delimiter, .raggedRow)
      if let fault { return fault.reason }
    }
    return nil
  }

  /// What to say of a header in one piece below a line such as `sep=;`, which is not its delimiter; nil
  /// where that is not so.
  private static func wrongSeparatorLine(_ scanner: borrowing RecordScanner) -> String? {
    let guess = Delimiter.guess(scanner.record.raw)
    guard scanner.isDelimiterNamed, guess != scanner.delimiter, scanner.record.count <= 2 else {
      return nil
    }
    let named = Delimiter.text(of: scanner.delimiter)
    return
      "the first line, sep=\(named == "tab" ? "\\t" : named), says that the fields are separated by "
      + "\(Excerpt.quoted(named)), but those of the header are by "
      + "\(Excerpt.quoted(Delimiter.text(of: guess))): take that line out, which goes before --delimiter; "
      + "header: \(Excerpt.quoted(scanner.record.raw.text))"
  }

  /// What to say of a header that is in one piece because another delimiter is between its fields;
  /// nil where that is not so.
  private static func otherDelimiter(_ scanner: borrowing RecordScanner) -> String? {
    let guess = Delimiter.guess(scanner.record.raw)
    guard guess != scanner.delimiter, scanner.record.count <= 2 else { return nil }
    let used = Delimiter.text(of: scanner.delimiter)
    let better = Delimiter.text(of: guess)
    return
      "the fields of the header are not separated by \(Excerpt.quoted(used)) but, as it seems, by "
      + "\(Excerpt.quoted(better)): say --delimiter '\(better)', or --delimiter auto; header: "
      + Excerpt.quoted(scanner.record.raw.text)
  }

  static func names(_ scanner: inout RecordScanner, _ file: String) throws -> [String] {
    let event: RecordEvent
    do {
      event = try scanner.next()
    } catch let error as ForeignFormat {
      throw StageError(.data, "\(file): this is \(error.rawValue), not CSV: \(error.advice)")
    }
    switch event {
    case .end: throw StageError(.data, "\(file): the file is empty: there is not even a header")
    case .malformed(let problem):
      if let line = savedSeparatorLine(scanner.record) {
        throw StageError(.data, "\(file): \(line)")
      }
      if let packed = packed(scanner) { throw StageError(.data, "\(file), line 1: \(packed)") }
      throw StageError(.data, "\(file), line 1: the header cannot be read: \(problem.reason)")
    case .record: break
    }
    let record = scanner.record
    guard record.raw.firstIndex(of: 0) == nil else {
      throw StageError(.data, "\(file), line 1: the header has NUL bytes: this is no text")
    }
    if let line = savedSeparatorLine(record) { throw StageError(.data, "\(file): \(line)") }
    return (0..<record.count).map { record[$0].trimmed.text }
  }

  /// What to say of a line such as `sep=;` that a spreadsheet has saved once more as a row, with
  /// delimiters behind it; nil for any other header.
  private static func savedSeparatorLine(_ record: RecordView) -> String? {
    let text = record.raw.text
    guard text.lowercased().drop(while: { $0 == "\"" }).hasPrefix("sep=") else { return nil }
    let rest = text.drop { $0 != "=" }.dropFirst()
    guard rest.allSatisfy({ ",;|\t\" ".contains($0) }) else { return nil }
    return
      "the first line, \(Excerpt.quoted(text)), once said what separates the fields, and a spreadsheet "
      + "has saved it as a row: take that line out"
  }
}
