import StageKit
import Wire

/// Takes one file apart and writes its records.
struct FileRows: ~Copyable {
  let file: SourceFile
  let stage: Stage
  let profile: Profile
  let stream: StreamShape
  let match: HeaderMatch
  /// The header line as it stands in the file.
  let header: String
  var scanner: RecordScanner
  var encoder: RowEncoder
  var bookmark: FileBookmark
  /// What of this file the stage has counted so far.
  var published = FileBookmark(file: "")
  /// The bytes of the scanner that the stage has counted; nil where they do not count.
  var countedBytes: Int? = 0
  var folder: OrderFolder?
  let totals: SeriesTotals?

  /// Reads the header and compiles the plan.
  ///
  /// - Throws: exit code 65 where the file is empty, is no CSV, or its header does not fit.
  init(
    _ file: SourceFile,
    _ stage: Stage,
    _ profile: Profile,
    _ settings: CSVExtractionSettings,
    _ types: [String: ValueType]
  ) throws {
    var scanner = RecordScanner(file.source, delimiter: settings.delimiter)
    let headers = try Self.readHeader(&scanner, file.name)
    let header = scanner.record.raw.text
    let found = try Self.match(profile, headers, types, store: settings.store, file.name)
    let stream = found.profile.stream
    for header in found.match.unused {
      stage.log.debug("\(file.name): no field for the column \(Excerpt.quoted(header))")
    }
    let frame = PlanFrame.record(
      stream.name,
      isBare: settings.isBare,
      timeExtracted: file.timeExtracted?.text
    )
    let plan = try CompiledPlan(
      found.profile,
      found.match,
      settings,
      columns: stream.columns,
      frame: profile.rows == .orderLines ? frame.withoutEnd : frame
    )
    let folder =
      profile.rows == .orderLines
      ? try OrderFolder(found.profile, found.match, settings, frame) : nil
    // Nothing throws from here on.
    self.file = file
    self.stage = stage
    self.profile = found.profile
    self.stream = stream
    self.header = header
    self.match = found.match
    self.scanner = scanner
    self.folder = folder
    encoder = RowEncoder(plan)
    bookmark = FileBookmark(file: file.name, modified: file.timeExtracted?.text)
    totals = profile.rows == .figuresWithTotals ? SeriesTotals(found.match) : nil
  }

  /// What the rows read so far say of the time that the file covers.
  var coverage: [Coverage] { encoder.coverage?.coverage(observedAt: file.timeExtracted) ?? [] }

  private static func readHeader(
    _ scanner: inout RecordScanner,
    _ name: String
  ) throws -> [String] {
    let event: RecordEvent
    do {
      event = try scanner.next()
    } catch let error as ForeignFormat {
      throw StageError(.data, "\(name): this is \(error.rawValue), not CSV: \(error.advice)")
    }
    switch event {
    case .end: throw StageError(.data, "\(name): the file is empty: there is not even a header")
    case .malformed(let problem):
      throw StageError(.data, "\(name), line 1: the header cannot be read: \(problem.reason)")
    case .record: break
    }
    let record = scanner.record
    guard record.raw.firstIndex(of: 0) == nil else {
      throw StageError(.data, "\(name), line 1: the header has NUL bytes: this is no text")
    }
    return (0..<record.count).map { record[$0].trimmed.text }
  }

  private static func match(
    _ profile: Profile,
    _ headers: [String],
    _ types: [String: ValueType],
    store: String?,
    _ name: String
  ) throws(StageError) -> (profile: Profile, match: HeaderMatch) {
    if profile.isGeneric {
      let profile = try profile.with(headers: headers, types, store: store, name)
      return (profile, HeaderMatch(headers: headers, fields: profile.fields.map(\.name)))
    }
    do throws(HeaderProblem) {
      return (profile, try HeaderMatch(profile, headers: headers))
    } catch {
      throw StageError(.data, "\(name): \(error.message)")
    }
  }
}
