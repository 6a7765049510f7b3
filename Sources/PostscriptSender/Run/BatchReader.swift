import StageKit
import Wire

/// Reads a whole batch: sets bad records aside, counts the others, and keeps them for the second pass.
///
/// So that nothing leaves that was not counted first, and half an input sends nothing.
struct BatchReader {
  private let stage: Stage
  private let journal: JournalIndex
  private let wire: WireOptions
  private var intake: RecordIntake
  private let spool: BatchSpool
  private var hasWarned = false
  /// What was counted.
  private(set) var count = BatchCount()

  init(
    _ stage: Stage,
    _ wire: WireOptions,
    _ intake: RecordIntake,
    _ spool: BatchSpool,
    _ journal: JournalIndex
  ) {
    self.stage = stage
    self.wire = wire
    self.intake = intake
    self.spool = spool
    self.journal = journal
  }

  /// Reads to the end.
  ///
  /// - Throws: exit code 65 for truncated input or too many rejects, 73 or 74 for the temporary file.
  mutating func read() throws {
    var input = MessageInput(stage, wire, takesAll: true)
    while let kind = try input.next() {
      switch kind {
      case .record: try record(&input)
      case .schema:
        guard let stream = SenderStream(rawValue: input.stream.text) else { continue }
        let schema = try BatchMessage.schema(input.line.array, line: input.lineNumber)
        intake.reader.declare(stream, schema)
        try spool.append(.schema, line: input.lineNumber, input.line)
      case .state: try spool.append(.state, line: input.lineNumber, input.line)
      case .activateVersion, .unknown: stage.counts.passedThrough += 1
      }
    }
  }

  private mutating func record(_ input: inout MessageInput) throws {
    let name = input.stream.text
    guard let stream = SenderStream(rawValue: name) else {
      stage.counts.passedThrough += 1
      if !hasWarned {
        hasWarned = true
        stage.log.warning(
          "line \(input.lineNumber): stream \(Excerpt.quoted(name)) is none that goes to Postscript; "
            + "records of such streams are not sent"
        )
      }
      return
    }
    stage.counts.read += 1
    let value: JSONValue
    do throws(JSONFault) { value = try JSONValue(parsing: input.record) } catch {
      throw StageError(.software, "line \(input.lineNumber): \(error.reason)")
    }
    do throws(RecordFault) {
      switch try intake.take(stream, value) {
      case .record(let record): count.add(record, isTooOld: false, journal)
      case .tooOld(let record): count.add(record, isTooOld: true, journal)
      case .nobody:
        count.addNobody()
        stage.counts.skipped += 1
        stage.counts[.aboutNobody] += 1
        return
      }
    } catch {
      return try input.reject(error)
    }
    // A record that came bare has its stream with it from here on.
    if input.isBare {
      var line = ByteBuffer(capacity: input.record.count + 80)
      line.append("{\"stream\":")
      line.appendJSONString(name)
      line.append(",\"record\":")
      line.append(input.record)
      line.append("}")
      try line.withView { try spool.append(.bareRecord, line: input.lineNumber, $0) }
    } else {
      try spool.append(.record, line: input.lineNumber, input.line)
    }
  }
}

extension CountName {
  static let aboutNobody = CountName("about nobody")
}
