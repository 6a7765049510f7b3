import PostscriptAPI
import StageKit
import Wire

/// One run: asks for the streams one after the other and writes what comes.
final class Extraction {
  /// What requests say of their sender.
  static let userAgent = "postscript-etl/\(Version.current)"
  /// After how many records a STATE is written, so that a long run isn't lost.
  static let recordsPerState = 5000

  let stage: Stage
  let options: ExtractOptions
  let client: PostscriptClient
  var writer: RecordWriter
  /// The hashes of the objects that were set aside, which the list may show again and again.
  var rejected: Set<Int> = []

  /// Checks the options and prepares the client; nothing is sent yet.
  init(_ stage: Stage, _ options: ExtractOptions) throws(StageError) {
    self.stage = stage
    self.options = options
    if let since = options.since, let until = options.until, since >= until {
      throw StageError(.usage, "--since is not before --until")
    }
    guard (0...86_400).contains(options.overlap) else {
      throw StageError(.usage, "--overlap: \(options.overlap) is not from 0 to 86400")
    }
    client = try PostscriptClient(options.client, userAgent: Extraction.userAgent)
    let state = try options.state.map { path throws(StageError) in try StateFile.read(path, stage) }
    writer = RecordWriter(stage, state: state ?? .object([]), bare: options.bare)
  }

  /// The streams in the order in which they are extracted: short lists first.
  private func streams() throws(StageError) -> [APIStream] {
    let wanted = options.streams
    if wanted.isEmpty { return [.keywords, .webhooks, .subscribers] }
    guard wanted.count(where: \.isByID) <= 1 else {
      throw StageError(.usage, "--streams: the ids on stdin can be those of one stream only")
    }
    let order: [APIStream] = [
      .keywords, .webhooks, .subscribers, .sentMessages, .messageRequests,
    ]
    return order.filter { wanted.contains($0) }
  }

  /// Extracts the streams and closes with a STATE.
  func run() throws {
    // What was sent also tells why a run failed.
    defer { stage.count(client.statistics) }
    let streams = try streams()
    // A state that can't be right is refused before anything is written.
    let bookmark = streams.contains(.subscribers) ? try bookmark() : nil
    for stream in streams {
      try writer.writeSchema(stream)
      switch stream {
      case .subscribers: try extractSubscribers(from: bookmark)
      case .keywords: try extractList(stream, wrapper: "keywords")
      case .webhooks: try extractList(stream, wrapper: "webhook_subscriptions")
      case .sentMessages, .messageRequests: try extractByID(stream)
      }
      try writer.writeState()
    }
  }

  /// Extracts a list that comes in one page.
  private func extractList(_ stream: APIStream, wrapper: StaticString) throws {
    let store = options.store
    let number = options.shopNumber?.text
    let outcome = try client.callAlone(stage, HTTPRequest("GET", stream.path)) {
      (response) throws(UnexpectedAnswer) in
      try APIList.records(response, wrapper: wrapper, store: store) { fields in
        guard stream == .keywords, let number, let word = fields["keyword"] else { return [] }
        return [("sms_link", SMSLink.json(number: number, keyword: word))]
      }
    }
    let objects: APIObjects
    do throws(CallFailure) { objects = try outcome.get() } catch { throw error.stageError }
    let observed = Clock.now
    for record in objects.records {
      stage.counts.read += 1
      try writer.write(record, stream, observed: observed)
    }
    for bad in objects.bad { try reject(bad, stream) }
  }

  /// Sets an object aside that can't be a record.
  func reject(_ bad: BadObject, _ stream: APIStream) throws(StageError) {
    stage.counts.read += 1
    try bad.text.withView { (text) throws(StageError) in
      try stage.reject(
        Reject(
          RecordFault(.invalidObject, bad.reason, "id"),
          stream: stream.rawValue,
          input: text
        )
      )
    }
  }
}
