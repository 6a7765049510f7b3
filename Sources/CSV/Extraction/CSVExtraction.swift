public import StageKit
import Wire

/// Reads files of one profile and writes their records as Singer messages.
public struct CSVExtraction: ~Copyable {
  /// The codes of the rejects that rows can give.
  public static let rejectCodes: [RejectCode] = [
    .invalidUTF8, .recordTooLong, .raggedRow, .textAfterQuote, .unclosedQuote, .conflictingOrder,
    .conflictingFigures, .missingValue, .invalidIdentifier, .roundedIdentifier, .invalidNumber,
    .tooManyDecimals, .negativeAmount, .invalidInteger, .negativeCount, .unknownWord,
    .invalidBoolean, .invalidCurrency, .currencyConflict, .invalidDate, .invalidTime, .noSuchDay,
    .ambiguousDate, .mixedDateOrder, .shortYear, .noTimeOfDay, .noOffset, .ambiguousZone,
    .skippedLocalTime,
  ]

  private let stage: Stage
  private let profiles: [Profile]
  private let settings: CSVExtractionSettings
  private let selection: StreamSelection
  private let earlier: FilesRead
  private var schemas: [String: String] = [:]
  private var state = ExtractionState()
  private var reported: [String: String] = [:]
  private var sameDay = SameDayExports()

  /// Makes an extraction of files of one profile, or of several among which each file's header tells
  /// its own.
  ///
  /// - Throws: exit code 66 or 78 for the catalog or the state.
  public init(
    _ stage: Stage,
    _ profiles: [Profile],
    _ settings: CSVExtractionSettings
  ) throws(StageError) {
    let streams = profiles.map(\.stream.name)
    let selection = try StreamSelection(catalog: settings.catalogPath, among: streams)
    let path = settings.goesByFiles ? settings.statePath : nil
    let earlier = try path.map { path throws(StageError) in try FilesRead(path, stage) }
    // Nothing throws from here on.
    self.selection = selection
    self.earlier = earlier ?? FilesRead()
    self.stage = stage
    self.profiles = profiles.map { $0.relaxed(by: settings) }
    self.settings = settings
  }

  /// Extracts files in their order, `-` being standard input, and closes with a STATE.
  ///
  /// They are opened one at a time; but all must be there before the first is read.
  public mutating func run(_ paths: [String], _ output: inout MessageOutput) throws {
    let sizes = try paths.map { try InputFile.size($0) }
    let known = sizes.compactMap(\.self)
    if known.count == sizes.count { stage.progress.totalBytes = known.reduce(0, +) }
    let survey = try HeaderSurvey(paths, profiles, settings, stage)
    let orders = paths.count > 1 ? OrdersOfRun() : nil
    do {
      for path in paths {
        let identity = settings.goesByFiles ? try FileIdentity(path) : nil
        if let identity, earlier.contains(path, identity) {
          stage.log.info("\(path): not read again, as it is what the state says that it was")
          continue
        }
        let observed = try observedTime(path)
        let file = try InputFile(path, stage)
        var source = SourceFile(name: file.name, source: file, observed)
        source.foundElsewhere = survey.foundElsewhere
        source.orders = orders
        orders?.begin(file: file.name)
        source.identity = identity
        if path != "-", try InputFile.isRegular(path) { source.pathToReadAgain = path }
        try extract(source, &output)
      }
    } catch {
      try flush(&output, after: error)
    }
    try close(&output)
  }

  /// Feeds the records of a rejects file in again, and closes with a STATE.
  public mutating func replay(_ paths: [String], _ output: inout MessageOutput) throws {
    do {
      for path in paths {
        let replay = try Replay(InputFile(path, stage), stage)
        while let group = try replay.nextGroup() {
          let observed = ObservedTime(option: settings.asOf ?? group.timeExtracted)
          try extract(SourceFile(name: path, source: replay, observed, replay), &output)
        }
      }
    } catch {
      try flush(&output, after: error)
    }
    try close(&output)
  }

  /// When a file was exported.
  private func observedTime(_ path: String) throws -> ObservedTime {
    let modified = try InputFile.modified(path)
    return try ObservedTime(
      path: path,
      modified: modified,
      option: settings.asOf,
      zone: settings.zone
    ) { wanted in
      // Standard input can be read only once, even where it is a file.
      guard path != "-", try InputFile.isRegular(path) else { return nil }
      return try NewestRecord(wanted, in: path, profiles, settings, stage)
    }
  }

  /// Extracts one file.
  private mutating func extract(_ file: SourceFile, _ output: inout MessageOutput) throws {
    var rows = try FileRows(file, stage, profiles, settings)
    guard selection.takes(rows.stream.name) else {
      return stage.log.info("\(file.name): not read, as \(rows.stream.name) is not selected")
    }
    stage.subjects.note(file.name, as: .file)
    stage.subjects.note(rows.header.profile.name, as: .profile)
    stage.subjects.note(rows.stream.name, as: .stream)
    let fields = try selection.fields(of: rows.stream.discovered(), stage.log)
    try writeSchema(rows.stream, fields, &output)
    rows.take(fields)
    do {
      try rows.run(&output)
    } catch let error as StageError where error.code == .data {
      tell(file, rows.header, latest: nil)
      throw error
    }
    tell(file, rows.header, latest: rows.latest)
    tellRows(file, rows)
    let covered = covered(by: rows, file)
    sameDay.tell(file, rows.stream.name, covered, stage.log)
    // A rejects file has some records of an export, and so covers nothing.
    let coverage = FileCoverage(
      file: file.name,
      coverage: file.replay == nil ? covered : [],
      messageTypes: rows.messageTypes
    )
    state.add(rows.bookmark, of: rows.header.profile, coverage)
  }

  /// Says how a file was read, once that is done: where the reader of the output goes away, there is
  /// nothing to say.
  private mutating func tell(_ file: SourceFile, _ header: FileHeader, latest: Int?) {
    guard file.replay == nil else { return }
    if header.profile.isGeneric {
      // Its columns are its fields.
    } else if let other = reported[header.text] {
      stage.log.info("\(file.name): columns as in \(other)")
    } else {
      reported[header.text] = file.name
      ColumnReport(header).write(to: stage.log, file: file.name)
    }
    file.observed.tell(stage.log, file.name)
    file.observed.check(latest: latest, stage.log, file.name)
  }

  /// What a file covers, which ends when it was exported, whatever the options say.
  private func covered(by rows: borrowing FileRows, _ file: SourceFile) -> [Coverage] {
    guard let observed = file.timeExtracted else { return rows.coverage }
    // Where its records are later than that, it was exported later.
    let latest = Timestamp(microseconds: Int64((rows.latest ?? 0) + 1) * 1_000_000)
    let stated = rows.coverage
    let covered = stated.compactMap { $0.seen(until: max(observed, latest)) }
    if covered != stated {
      stage.log.warning(
        "\(file.name): exported at \(observed.text), and so covers nothing that is later, whatever the "
          + "options say; --as-of says when it was really exported"
      )
    }
    return covered
  }

  /// Says what became of rows and words that are not what they may seem.
  private func tellRows(_ file: SourceFile, _ rows: borrowing FileRows) {
    if let line = rows.firstTotal {
      stage.log.info(
        "\(file.name), line \(line): a row of totals, which is no claim: such rows are left out"
      )
    }
    for warning in rows.statedRanges?.warnings ?? [] {
      stage.log.warning("\(file.name): \(warning)")
    }
    for words in rows.unknownWords {
      guard let column = rows.header.match.columns[words.field] else { continue }
      stage.log.warning(
        "\(file.name): \(words.message(header: rows.header.match.headers[column]))"
      )
    }
  }

  private mutating func writeSchema(
    _ stream: StreamShape,
    _ fields: borrowing FieldSelection,
    _ output: inout MessageOutput
  ) throws {
    let message = fields.schema(stream.schemaMessage)
    guard !settings.isBare, message != schemas[stream.name] else { return }
    schemas[stream.name] = message
    output.buffer.append(message)
    try output.endLine()
  }

  /// Writes what was counted as written before an error ends the run, without a STATE.
  private func flush(_ output: inout MessageOutput, after error: any Error) throws -> Never {
    if let cause = error as? StageError, cause.code == .data { try output.flush() }
    throw error
  }

  private mutating func close(_ output: inout MessageOutput) throws {
    guard !settings.isBare else {
      try stage.commitPoint()
      return try output.flush()
    }
    for warning in state.markParts() { stage.log.warning(warning) }
    let value = state.value(of: profiles, after: earlier)
    try #"{"type":"STATE","value":\#(value.text)}"#.withView { try output.passState($0) }
  }
}

/// One file to extract.
struct SourceFile {
  let name: String
  let source: any ByteSource
  let observed: ObservedTime
  var replay: Replay?
  /// Fields whose mapped headers another file of the run has.
  var foundElsewhere: Set<String> = []
  /// What tells the next run whether it has changed.
  var identity: FileIdentity?
  /// The orders of all files of the run, where there are several.
  var orders: OrdersOfRun?
  /// Where it can be read once more; nil for a pipe and for a replay.
  var pathToReadAgain: String?

  /// When it was exported.
  var timeExtracted: Timestamp? { observed.time }

  init(
    name: String,
    source: any ByteSource,
    _ observed: ObservedTime,
    _ replay: Replay? = nil
  ) {
    self.name = name
    self.source = source
    self.observed = observed
    self.replay = replay
  }
}

extension Profile {
  /// The profile without needs that the settings fill.
  func relaxed(by settings: CSVExtractionSettings) -> Profile {
    var profile = self
    for index in profile.fields.indices {
      let name = profile.fields[index].name
      let isFilled =
        name == "source_system" && settings.sourceSystem != nil
        || ["date", "send_date", "send_time"].contains(name) && settings.date != nil
      if isFilled { profile.fields[index].need = .optional }
    }
    return profile
  }
}
