import Glibc
public import StageKit
import Wire

/// One run over a spool: writes what is new of every file, each delivery once.
public final class WebhookExtraction {
  /// The codes of the rejects that an extraction can give.
  public static let rejectCodes: [RejectCode] = [.notADelivery]

  /// After how many records a STATE is written.
  private static let recordsPerState = 5000

  private let stage: Stage
  private let settings: WebhookExtractionSettings
  private var output: MessageOutput
  private var state: JSONValue
  private var bookmark: SpoolBookmark
  private var fields: FieldSelection
  /// The deliveries of this run, by the number that their id is.
  private var seen: Set<String> = []
  private var recordsSinceState = 0

  /// Reads the state; nothing is written yet.
  ///
  /// - Throws: exit code 66 or 78 for catalog and state.
  public init(_ stage: Stage, _ settings: WebhookExtractionSettings) throws(StageError) {
    let stream = Self.discovered
    let selection = try StreamSelection(catalog: settings.catalogPath, among: [stream.name])
    fields = try selection.fields(of: stream, stage.log)
    self.stage = stage
    self.settings = settings
    state =
      try settings.statePath.map { path throws(StageError) in
        try StateFile.read(path, stage)
      } ?? .object([])
    bookmark = SpoolBookmark(in: state)
    output = MessageOutput(stage, keeping: settings.shard, bare: settings.isBare)
  }

  /// Writes a Singer catalog of the stream: the work of `--discover`.
  public static func discover(_ stage: Stage) throws {
    try DiscoveredStream.write([discovered], stage)
  }

  private static var discovered: DiscoveredStream {
    var stream = DiscoveredStream(
      WebhookRecord.schema["stream"]?.string ?? "",
      key: ["delivery_id"],
      schema: WebhookRecord.schema["schema"] ?? .object([])
    )
    stream.automatic = ["store_id"]
    stream.metadata = [("forced-replication-method", .string("INCREMENTAL"))]
    return stream
  }

  /// Extracts the spool and closes with a STATE.
  ///
  /// - Throws: ``StageError`` where the run must end.
  public func run() throws {
    let names = try Folder.names(settings.spool).filter { SpoolFile.isOne($0) }
    if settings.removesExtracted { try removeExtracted(names) }
    if !settings.isBare {
      output.buffer.append(fields.schema(WebhookRecord.schema.text))
      try output.endLine()
    }
    for name in try Folder.names(settings.spool) where SpoolFile.isOne(name) { try extract(name) }
    // What is no longer there can't come again.
    for (name, _) in bookmark.offsets where !names.contains(name) { bookmark.forget(name) }
    try writeState()
  }

  /// Removes the files that the state says are extracted whole, once nobody writes to them any more.
  private func removeExtracted(_ names: [String]) throws(StageError) {
    let anHourAgo = Timestamp(microseconds: Clock.now.microseconds - 3_600_000_000)
    let open = SpoolFile.name(at: anHourAgo)
    for name in names where name < open {
      let path = "\(settings.spool)/\(name)"
      guard let size = (try? Descriptors.regularFile(at: path))?.bytes, bookmark[name] >= size
      else {
        continue
      }
      try Folder.remove(path)
      bookmark.forget(name)
    }
  }

  /// Writes the deliveries of a file that lie behind the bookmark, up to the last whole line.
  private func extract(_ name: String) throws {
    let path = "\(settings.spool)/\(name)"
    let start = bookmark[name]
    let descriptor: Int32
    do throws(DescriptorError) { descriptor = try Descriptors.openForReading(path) } catch {
      throw StageError(.noInput, "cannot read \(path): \(error.reason)")
    }
    defer { close(descriptor) }
    guard lseek(descriptor, start, SEEK_SET) == start else {
      throw StageError(.noInput, "cannot read \(path) from byte \(start)")
    }
    var reader = LineReader(descriptor: descriptor)
    while true {
      try stage.checkpoint()
      let event: LineReader.Event
      do throws(DescriptorError) { event = try reader.next() } catch {
        if error.isInterruption { continue }
        throw StageError(.noInput, "cannot read \(path): \(error.reason)")
      }
      // A line without an end is still being written, or was never acknowledged.
      guard event == .line, reader.lineWasTerminated else { break }
      stage.counts.read += 1
      if let delivery = SpooledDelivery(reader.line) {
        try write(delivery)
      } else {
        try stage.reject(
          Reject(
            RecordFault(.notADelivery, "is not a delivery: line of \(name)", ""),
            stream: "postscript_webhook_events",
            line: reader.lineNumber,
            input: reader.line
          )
        )
      }
      bookmark.set(name, to: start + reader.lineOffset + reader.line.count + 1)
      if recordsSinceState >= WebhookExtraction.recordsPerState { try writeState() }
    }
  }

  private func write(_ delivery: SpooledDelivery) throws {
    let record = WebhookRecord(delivery, store: settings.store)
    guard seen.insert(record.id).inserted else {
      stage.counts[.repeated] += 1
      return
    }
    stage.counts.written += 1
    recordsSinceState += 1
    guard !settings.isBare else {
      let time = JSONValue.string(delivery.received.text)
      return try write(record.json.setting("time_extracted", time))
    }
    try write(
      .object([
        ("type", .string("RECORD")), ("stream", .string("postscript_webhook_events")),
        ("record", record.json), ("time_extracted", .string(delivery.received.text)),
      ])
    )
  }

  private func write(_ message: JSONValue) throws {
    let start = output.buffer.count
    message.write(to: &output.buffer)
    fields.cut(&output.buffer, from: start, isBare: settings.isBare)
    try output.endLine()
  }

  private func writeState() throws {
    recordsSinceState = 0
    state = bookmark.placed(in: state)
    guard !settings.isBare else {
      try stage.commitPoint()
      return try output.flush()
    }
    let message = JSONValue.object([("type", .string("STATE")), ("value", state)]).text
    try Array(message.utf8).withView { try output.passState($0) }
  }
}

extension CountName {
  /// Deliveries that came before in the same run.
  fileprivate static let repeated = CountName("repeated")
}
