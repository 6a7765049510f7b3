import PostscriptAPI
import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// The walk against shops of many kinds that change while they are read.
@Suite("Walk through the subscribers")
struct SubscriberWalkTests {
  /// Settings that differ from seed to seed in everything that the API leaves open.
  static func settings(_ seed: UInt64, subscribers: Int = 1500) -> SimulatorSettings {
    var random = SplitMix64(seed: seed)
    var settings = SimulatorSettings()
    settings.seed = seed
    settings.subscribers = subscribers
    settings.pageSize = [3, 10, 50, 100, 250].randomElement(using: &random) ?? 100
    settings.bulkShare = [0, 0.1, 0.6].randomElement(using: &random) ?? 0
    settings.fractionDigits = Bool.random(using: &random) ? .six : .none
    settings.filtersBySecond = Bool.random(using: &random)
    settings.unstableTies = Bool.random(using: &random)
    settings.commitDelay = Bool.random(using: &random) ? 50_000_000 : 0
    settings.timeless = [0, 0, 40].randomElement(using: &random) ?? 0
    settings.clock = .steps([20_000, 300_000].randomElement(using: &random) ?? 20_000)
    // Some five percent change during the walk, whatever the size of a page.
    let pages = Double(subscribers) / Double(settings.pageSize)
    settings.mutationsPerRequest = 0.05 * Double(subscribers) / (pages * 1.3 + 5)
    return settings
  }

  @Test(
    "one walk and a second from its bookmark hold what the shop holds",
    arguments: seeds(1..<101)
  )
  func convergence(seed: UInt64) throws {
    var dialogue = WalkDialogue(Self.settings(seed), seed: seed)
    _ = try dialogue.walk(SubscriberWalk.Range(.updated))
    dialogue.quieten()
    let bookmark = try #require(dialogue.bookmark)
    _ = try dialogue.walk(SubscriberWalk.Range(.updated, since: bookmark))
    #expect(try dialogue.differences() == [])
  }

  @Test(
    "changes that show minutes late are found, where the overlap is as long",
    arguments: seeds(1..<21)
  )
  func overlap(seed: UInt64) throws {
    var settings = Self.settings(seed)
    settings.commitDelay = 200_000_000
    var dialogue = WalkDialogue(settings, seed: seed)
    dialogue.settling = 240
    _ = try dialogue.walk(SubscriberWalk.Range(.updated))
    dialogue.quieten()
    _ = try dialogue.walk(SubscriberWalk.Range(.updated))
    #expect(try dialogue.differences() == [])
  }

  @Test("a walk that is killed again and again arrives at the same", arguments: seeds(1..<31))
  func kills(seed: UInt64) throws {
    var dialogue = WalkDialogue(Self.settings(seed), seed: seed)
    for round in 1...40 {
      let range = SubscriberWalk.Range(.updated, since: dialogue.bookmark)
      let killAfter = Int.random(in: 1...30 * round, using: &dialogue.random)
      if try dialogue.walk(range, killAfter: killAfter).isFinished { break }
    }
    dialogue.quieten()
    _ = try dialogue.walk(SubscriberWalk.Range(.updated, since: dialogue.bookmark))
    #expect(try dialogue.differences() == [])
  }

  @Test("in a quiet shop every subscriber is handed out exactly once", arguments: seeds(1..<21))
  func once(seed: UInt64) throws {
    var settings = Self.settings(seed)
    settings.mutationsPerRequest = 0
    for field in TimeField.allCases {
      var dialogue = WalkDialogue(settings, seed: seed)
      _ = try dialogue.walk(SubscriberWalk.Range(field))
      #expect(dialogue.handedOut.values.allSatisfy { $0 == 1 })
      #expect(try dialogue.differences() == [])
    }
  }

  @Test("windows by creation tile a range: together they are one walk", arguments: seeds(1..<11))
  func windowsByCreation(seed: UInt64) throws {
    var settings = Self.settings(seed)
    settings.commitDelay = 0
    var dialogue = WalkDialogue(settings, seed: seed)
    let day: Int64 = 86_400_000_000
    let start = 1_768_478_400_000_000 - 1001 * day
    var total = 0
    for window in 0..<11 {
      let from = Timestamp(microseconds: start + Int64(window) * 91 * day)
      let until = Timestamp(microseconds: start + Int64(window + 1) * 91 * day)
      _ = try dialogue.walk(SubscriberWalk.Range(.created, since: from, until: until))
      #expect(dialogue.handedOut.values.allSatisfy { $0 == 1 })
      total += dialogue.handedOut.count
    }
    #expect(total == 1500)
    #expect(Set(dialogue.loaded.keys).count == 1500)
  }

  @Test("few requests bring more than a page less than they could")
  func economy() throws {
    var settings = SimulatorSettings()
    settings.subscribers = 30_000
    settings.bulkShare = 0
    settings.clock = .steps(50_000)
    var dialogue = WalkDialogue(settings, seed: 1)
    let walk = try dialogue.walk(SubscriberWalk.Range(.updated))
    #expect(dialogue.requests < 375)
    #expect(walk.expectedRows == 30_000)
  }

  @Test("rows that come in behind the walk are noticed, and the walk is made again")
  func lateRows() throws {
    var settings = SimulatorSettings()
    settings.subscribers = 1000
    settings.pageSize = 10
    settings.clock = .steps(10_000)
    var dialogue = WalkDialogue(settings, seed: 1)
    dialogue.shop.advance(seconds: 3600)
    let walk = try dialogue.walk(SubscriberWalk.Range(.updated)) { made, shop in
      if made == 60 { shop.backdateLatest(20) }
    }
    #expect(walk.repetitions == 1)
    #expect(try dialogue.differences() == [])
  }

  @Test("rows that come in behind are noticed in a busy shop too, and by runs that were killed")
  func lateRowsWhileBusy() throws {
    var settings = SimulatorSettings()
    settings.subscribers = 1000
    settings.pageSize = 10
    settings.mutationsPerRequest = 0.1
    settings.clock = .steps(10_000)
    for killAfter in [.max, 150, 180, 200, 220, 240, 260, 280] {
      var dialogue = WalkDialogue(settings, seed: 1)
      dialogue.shop.advance(seconds: 3600)
      let walk = try dialogue.walk(
        SubscriberWalk.Range(.updated),
        killAfter: killAfter
      ) { made, shop in
        if made == 60 { shop.backdateLatest(40) }
      }
      if killAfter == .max { #expect(walk.repetitions == 1) }
      // Before the count nobody can know, so a run that is killed then can't have said so.
      if walk.repetitions == 0 { continue }
      dialogue.quieten()
      _ = try dialogue.walk(SubscriberWalk.Range(.updated))
      #expect(try dialogue.differences() == [], "\(killAfter)")
    }
  }

  @Test("a bound within a second leaves the rest of it to the next run", arguments: seeds(1..<11))
  func boundWithinASecond(seed: UInt64) throws {
    var settings = Self.settings(seed)
    settings.mutationsPerRequest = 0
    settings.fractionDigits = .six
    settings.timeless = 0
    var dialogue = WalkDialogue(settings, seed: seed)
    let times = try dialogue.times().sorted()
    let until = times[times.count / 2]
    _ = try dialogue.walk(SubscriberWalk.Range(.updated, until: until))
    #expect(dialogue.loaded.count < 1500)
    #expect(try #require(dialogue.bookmark) <= until)
    _ = try dialogue.walk(SubscriberWalk.Range(.updated))
    #expect(try dialogue.differences() == [])
  }

  @Test("a wrong clock moves no bookmark over what was never read", arguments: seeds(1..<11))
  func clocks(seed: UInt64) throws {
    let hour: Int64 = 3_600_000_000
    let later = { (time: Timestamp) in Timestamp(microseconds: time.microseconds + 6 * hour) }
    let clocks: [(Int64, (Int, Timestamp) -> Timestamp?)] = [
      // One answer is wrong; no answer tells the time, and the machine's is wrong; the machine's is.
      (0, { number, time in number == 5 ? later(time) : time }), (hour, { _, _ in nil }),
      (hour, { _, time in time }), (-hour, { _, time in time }),
    ]
    for (ahead, serverTime) in clocks {
      var dialogue = WalkDialogue(Self.settings(seed), seed: seed)
      dialogue.serverTime = serverTime
      dialogue.machineAhead = ahead
      _ = try dialogue.walk(SubscriberWalk.Range(.updated))
      for _ in 0..<20 {
        dialogue.shop.advance(seconds: 60)
        dialogue.shop.mutate(expected: 1)
      }
      dialogue.quieten()
      dialogue.serverTime = { _, time in time }
      dialogue.machineAhead = 0
      _ = try dialogue.walk(SubscriberWalk.Range(.updated))
      #expect(try dialogue.differences() == [])
    }
  }

  @Test(
    "objects without an id are passed over, and the others are read as ever",
    arguments: seeds(1..<11)
  )
  func nameless(seed: UInt64) throws {
    var settings = Self.settings(seed)
    settings.subscribers = 300
    settings.pageSize = max(settings.pageSize, 10)
    settings.mutationsPerRequest = 0
    var dialogue = WalkDialogue(settings, seed: seed)
    dialogue.nameless = try Set(dialogue.differences().prefix(7))
    let walk = try dialogue.walk(SubscriberWalk.Range(.updated))
    #expect(walk.repetitions == 0)
    #expect(dialogue.loaded.count == 293)
  }

  @Test("a list in the wrong order is not believed")
  func wrongOrder() throws {
    var walk = SubscriberWalk(
      SubscriberWalk.Range(.updated),
      now: Timestamp(microseconds: 1_768_478_400_000_000)
    )
    let records = try ["2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"].map { time in
      try "{\"id\":\"s_\(time)\",\"updated_at\":\"\(time)\"}".withView {
        try APIRecord($0, store: "s")
      }
    }
    let page = SubscriberPage(number: 1, total: 1, objects: APIObjects(records))
    #expect(throws: WalkFault.self) {
      for _ in 0..<20 {
        let next = walk.nextTicket()
        let ticket = try #require(next)
        try walk.receive(
          ticket,
          page,
          serverTime: nil,
          observed: Timestamp(microseconds: 1_768_478_400_000_000)
        )
      }
    }
  }
}
