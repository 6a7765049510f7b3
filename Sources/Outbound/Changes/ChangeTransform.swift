public import StageKit
import Wire

extension CountName {
  static let unchanged = CountName("unchanged")
  static let older = CountName("older than what was written")
  static let inBaseline = CountName("taken as accepted")
}

/// Lets through what has changed of subscribers since the last accepted state: the work of
/// `transform-changes`.
public final class ChangeTransform {
  /// The codes of the rejects that a run can give.
  public static let rejectCodes =
    MessageInput.rejectCodes + [
      .missingValue, .wrongType, .invalidTime, .noSuchDay, .noTimeOfDay, .noOffset,
    ]

  private let stage: Stage
  private let settings: ChangeSettings
  private let accepted: AcceptedState
  private var reader: ChangeReader
  private var state = PersonState()

  /// Takes in what was accepted of the last run.
  ///
  /// - Throws: ``StageError`` where a file cannot be read or is damaged.
  public init(_ stage: Stage, _ settings: ChangeSettings) throws {
    self.stage = stage
    self.settings = settings
    reader = ChangeReader(settings.deleted)
    var bookmark: ChangeBookmark?
    if let path = settings.acceptedPath {
      bookmark = try ChangeBookmark(in: StateFile.read(path, stage), "--accepted: \(path)")
    }
    let notAccepted = try settings.notAcceptedPath.map { try RejectedPersons.read($0) } ?? []
    accepted = try AcceptedState(
      settings.snapshotPath,
      bookmark: bookmark,
      leaving: notAccepted,
      stage
    )
  }

  /// Reads all messages and writes what has changed.
  ///
  /// - Throws: ``StageError`` where the run must end.
  public func run(_ input: inout MessageInput, _ output: inout MessageOutput) throws {
    let name = Array(OutboundStream.updates.rawValue.utf8)
    while let kind = try input.next() {
      switch kind {
      case .record where input.stream.equals(name): try record(&input, &output)
      case .state: try passState(input, &output)
      default:
        stage.counts.passedThrough += 1
        if !settings.wire.bare { try output.pass(input.line) }
      }
    }
    if input.endedWithoutState { try write(.object([]), &output) }
    if settings.isBaseline { try accepted.acceptAll() }
    try output.flush()
  }

  /// Passes a STATE on, with the bookmark of what was written before it.
  private func passState(
    _ input: borrowing MessageInput,
    _ output: inout MessageOutput
  ) throws {
    let message: JSONValue
    do throws(JSONFault) { message = try JSONValue(parsing: input.line) } catch {
      throw StageError(.data, "line \(input.lineNumber): the STATE message: \(error.reason)")
    }
    guard let value = message["value"], value.members != nil else {
      throw StageError(
        .data,
        "line \(input.lineNumber): the value of the STATE is no object, so that nothing can be noted "
          + "in it"
      )
    }
    try write(value, &output)
  }

  private func write(_ value: JSONValue, _ output: inout MessageOutput) throws {
    let bookmark = try accepted.markState()
    guard !settings.wire.bare else { return try output.flush() }
    let message = JSONValue.object([
      ("type", .string("STATE")), ("value", bookmark.placed(in: value)),
    ])
    try Array(message.text.utf8).withView { try output.passState($0) }
  }

  private func record(_ input: inout MessageInput, _ output: inout MessageOutput) throws {
    stage.counts.read += 1
    let key: PersonKey
    let time: Int64?
    do throws(RecordFault) {
      key = try reader.person(input.scanner.record, input.line)
      time = try reader.time(input.scanner.record, input.line) ?? extracted(input)
    } catch {
      return try input.reject(error)
    }
    let slot = try accepted.find(key, into: &state)
    if let time, time < state.time { return skip(.older) }
    let hasChanged: Bool
    do throws(RecordFault) {
      hasChanged = try reader.compare(input.scanner.record, input.line, with: &state)
    } catch {
      return try input.reject(error)
    }
    let isNewer = time ?? .min > state.time
    if let time { state.time = time }
    if hasChanged || isNewer { try accepted.set(key, slot, state) }
    guard hasChanged else { return skip(.unchanged) }
    guard !settings.isBaseline else { return skip(.inBaseline) }
    stage.counts.written += 1
    try write(input, &output)
  }

  private func skip(_ reason: CountName) {
    stage.counts.skipped += 1
    stage.counts[reason] += 1
  }

  /// When the source of a record was seen, in microseconds; nil where nobody says.
  private func extracted(_ input: borrowing MessageInput) -> Int64? {
    let line = input.line
    guard let index = input.scanner.envelope.lastIndex(named: "time_extracted", in: line),
      input.scanner.envelope[index].kind == .string
    else { return nil }
    let text = input.scanner.envelope[index].stringBody(in: line)
    return Timestamp(text, rounding: true)?.microseconds
  }

  private func write(_ input: borrowing MessageInput, _ output: inout MessageOutput) throws {
    if !settings.wire.bare {
      output.buffer.append("{\"type\":\"RECORD\",\"stream\":\"postscript_subscriber_updates\",")
      output.buffer.append("\"record\":")
    }
    output.buffer.append("{")
    reader.members.withView { output.buffer.append($0) }
    output.buffer.append("\"properties\":{")
    reader.changes.withView { output.buffer.append($0) }
    output.buffer.append("}}")
    if !settings.wire.bare {
      if let index = input.scanner.envelope.lastIndex(named: "time_extracted", in: input.line) {
        output.buffer.append(",\"time_extracted\":")
        output.buffer.append(input.scanner.envelope[index].value(in: input.line))
      }
      output.buffer.append("}")
    }
    try output.endLine()
  }
}
