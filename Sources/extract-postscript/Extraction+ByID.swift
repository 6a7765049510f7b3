import PostscriptAPI
import StageKit
import Wire

/// Objects that the API gives by id only.
extension Extraction {
  /// What became of an id.
  private typealias Pool = CallPool<Int, APIRecord>

  /// Extracts an object for each id on stdin, in their order.
  func extractByID(_ stream: APIStream) throws {
    var reader = LineReader(descriptor: 0)
    let pool = Pool(client, limit: options.client.inFlight)
    var ids: [Int: (line: Int, id: String)] = [:]
    var answers: [Int: Result<APIRecord, CallFailure>] = [:]
    var asked = 0
    var next = 0
    var hasMore = true
    while hasMore || next < asked {
      // Answers wait for their turn; not too many of them.
      while hasMore, pool.hasRoom, asked - next < 4 * options.client.inFlight {
        guard let id = try nextID(&reader) else {
          hasMore = false
          break
        }
        ids[asked] = (reader.lineNumber, id)
        ask(for: id, stream, asked, pool)
        asked += 1
      }
      try stage.checkpoint()
      if let finished = pool.next() { answers[finished.ticket] = finished.outcome }
      while let outcome = answers.removeValue(forKey: next) {
        if let source = ids.removeValue(forKey: next) { try take(outcome, source, stream) }
        next += 1
      }
      if writer.recordsSinceState >= Extraction.recordsPerState { try writer.writeState() }
    }
  }

  private func nextID(_ reader: inout LineReader) throws -> String? {
    while true {
      do {
        switch try reader.next() {
        case .end: return nil
        case .line(let text):
          if !text.trimmed.isEmpty { return text.trimmed.text }
        case .tooLong: throw StageError(.data, "stdin, line \(reader.lineNumber): no id is so long")
        }
      } catch let error as DescriptorError {
        guard error.isInterruption else {
          throw StageError(.noInput, "cannot read the ids: \(error.reason)")
        }
        try stage.checkSignals()
      }
    }
  }

  private func ask(for id: String, _ stream: APIStream, _ number: Int, _ pool: Pool) {
    let store = options.store
    let request = HTTPRequest("GET", "\(stream.path)/\(PathSegment.encoded(id))")
    pool.submit(number, request) { (response) throws(UnexpectedAnswer) in
      try response.body.withView { (body) throws(UnexpectedAnswer) in
        try APIRecord(body, store: store)
      }
    }
  }

  private func take(
    _ outcome: Result<APIRecord, CallFailure>,
    _ source: (line: Int, id: String),
    _ stream: APIStream
  ) throws {
    stage.counts.read += 1
    switch outcome {
    case .success(let record): try writer.write(record, stream, observed: SystemTime.now)
    case .failure(let failure):
      guard case .refused(let refusal) = failure,
        refusal.kind == .notFound || refusal.kind == .rejected
      else { throw failure.stageError }
      try Array(source.id.utf8).withView { input in
        try stage.reject(
          Reject(
            code: refusal.kind == .notFound ? "not_found" : "refused",
            reason: "was not given by the API: \(refusal.text)",
            stream: stream.rawValue,
            line: source.line,
            field: "id",
            value: source.id,
            input: input
          )
        )
      }
    }
  }
}
