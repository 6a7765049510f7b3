public import StageKit
import Wire

/// Makes records of other systems into events and subscriber updates of Postscript: the work of
/// `transform-events`.
public final class EventTransform {
  /// The codes of the rejects that a run can give.
  public static let rejectCodes =
    MessageInput.rejectCodes + [
      .missingValue, .wrongType, .invalidText, .invalidList, .unknownWord, .invalidIdentifier,
      .invalidPhone, .invalidEmail, .invalidNumber, .invalidInteger, .invalidBoolean,
      .invalidDate, .invalidTime, .noSuchDay, .noTimeOfDay, .noOffset, .skippedLocalTime,
    ]

  private let stage: Stage
  private let settings: EventSettings
  private let mapping: EventMapping
  private var streams: [[UInt8]: StreamTransform] = [:]
  private var latest: (name: [UInt8], transform: StreamTransform?)?
  private var announced: Set<OutboundStream> = []

  /// Prepares a run.
  public init(_ stage: Stage, _ mapping: EventMapping, _ settings: EventSettings) {
    self.stage = stage
    self.settings = settings
    self.mapping = mapping
    for (name, stream) in mapping.streams {
      streams[Array(name.utf8)] = StreamTransform(stream, settings)
    }
  }

  /// Reads all messages and writes what becomes of them.
  ///
  /// - Throws: ``StageError`` where the run must end.
  public func run(_ input: inout MessageInput, _ output: inout MessageOutput) throws {
    while let kind = try input.next() {
      switch kind {
      case .record: try record(&input, &output)
      case .schema, .activateVersion:
        if let transform = transform(input.stream) {
          try announce(transform.output, &output)
        } else {
          try pass(input, &output)
        }
      case .state:
        if settings.wire.bare { try output.flush() } else { try output.passState(input.line) }
      case .unknown: try pass(input, &output)
      }
    }
    // Records that came bare go out as messages, which a STATE must close.
    if input.endedWithoutState, !settings.wire.bare { try output.writeEmptyState() }
    try output.flush()
    if !streams.isEmpty, stage.counts.read == 0, stage.counts.passedThrough > 0 {
      stage.log.warning("no record is of a stream that the mapping names")
    }
  }

  private func transform(_ stream: ByteView) -> StreamTransform? {
    if let latest, stream.equals(latest.name) { return latest.transform }
    let name = stream.array
    latest = (name, streams[name])
    return streams[name]
  }

  /// Passes a message of another stream through.
  private func pass(_ input: borrowing MessageInput, _ output: inout MessageOutput) throws {
    stage.counts.passedThrough += 1
    if !settings.wire.bare { try output.pass(input.line) }
  }

  private func announce(_ stream: OutboundStream, _ output: inout MessageOutput) throws {
    guard announced.insert(stream).inserted, !settings.wire.bare else { return }
    output.buffer.append(stream.schema(mapping.schemas(of: stream)).text)
    try output.endLine()
  }

  private func record(_ input: inout MessageInput, _ output: inout MessageOutput) throws {
    guard let transform = transform(input.stream) else { return try pass(input, &output) }
    try announce(transform.output, &output)
    stage.counts.read += 1
    let start = output.buffer.count
    if !settings.wire.bare {
      output.buffer.append("{\"type\":\"RECORD\",\"stream\":\"")
      output.buffer.append(transform.output.rawValue)
      output.buffer.append("\",\"record\":")
    }
    let outcome: StreamTransform.Outcome
    do throws(RecordFault) {
      outcome = try transform.write(
        input.scanner.record,
        input.line,
        &stage.counts,
        to: &output.buffer
      )
    } catch {
      output.buffer.truncate(to: start)
      return try input.reject(error)
    }
    switch outcome {
    case .skipped(let reason):
      output.buffer.truncate(to: start)
      stage.counts.skipped += 1
      stage.counts[reason] += 1
    case .written:
      stage.counts.written += 1
      if !settings.wire.bare { endEnvelope(input, &output) }
      try output.endLine()
    }
  }

  /// Ends a RECORD with the time at which its source was seen, where that is known.
  private func endEnvelope(_ input: borrowing MessageInput, _ output: inout MessageOutput) {
    if let index = input.scanner.envelope.lastIndex(named: "time_extracted", in: input.line) {
      output.buffer.append(",\"time_extracted\":")
      output.buffer.append(input.scanner.envelope[index].value(in: input.line))
    }
    output.buffer.append("}")
  }
}
