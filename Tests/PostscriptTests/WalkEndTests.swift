import PostscriptAPI
import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// What a walk does about those who changed while it read, and about times that have yet to come.
@Suite("The end of a walk")
struct WalkEndTests {
  /// A shop that is read in about three seconds: who changes in the last of them has a time after that
  /// at which the walk began, and the walk is too short to notice by its length.
  private static func dialogue(_ seed: UInt64) -> WalkDialogue {
    var settings = SimulatorSettings()
    settings.seed = seed
    settings.subscribers = 3000
    settings.clock = .steps(80_000)
    return WalkDialogue(settings, seed: seed)
  }

  @Test("however short a walk is, it reads who changed in the meantime", arguments: seeds(1..<11))
  func changes(seed: UInt64) throws {
    var dialogue = Self.dialogue(seed)
    dialogue.shop.settings.mutationsPerRequest = 5
    // The pages of the list are read by then, and the last pass has yet to come.
    _ = try dialogue.walk(SubscriberWalk.Range(.updated)) { made, shop in
      if made == 28 { shop.settings.mutationsPerRequest = 0 }
    }
    #expect(try dialogue.differences() == [])
  }

  @Test("a range that ended long ago is read once")
  func past() throws {
    var dialogue = Self.dialogue(1)
    let until = Timestamp(microseconds: dialogue.shop.now - 86_400_000_000)
    _ = try dialogue.walk(SubscriberWalk.Range(.created, until: until))
    let requests = dialogue.requests
    var open = Self.dialogue(1)
    _ = try open.walk(SubscriberWalk.Range(.created))
    #expect(open.requests > requests)
    #expect(dialogue.handedOut.values.allSatisfy { $0 == 1 })
  }

  @Test("rows with a time after the API's clock are counted and named", arguments: [1, 40, 250])
  func future(changes: Int) throws {
    var dialogue = Self.dialogue(7)
    dialogue.shop.advance(seconds: 7200)
    for _ in 0..<changes { dialogue.shop.mutate(expected: 1) }
    dialogue.shop.advance(seconds: -7200)
    let now = Timestamp(microseconds: dialogue.shop.now + 60_000_000)
    let late = try dialogue.times().filter { $0 > now }
    #expect(!late.isEmpty)
    let walk = try dialogue.walk(SubscriberWalk.Range(.updated))
    let found = try #require(walk.rowsAhead)
    #expect(found.count == late.count)
    #expect(found.time == late.min())
    #expect(dialogue.loaded[found.id] == nil)
    #expect(dialogue.loaded.count + late.count == (try dialogue.times().count))
    // A walk with an end before them doesn't ask.
    let bounded = try dialogue.walk(SubscriberWalk.Range(.updated, until: now))
    #expect(bounded.rowsAhead == nil)
  }

  @Test("they are in the log and in the summary")
  func told() throws {
    try ExtractRun.with(.changed { $0.subscribers = 30 }) { extract in
      extract.simulator.withShop { shop in
        shop.advance(seconds: 7200)
        shop.mutate(expected: 1)
        shop.advance(seconds: -7200)
      }
      let outcome = try extract.run("--streams", "postscript_subscribers").orThrow()
      #expect(
        outcome.errors.contains(
          "1 subscriber bears in updated_at a time after the API's own clock"
        ),
        "\(outcome)"
      )
      #expect(outcome.errors.contains("ahead 1"), "\(outcome)")
    }
  }
}
