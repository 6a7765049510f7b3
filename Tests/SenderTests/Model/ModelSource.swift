import PostscriptSender
import TestSupport
import Wire

/// What a random source has to say: records of a few people, and STATEs between them.
struct ModelSource {
  enum Message {
    case record(OutboundRecord)
    case state(Int)
  }

  var messages: [Message] = []
  /// Where a run begins to read, after a STATE that has passed.
  var start = 0
  let resumesFromState: Bool

  static let keyword = "JOIN"

  init(_ random: inout SplitMix64, people: Int) {
    resumesFromState = Int.random(in: 0..<3, using: &random) == 0
    var time: Int64 = 1_000_000_000
    let count = Int.random(in: 1...14, using: &random)
    var states = 0
    for number in 0..<count {
      time += 1_000_000
      let who = Int.random(in: 0..<people, using: &random)
      messages.append(.record(ModelSource.record(number, who, time, &random)))
      if Int.random(in: 0..<4, using: &random) == 0 {
        states += 1
        messages.append(.state(states))
      }
    }
    messages.append(.state(states + 1))
  }

  /// The records from where a run begins.
  var rest: ArraySlice<Message> { messages[start...] }

  private static func record(
    _ number: Int,
    _ who: Int,
    _ time: Int64,
    _ random: inout SplitMix64
  ) -> OutboundRecord {
    var person = Recipient()
    person.phone = ModelAPI.phone(who)
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5:
      var record = OutboundRecord(.events, person)
      // Now and then an event comes twice.
      let name = Int.random(in: 0..<8, using: &random) == 0 ? max(0, number - 1) : number
      record.externalID = "e\(name)-\(who)"
      record.type = Int.random(in: 0..<12, using: &random) == 0 ? "Refused" : "Seen"
      record.time = Timestamp(microseconds: time)
      return record
    case 5..<8:
      var record = OutboundRecord(.updates, person)
      if Int.random(in: 0..<2, using: &random) == 0 {
        let age = Int.random(in: 0..<4, using: &random) == 0 ? 5_000_000 : 0
        record.time = Timestamp(microseconds: time - Int64(age))
      }
      record.properties = [("points", .number(String(number)))]
      if Int.random(in: 0..<2, using: &random) == 0 { record.keyword = keyword }
      return record
    case 8: return OutboundRecord(.unsubscribes, person)
    default: return OutboundRecord(.redactions, person)
    }
  }
}
