public import StageKit
import Wire

/// Lets each key of each stream through once: the work of `transform-dedupe`.
///
/// The first record of a key is written as it arrives. For the last one, records wait in a spool
/// on disk until a STATE, and the last of each key is written then, in the order of arrival. A key
/// that was written at an earlier STATE and comes again later in the order is written again: what
/// has gone downstream cannot be called back, and a loader replaces it.
///
/// It and its parts are values with one owner: every access to a property of a class would be checked
/// while the program runs, several times a record.
public struct Deduplicator: ~Copyable {
  /// The codes of the rejects that a run can give.
  public static let rejectCodes = MessageInput.rejectCodes + [.missingValue, .invalidText]

  private let stage: Stage
  private let options: DeduplicationSettings
  private let duplicates: Duplicates
  private var first: FirstOfKey
  /// Nil where the first record of a key is kept.
  private var last: LastOfKey?
  private let keepsLast: Bool
  private var streams: [[UInt8]: StreamKey] = [:]
  private var latest: (name: [UInt8], key: StreamKey)?
  private var unkeyed: Set<[UInt8]> = []

  /// Prepares a run.
  ///
  /// - Throws: ``StageError`` with ``ExitCode/cantCreate`` where a file cannot be made.
  public init(_ stage: Stage, _ options: DeduplicationSettings) throws {
    self.stage = stage
    self.options = options
    let report = try options.conflictsPath.map { path in try ConflictReport(path: path) }
    let needsSpool = options.keep == .last || report != nil
    let spool: RecordSpool?
    do {
      spool = needsSpool ? try RecordSpool(folder: options.temporaryFolder) : nil
    } catch {
      throw StageError(
        .cantCreate,
        "cannot make a temporary file in \(options.temporaryFolder) (TMPDIR): \(error.reason)"
      )
    }
    duplicates = Duplicates(stage: stage, spool: spool, report: report)
    first = FirstOfKey(duplicates)
    last = nil
    keepsLast = options.keep == .last
    if keepsLast, let spool { last = LastOfKey(duplicates, spool, orderBy: options.orderBy) }
  }

  /// Reads all messages and writes what remains of them.
  ///
  /// - Throws: ``StageError`` where the run must end.
  public mutating func run(_ input: inout MessageInput, _ output: inout MessageOutput) throws {
    while let kind = try input.next() {
      switch kind {
      case .record: try record(&input, &output)
      case .schema:
        try takeSchema(&input)
        if !options.wire.bare { try output.pass(input.line) }
      case .state:
        try last?.release(&output, bare: options.wire.bare)
        if !options.wire.bare {
          try input.withState { try output.passState($0) }
        } else {
          try output.flush()
        }
      case .activateVersion, .unknown:
        stage.counts.passedThrough += 1
        if !options.wire.bare { try output.pass(input.line) }
      }
    }
    try last?.release(&output, bare: options.wire.bare)
    if input.endedWithoutState, !input.endsBare, !options.wire.bare { try output.writeEmptyState() }
    try output.flush()
    try duplicates.report?.flush(stage)
    duplicates.olderKept.warn(stage)
  }

  private mutating func takeSchema(_ input: inout MessageInput) throws {
    let name = input.stream.array
    latest = nil
    guard options.wire.key.isEmpty else {
      streams[name] = streams[name] ?? StreamKey(stream: input.stream, fields: options.wire.key)
      return
    }
    let message = try schema(input)
    let fields = (message["key_properties"]?.array ?? []).compactMap(\.string)
    if fields.isEmpty {
      if unkeyed.insert(name).inserted {
        stage.log.warning(
          "stream \(input.stream.text) has no key_properties, so its records pass through; "
            + "--key A,B names the fields of a key"
        )
      }
      streams[name] = nil
    } else if streams[name]?.fields != fields {
      unkeyed.remove(name)
      streams[name] = StreamKey(stream: input.stream, fields: fields)
    }
  }

  private func schema(_ input: borrowing MessageInput) throws -> JSONValue {
    do {
      return try JSONValue(parsing: input.line)
    } catch let fault {
      throw StageError(.data, "line \(input.lineNumber): the SCHEMA message: \(fault.reason)")
    }
  }

  private mutating func record(_ input: inout MessageInput, _ output: inout MessageOutput) throws {
    guard let key = try streamKey(&input) else {
      if input.stream.isEmpty { return }
      stage.counts.passedThrough += 1
      return try write(&input, &output)
    }
    stage.counts.read += 1
    let digest: (UInt64, UInt32)
    do {
      digest = try key.hash(input.scanner.record, input.line, duplicates.hash)
    } catch let fault {
      return try input.reject(fault)
    }
    if keepsLast {
      try last?.take(digest, &input)
      return
    }
    if try first.isNew(digest, &input) {
      stage.counts.written += 1
      try write(&input, &output)
    }
  }

  /// The key of the current record's stream; nil where the stream passes through.
  private mutating func streamKey(_ input: inout MessageInput) throws -> StreamKey? {
    if let latest, input.stream.equals(latest.name) { return latest.key }
    let name = input.stream.array
    if unkeyed.contains(name) { return nil }
    guard let key = streams[name] ?? declaredKey(input.stream) else {
      throw StageError(
        .data,
        "line \(input.lineNumber): stream \(input.stream.text): a RECORD comes before its SCHEMA, "
          + "so its key is unknown; name it with --key A,B"
      )
    }
    streams[name] = key
    latest = (name, key)
    return key
  }

  private func declaredKey(_ stream: ByteView) -> StreamKey? {
    options.wire.key.isEmpty ? nil : StreamKey(stream: stream, fields: options.wire.key)
  }

  /// Writes the current message, or its record alone where bare records are wanted.
  private func write(_ input: inout MessageInput, _ output: inout MessageOutput) throws {
    guard options.wire.bare else { return try output.pass(input.line) }
    try output.passBare(input.scanner, input.line)
  }
}
