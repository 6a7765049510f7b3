import PostscriptAPI
import PostscriptSimulator
import TestSupport
import Wire

/// A walk in dialogue with a simulated shop, without sockets: answers come in any order, and the
/// shop changes between them.
struct WalkDialogue {
  var shop: Shop
  var random: SplitMix64
  /// What a warehouse would hold: by id, the latest version of each subscriber.
  var loaded: [String: APIRecord] = [:]
  /// How often each id was handed out by the latest walk.
  var handedOut: [String: Int] = [:]
  /// How many requests were made.
  var requests = 0
  /// Subscribers whose id the answers don't give.
  var nameless: Set<String> = []
  /// The bookmark of the latest STATE.
  var bookmark: Timestamp?
  /// The server's time that an answer tells, given the number of the request and the real one.
  var serverTime: (Int, Timestamp) -> Timestamp? = { _, time in time }
  /// How long, in seconds, the walks leave the past open.
  var settling = SubscriberWalk.usualSettling
  /// How far the clock of the walk's machine is ahead, in microseconds.
  var machineAhead: Int64 = 0

  init(_ settings: SimulatorSettings, seed: UInt64) {
    shop = Shop(settings, start: Timestamp(microseconds: 1_768_478_400_000_000))
    random = SplitMix64(seed: seed)
  }

  /// Walks from the bookmark; a kill after that many requests loses what came after the last STATE.
  mutating func walk(
    _ range: SubscriberWalk.Range,
    inFlight: Int = 8,
    killAfter: Int = .max,
    meanwhile: (Int, inout Shop) -> Void = { _, _ in },
    isWanted: (APIRecord) -> Bool = { _ in true }
  ) throws -> SubscriberWalk {
    let plan = BookmarkPlan(range, bookmark.map { SubscriberBookmark(since: nil, updated: $0) })
    var range = range
    range.since = plan.from
    let start = bookmark
    var repetitions = 0
    var walk = SubscriberWalk(
      range,
      now: Timestamp(microseconds: shop.now),
      settling: settling
    )
    var underWay: [SubscriberWalk.Ticket] = []
    var uncommitted: [APIRecord] = []
    handedOut = [:]
    var made = 0
    while !walk.isFinished {
      while underWay.count < inFlight, let ticket = walk.nextTicket() { underWay.append(ticket) }
      guard !underWay.isEmpty else { throw TestFailure("the walk makes no progress") }
      let ticket = underWay.remove(at: Int.random(in: 0..<underWay.count, using: &random))
      made += 1
      if made > killAfter { return walk }
      meanwhile(made, &shop)
      let (page, time) = try ask(ticket.query)
      let observed = Timestamp(microseconds: time.microseconds + machineAhead)
      try walk.receive(ticket, page, serverTime: serverTime(made, time), observed: observed)
      uncommitted += walk.takeRows().map(\.record).filter(isWanted)
      if walk.repetitions > repetitions {
        repetitions = walk.repetitions
        commit(&uncommitted)
        bookmark = start
      }
      if Int.random(in: 0..<10, using: &random) == 0 || walk.isFinished {
        commit(&uncommitted)
        if walk.isFinished, walk.hasTimelessRows {
          let field = range.field
          let other = SubscriberWalk.Range(field.other)
          _ = try self.walk(other, inFlight: inFlight, isWanted: { $0.time(field) == nil })
        }
        let progress = walk.isFinished ? plan.final(walk) : plan.soFar(walk)
        if let progress { bookmark = progress.updated }
      }
      if made > 100_000 { throw TestFailure("the walk doesn't end") }
    }
    return walk
  }

  private mutating func commit(_ rows: inout [APIRecord]) {
    for row in rows {
      handedOut[row.id, default: 0] += 1
      if let known = loaded[row.id]?.updated, let updated = row.updated, known > updated {
        continue
      }
      loaded[row.id] = row
    }
    rows = []
  }

  private mutating func ask(_ query: ListQuery) throws -> (SubscriberPage, Timestamp) {
    requests += 1
    let request = Request(
      "GET",
      query.target,
      headers: [("Authorization", "Bearer \(KeyRing.standardKey)")]
    )
    let reply = shop.answer(request, isAdmitted: true, time: Timestamp(microseconds: 0))
    guard reply.status == 200 else {
      throw TestFailure("\(query.target): \(String(decoding: reply.body, as: UTF8.self))")
    }
    return (
      try APIList.page(HTTPResponse(status: 200, body: hiding(reply.body)), store: "s"), reply.date
    )
  }

  private func hiding(_ body: [UInt8]) -> [UInt8] {
    var text = String(decoding: body, as: UTF8.self)
    for id in nameless { text.replace("\"id\":\"\(id)\"", with: "\"id\":null") }
    return nameless.isEmpty ? body : Array(text.utf8)
  }

  /// Lets the shop be quiet from now on.
  mutating func quieten() { shop.settings.mutationsPerRequest = 0 }

  /// When the subscribers of the shop changed last.
  func times() throws -> [Timestamp] {
    try shop.subscribersAsLines().split(separator: 0x0A).compactMap { line in
      try Array(line).withView { try APIRecord($0, store: "s") }.updated
    }
  }

  /// The subscribers of the shop whose loaded version isn't the present one.
  func differences() throws -> [String] {
    var wrong: [String] = []
    var count = 0
    for line in shop.subscribersAsLines().split(separator: 0x0A) {
      let record = try Array(line).withView { try APIRecord($0, store: "s") }
      count += 1
      if loaded[record.id]?.text != record.text { wrong.append(record.id) }
    }
    return loaded.count == count ? wrong : wrong + ["\(loaded.count) of \(count)"]
  }
}
