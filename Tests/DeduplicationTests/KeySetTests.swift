import Deduplication
import TestSupport
import Testing

@Suite("Key set")
struct KeySetTests {
  @Test("agrees with a dictionary", arguments: seeds(0..<10))
  func agreesWithADictionary(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var set = KeySet(holdsPositions: true, capacity: 16)
    var reference: [UInt64: (UInt32, Int64)] = [:]
    for position in 0..<20_000 {
      // Few distinct keys whose low bits collide, zero among them.
      let key = UInt64.random(in: 0..<3_000, using: &random) << 20
      let content = UInt32.random(in: 0...5, using: &random)
      let place = set.insert((key, 0), content)
      #expect(place.isNew == (reference[key] == nil))
      if let known = reference[key] {
        #expect(set.content(place.slot) == known.0)
        #expect(set.position(place.slot) == known.1)
      }
      set.setContent(place.slot, content)
      set.setPosition(place.slot, Int64(position))
      reference[key] = (content, Int64(position))
    }
    #expect(set.count == reference.count)
  }
}
