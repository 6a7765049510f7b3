public import StageKit
import Wire

/// One run: asks for the streams one after the other and writes what comes.
public final class APIExtraction {
  /// The codes of the rejects that an extraction can give.
  public static let rejectCodes: [RejectCode] = [
    .invalidIdentifier, .invalidObject, .notFound, .refused,
  ]

  /// After how many records a STATE is written, so that a long run isn't lost.
  static let recordsPerState = 5000

  private let stage: Stage
  private let settings: APIExtractionSettings
  private let client: PostscriptClient
  private let selection: StreamSelection
  private var writer: RecordWriter

  /// Reads the state and prepares the client; nothing is sent yet.
  ///
  /// - Throws: exit code 66 or 78 for catalog and state, 73, 77 or 78 for what the client needs.
  public init(
    _ stage: Stage,
    _ client: APIClientOptions,
    _ settings: APIExtractionSettings
  ) throws(StageError) {
    self.stage = stage
    self.settings = settings
    let offered = settings.streams.isEmpty ? APIStream.usual : settings.streams
    selection = try StreamSelection(catalog: settings.catalogPath, among: offered.map(\.rawValue))
    self.client = try PostscriptClient(client)
    let state = try settings.statePath.map { path throws(StageError) in
      try StateFile.read(path, stage)
    }
    writer = RecordWriter(
      stage,
      state: state ?? .object([]),
      bare: settings.isBare,
      shard: settings.shard
    )
  }

  /// The streams in the order in which they are extracted: short lists first.
  private var streams: [APIStream] {
    let wanted = settings.streams.isEmpty ? APIStream.usual : settings.streams
    let order = APIStream.usual + [.sentMessages, .messageRequests]
    return order.filter { wanted.contains($0) && selection.takes($0.rawValue) }
  }

  /// Extracts the streams and closes with a STATE.
  ///
  /// - Throws: ``StageError`` where the run must end.
  public func run() throws {
    // What was sent also tells why a run failed.
    defer { stage.count(client.statistics) }
    // A state that can't be right is refused before anything is written.
    let bookmark = streams.contains(.subscribers) ? try bookmark() : nil
    for stream in streams {
      try writer.begin(stream, selection.fields(of: stream.discovered(), stage.log))
      switch stream {
      case .subscribers:
        var extraction = SubscriberExtraction(stage, settings, client)
        try extraction.run(from: bookmark, &writer)
      case .keywords: try extractList(stream, wrapper: "keywords")
      case .webhooks: try extractList(stream, wrapper: "webhook_subscriptions")
      case .sentMessages, .messageRequests:
        try ByIDExtraction(stage, settings, client, stream).run(&writer)
      }
      try writer.writeState()
    }
  }

  /// How far the state says that earlier runs came; nil for not at all.
  ///
  /// - Throws: exit code 78 for a state that is another store's, lies in the future or can't be read.
  private func bookmark() throws(StageError) -> SubscriberBookmark? {
    let bookmark: SubscriberBookmark?
    do throws(UnexpectedAnswer) { bookmark = try SubscriberBookmark(in: writer.state) } catch {
      throw StageError(.config, "--state: \(error.reason)")
    }
    guard let bookmark else { return nil }
    if let store = bookmark.store, store != settings.store {
      throw StageError(
        .config,
        "--state: it belongs to the store \(Excerpt.quoted(store)), and this run is for "
          + "\(Excerpt.quoted(settings.store)) (--store): each store needs its own state"
      )
    }
    // A little ahead may be this machine's clock; more would hide what changes until then.
    let latest = Clock.now.microseconds + 5 * 60 * 1_000_000
    guard bookmark.updated.microseconds <= latest else {
      throw StageError(
        .config,
        "--state: its updated_at, \(bookmark.updated.text), lies in the future: what changes until "
          + "then would be passed over; set it back to a time before which all is loaded"
      )
    }
    return bookmark
  }

  /// Extracts a list that comes in one page.
  private func extractList(_ stream: APIStream, wrapper: StaticString) throws {
    let store = settings.store
    let number = settings.shopNumber
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
    for bad in objects.bad { try Self.reject(bad, stream, stage) }
  }

  /// Sets an object aside that can't be a record.
  static func reject(_ bad: BadObject, _ stream: APIStream, _ stage: Stage) throws(StageError) {
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
