public import StageKit
import Wire

/// Reads files of one profile and writes their records as Singer messages.
public struct CSVExtraction: ~Copyable {
  /// The codes of the rejects that rows can give.
  public static let rejectCodes: [RejectCode] = [
    .invalidUTF8, .recordTooLong, .raggedRow, .textAfterQuote, .unclosedQuote, .missingValue,
    .roundedIdentifier, .invalidNumber, .invalidInteger, .negativeCount,
    .invalidBoolean, .invalidCurrency, .currencyConflict, .invalidDate, .invalidTime, .noSuchDay,
    .ambiguousDate, .mixedDateOrder, .shortYear, .noTimeOfDay, .noOffset, .ambiguousZone,
    .skippedLocalTime,
  ]

  let stage: Stage
  let profile: Profile
  let settings: CSVExtractionSettings
  private var schema = ""
  private var bookmarks: [FileBookmark] = []
  private var coverage: [Coverage] = []

  /// Makes an extraction.
  public init(_ stage: Stage, _ profile: Profile, _ settings: CSVExtractionSettings) {
    self.stage = stage
    self.profile = profile.relaxed(by: settings)
    self.settings = settings
  }

  /// Extracts files in their order, `-` being standard input, and closes with a STATE.
  public mutating func run(_ paths: [String], _ output: inout MessageOutput) throws {
    let files = try paths.map { path in try InputFile(path, stage) }
    let sizes = files.compactMap { $0.isCompressed ? nil : $0.size }
    if sizes.count == files.count { stage.progress.totalBytes = sizes.reduce(0, +) }
    do {
      for file in files {
        let time = settings.asOf ?? file.modified
        try extract(SourceFile(name: file.name, source: file, timeExtracted: time), &output)
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
          let time = settings.asOf ?? group.timeExtracted
          try extract(SourceFile(name: path, source: replay, timeExtracted: time, replay), &output)
        }
      }
    } catch {
      try flush(&output, after: error)
    }
    try close(&output)
  }

  /// Extracts one file.
  private mutating func extract(_ file: SourceFile, _ output: inout MessageOutput) throws {
    var rows = try FileRows(file, stage, profile, settings)
    try writeSchema(rows.stream, &output)
    try rows.run(&output)
    bookmarks.append(rows.bookmark)
    // A rejects file has some records of an export, and so covers nothing.
    if file.replay == nil { coverage += rows.coverage }
  }

  private mutating func writeSchema(
    _ stream: StreamShape,
    _ output: inout MessageOutput
  ) throws {
    let message = stream.schemaMessage
    guard !settings.isBare, message != schema else { return }
    schema = message
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
    let value = FileBookmark.state(
      stream: profile.stream.name,
      profile: profile.name,
      bookmarks,
      coverage
    )
    try #"{"type":"STATE","value":\#(value.text)}"#.withView { try output.passState($0) }
  }
}

/// One file to extract.
struct SourceFile {
  let name: String
  let source: any ByteSource
  let timeExtracted: Timestamp?
  var replay: Replay?

  init(name: String, source: any ByteSource, timeExtracted: Timestamp?, _ replay: Replay? = nil) {
    self.name = name
    self.source = source
    self.timeExtracted = timeExtracted
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
        || ["date", "send_time"].contains(name) && settings.date != nil
      if isFilled { profile.fields[index].need = .optional }
    }
    return profile
  }
}
