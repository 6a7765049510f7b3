import Glibc
import StageKit
import Wire

/// What became of each record and each request, as the stream `postscript_sync_log`, in a file that
/// `load-postgres` loads.
///
/// Runs append to it: each adds its records and a STATE behind them. What a crash has cut off at its
/// end is taken away.
final class SyncLog {
  private let path: String
  private let descriptor: Int32
  private let head: [(key: String, value: JSONValue)]
  private var number = 0
  private var lines = ByteBuffer(capacity: 1 << 15)

  /// Opens the file for a run of a store.
  ///
  /// - Throws: exit code 73 where it can't be opened, 74 where it can't be read or mended.
  init(_ path: String, run: String, store: String) throws(StageError) {
    self.path = path
    descriptor = try OutputFile.open(path, "the sync log", O_RDWR | O_APPEND)
    head = [("store_id", .string(store)), ("run_id", .string(run))]
    try cutHalfLine()
    lines.append(SyncLog.schema)
    lines.append("\n")
    try flush()
  }

  deinit { close(descriptor) }

  private func cutHalfLine() throws(StageError) {
    let size = Descriptors.regularFile(descriptor)?.bytes ?? 0
    guard size > 0 else { return }
    let start = max(0, size - (1 << 20))
    var tail = ByteBuffer()
    do throws(DescriptorError) {
      guard lseek(descriptor, start, SEEK_SET) >= 0 else { throw DescriptorError("seek", errno) }
      while try Descriptors.read(into: &tail, atMost: 1 << 20, from: descriptor) > 0 {}
    } catch {
      throw StageError(.ioError, "cannot read the sync log \(path): \(error.reason)")
    }
    let whole = tail.view.lastIndex(of: UInt8(ascii: "\n")).map { start + $0 + 1 } ?? 0
    guard whole < size, ftruncate(descriptor, whole) != 0 else { return }
    throw StageError(.ioError, "cannot mend the sync log \(path)")
  }

  /// Adds a request and what came of it.
  func add(_ note: AttemptNote, batch: UInt64) {
    append(
      note.stream,
      note.person,
      note.type,
      note.externalID,
      line: note.line,
      attempt: note.attempt,
      note.outcome,
      note.words,
      batch
    )
  }

  /// Adds what became of a record that no request was made for.
  func add(_ record: OutboundRecord, line: Int, _ fate: String, _ words: String, batch: UInt64) {
    append(
      record.stream,
      record.person,
      record.type,
      record.externalID,
      line: line,
      attempt: 0,
      fate,
      words,
      batch
    )
  }

  private func append(
    _ stream: SenderStream,
    _ person: Recipient,
    _ type: String,
    _ externalID: String,
    line: Int,
    attempt: Int,
    _ outcome: String,
    _ words: String,
    _ batch: UInt64
  ) {
    number += 1
    let text = { (value: String) in value.isEmpty ? JSONValue.null : .string(value) }
    let integer = { (value: Int) in JSONValue.number(String(value)) }
    let record =
      head + [("number", integer(number)), ("at", .string(Clock.now.text))]
      + [("stream", .string(stream.rawValue))] + person.logMembers
      + [
        ("event_type", text(type)), ("external_id", text(externalID)), ("line", integer(line)),
        ("attempt", integer(attempt)), ("outcome", .string(outcome)), ("words", text(words)),
        ("batch", .string(RecordKey.hexadecimal(batch))),
      ]
    lines.append(#"{"type":"RECORD","stream":"postscript_sync_log","record":"#)
    JSONValue.object(record).write(to: &lines)
    lines.append("}\n")
  }

  /// Hands what was added to the system.
  ///
  /// - Throws: exit code 74 where the disk is full or fails.
  func flush() throws(StageError) {
    guard !lines.isEmpty else { return }
    do {
      try lines.withView { try Descriptors.writeLines($0, to: descriptor, onInterrupt: {}) }
    } catch {
      let reason = (error as? DescriptorError)?.reason ?? "\(error)"
      throw StageError(.ioError, "cannot write the sync log \(path): \(reason)")
    }
    lines.removeAll()
  }

  /// Closes what the run has added with a STATE, so that it can be loaded.
  func finish() throws(StageError) {
    lines.append(#"{"type":"STATE","value":{}}"#)
    lines.append("\n")
    try flush()
  }

  private static let schema: String = {
    let text = #"{"type":["null","string"]}"#
    let fields = [
      ("store_id", #"{"type":"string"}"#), ("run_id", #"{"type":"string"}"#),
      ("number", #"{"type":"integer"}"#),
      ("at", #"{"type":["null","string"],"format":"date-time"}"#), ("stream", text),
      ("subscriber_id", text), ("phone", text), ("email", text), ("event_type", text),
      ("external_id", text), ("line", #"{"type":["null","integer"]}"#),
      ("attempt", #"{"type":["null","integer"]}"#), ("outcome", text), ("words", text),
      ("batch", text),
    ].map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
    return
      #"{"type":"SCHEMA","stream":"postscript_sync_log","schema":{"type":"object","properties":{"#
      + fields + #"}},"key_properties":["store_id","run_id","number"]}"#
  }()
}
