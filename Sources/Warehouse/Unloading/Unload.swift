public import StageKit
public import Wire

extension CountName {
  /// Rows without a value in the replication key.
  static let withoutReplicationKey = CountName("without replication key")
}

/// Extracts tables, views or a query as Singer streams: the work of `extract-postgres`.
///
/// All streams of a run are of one state of the warehouse. The one STATE comes last, so that what
/// ends in the middle never looks whole.
public final class Unload {
  /// The codes of the rejects that a run can give.
  public static let rejectCodes: [RejectCode] = [
    .missingValue, .invalidNumber, .invalidDate, .invalidTime,
  ]

  private let stage: Stage
  private let settings: UnloadSettings
  private var state: JSONValue
  private var output: MessageOutput

  /// Reads the state; nothing is asked yet.
  ///
  /// - Throws: exit code 66 or 78 for the state.
  public init(_ settings: UnloadSettings, _ stage: Stage) throws(StageError) {
    self.stage = stage
    self.settings = settings
    let read = try settings.statePath.map { path throws(StageError) in
      try StateFile.read(path, stage)
    }
    let value = read ?? .object([])
    state = value["type"]?.string == "STATE" ? value["value"] ?? .object([]) : value
    output = MessageOutput(stage, keeping: settings.shard, bare: settings.isBare)
  }

  /// Extracts the streams and closes with a STATE.
  ///
  /// - Throws: ``StageError`` where the run must end, ``DatabaseError`` where PostgreSQL fails.
  public func run(_ target: ConnectionSettings) throws {
    var session = try UnloadSession(target, settings, stage)
    var plan = UnloadPlan(settings, state: state, stage)
    let streams = try plan.streams(&session)
    var bookmarks = state["bookmarks"] ?? .object([])
    // What an earlier run covered, this one says itself.
    for (stream, bookmark) in bookmarks.members ?? [] where bookmark["covers"] != nil {
      bookmarks = bookmarks.setting(stream, bookmark.setting("covers", .null))
    }
    for stream in streams {
      let mark: ReplicationMark?
      do {
        mark = try extract(stream, &session)
      } catch var error as DatabaseError {
        error.action = "extracting \(stream.name)"
        throw error
      }
      report(mark, stream, session.observed)
      if let bookmark = stream.bookmark(after: mark, at: session.observed) {
        bookmarks = bookmarks.setting(stream.id, bookmark)
      }
      if let covers = try StreamCoverage.statement(of: stream, settings, &session) {
        bookmarks = bookmarks.setting(stream.name, covers)
      }
    }
    try close(state.setting("bookmarks", bookmarks))
  }

  /// Hands what is written, the records of other shards among it, to somebody else, too.
  public func watch(_ watch: ((ByteView) throws -> Void)?) { output.watch = watch }

  private func close(_ state: JSONValue) throws {
    guard !settings.isBare else {
      try stage.commitPoint()
      return try output.flush()
    }
    let message = JSONValue.object([("type", .string("STATE")), ("value", state)]).text
    try Array(message.utf8).withView { try output.passState($0) }
  }

  /// Writes the SCHEMA and the records of a stream; returns how far its replication key came.
  private func extract(
    _ stream: UnloadStream,
    _ session: inout UnloadSession
  ) throws -> ReplicationMark? {
    if !settings.isBare {
      output.buffer.append(stream.schemaMessage.text)
      try output.endLine()
    }
    var (lead, tail) = envelope(stream, session.observed, version: nil)
    var last: ObservationLead?
    var row = CopiedRow(stream.columns, mark: stream.mark)
    var rows = 0
    let sent = try session.connection.copyOut(stream.statement) { line in
      rows += 1
      if rows & 1023 == 0 { try stage.checkpoint() }
      stage.counts.read += 1
      stage.counts.bytesRead += line.count
      let start = output.buffer.count
      var text = line[0, line.count - 1]
      if stream.isObserved {
        let observation = ObservationLead(text)
        text = text[observation.count, text.count]
        if observation.at != last?.at || observation.version != last?.version {
          // Of what nobody knows when it was observed anything newer is the newer.
          let at = observation.at ?? Timestamp(microseconds: -62_135_596_800_000_000)
          (lead, tail) = envelope(stream, at, version: observation.version)
        }
        last = observation
      }
      output.buffer.append(lead)
      do throws(RecordFault) {
        try row.write(text, known: last?.known ?? -1, to: &output.buffer)
      } catch {
        output.buffer.truncate(to: start)
        return try stage.reject(Reject(error, stream: stream.name, line: rows, input: text))
      }
      // A bare record is still open for what its envelope would say.
      if settings.isBare { output.buffer.truncate(to: output.buffer.count - 1) }
      output.buffer.append(tail)
      stage.counts.written += 1
      try output.endLine()
    }
    guard sent == rows else {
      throw DatabaseError(sqlState: "08P01", message: "\(sent) rows were sent, \(rows) came")
    }
    return row.mark
  }

  /// What stands before and behind each record.
  private func envelope(
    _ stream: UnloadStream,
    _ observed: Timestamp,
    version: Int64?
  ) -> ([UInt8], [UInt8]) {
    let generation = version.map { ",\"version\":\($0)" } ?? ""
    let tail = "\(settings.isBare ? "" : generation),\"time_extracted\":\"\(observed.text)\"}"
    guard !settings.isBare else {
      let hasTime = stream.columns.contains { $0.name == "time_extracted" }
      return ([], hasTime ? [UInt8(ascii: "}")] : Array(tail.utf8))
    }
    let name = JSONValue.string(stream.name).text
    let lead = "{\"type\":\"RECORD\",\"stream\":\(name),\"record\":"
    return (Array(lead.utf8), Array(tail.utf8))
  }

  private func report(_ mark: ReplicationMark?, _ stream: UnloadStream, _ now: Timestamp) {
    guard let mark else { return }
    if mark.missing > 0 {
      stage.counts[.withoutReplicationKey] += mark.missing
      stage.log.warning(
        "stream \(stream.name): \(mark.missing) rows have no \(mark.column), so they come with "
          + "each run"
      )
    }
    if let highest = mark.highest, let latest = mark.latest(at: now), highest > latest {
      stage.log.warning(
        "stream \(stream.name): the latest \(mark.column), \(mark.text(highest)), lies in the "
          + "future; the bookmark stays at \(mark.text(latest))"
      )
    }
  }
}
