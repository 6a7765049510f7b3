import StageKit
import Wire

/// The extraction of objects that the API gives by id only.
struct ByIDExtraction {
  private typealias Pool = CallPool<Int, APIRecord>

  /// An id that was read, and where.
  private struct WantedID {
    let line: Int
    let id: String
  }

  /// What became of an id.
  private enum Answer {
    case asked(Result<APIRecord, CallFailure>)
    /// It can't be part of an address.
    case unfit
  }

  /// What comes next on stdin.
  private enum NextID {
    case id(String)
    case notYet
    case end
  }

  private let stage: Stage
  private let settings: APIExtractionSettings
  private let client: PostscriptClient
  private let stream: APIStream

  init(
    _ stage: Stage,
    _ settings: APIExtractionSettings,
    _ client: PostscriptClient,
    _ stream: APIStream
  ) {
    self.stage = stage
    self.settings = settings
    self.client = client
    self.stream = stream
  }

  /// Extracts an object for each id on stdin, in their order.
  func run(_ writer: inout RecordWriter) throws {
    var reader = LineReader(descriptor: 0)
    let pool = Pool(client, limit: client.inFlight)
    var sources: [Int: WantedID] = [:]
    var answers: [Int: Answer] = [:]
    var read = 0
    var next = 0
    var hasMore = true
    while hasMore || next < read {
      // Answers wait for their turn; not too many of them.
      reading: while hasMore, pool.hasRoom, read - next < 4 * client.inFlight {
        switch try nextID(&reader, mayWait: next == read, &writer) {
        case .id(let id):
          sources[read] = WantedID(line: reader.lineNumber, id: id)
          if id == "." || id == ".." {
            // As a segment of a path they would mean another address.
            answers[read] = .unfit
          } else {
            ask(for: id, read, pool)
          }
          read += 1
        case .notYet: break reading
        case .end: hasMore = false
        }
      }
      try stage.checkpoint(client)
      if pool.underWay > 0, let finished = pool.next() {
        answers[finished.ticket] = .asked(finished.outcome)
      }
      while let answer = answers.removeValue(forKey: next) {
        if let source = sources.removeValue(forKey: next) { try take(answer, source, &writer) }
        next += 1
      }
      if writer.recordsSinceState >= APIExtraction.recordsPerState { try writer.writeState() }
    }
  }

  /// The next id where it is there; where it isn't, whoever reads our output gets what is done.
  private func nextID(
    _ reader: inout LineReader,
    mayWait: Bool,
    _ writer: inout RecordWriter
  ) throws -> NextID {
    while true {
      switch reader.buffered() {
      case .end: return .end
      case .line: if !reader.line.trimmed.isEmpty { return .id(reader.line.trimmed.text) }
      case .tooLong: throw StageError(.data, "stdin, line \(reader.lineNumber): no id is so long")
      case nil:
        if reader.mustWait() {
          try writer.flush()
          if !mayWait { return .notYet }
        }
        try fill(&reader)
      }
    }
  }

  private func fill(_ reader: inout LineReader) throws {
    do {
      try reader.fill()
    } catch  where !error.isInterruption {
      throw StageError(.noInput, "cannot read the ids: \(error.reason)")
    } catch {}
    try stage.checkSignals()
  }

  private func ask(for id: String, _ number: Int, _ pool: Pool) {
    let store = settings.store
    let request = HTTPRequest("GET", "\(stream.path)/\(PathSegment.encoded(id))")
    pool.submit(number, request) { (response) throws(UnexpectedAnswer) in
      try response.body.withView { (body) throws(UnexpectedAnswer) in
        let record = try APIRecord(body, store: store)
        guard record.id == id else {
          throw UnexpectedAnswer("the object has another id, \(Excerpt.quoted(record.id))")
        }
        return record
      }
    }
  }

  private func take(
    _ answer: Answer,
    _ source: WantedID,
    _ writer: inout RecordWriter
  ) throws {
    stage.counts.read += 1
    switch answer {
    case .unfit: try reject(source, .invalidIdentifier, "cannot be an identifier")
    case .asked(.success(let record)):
      try writer.write(record, stream, observed: Clock.now)
    case .asked(.failure(let failure)):
      guard case .refused(let refusal) = failure,
        refusal.kind == .notFound || refusal.kind == .rejected
      else { throw failure.stageError }
      let code = refusal.meansUnknown ? RejectCode.notFound : .refused
      try reject(source, code, "was not given by the API: \(refusal.text)")
    }
  }

  private func reject(
    _ source: WantedID,
    _ code: RejectCode,
    _ reason: String
  ) throws {
    try Array(source.id.utf8).withView { input in
      try stage.reject(
        Reject(
          RecordFault(code, reason, "id", value: source.id),
          stream: stream.rawValue,
          line: source.line,
          input: input
        )
      )
    }
  }
}
