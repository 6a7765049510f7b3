import Deduplication
import TestSupport
import Testing

@Suite("Key set")
struct KeySetTests {
  @Test("agrees with a dictionary", arguments: seeds(0..<10))
  func agreesWithADictionary(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var set = KeySet(holdsPositions: true, capacity: 16)
    var reference: [UInt64: (UInt32, Int64, UInt16)] = [:]
    for position in 0..<20_000 {
      // Few distinct keys whose low bits collide, zero among them.
      let key = UInt64.random(in: 0..<3_000, using: &random) << 20
      let content = UInt32.random(in: 0...5, using: &random)
      let mark = UInt16.random(in: .min ... .max, using: &random)
      let place = set.insert((key, 0), content, mark: mark)
      #expect(place.isNew == (reference[key] == nil))
      if let known = reference[key] {
        #expect(set.content(place.slot) == known.0)
        #expect(set.position(place.slot) == known.1)
        #expect(set.mark(place.slot) == known.2)
      }
      #expect(!place.isNew || set.mark(place.slot) == mark)
      set.setContent(place.slot, content)
      set.setPosition(place.slot, Int64(position))
      set.setMark(place.slot, mark ^ 0x5A5A)
      reference[key] = (content, Int64(position), mark ^ 0x5A5A)
    }
    #expect(set.count == reference.count)
  }
}
