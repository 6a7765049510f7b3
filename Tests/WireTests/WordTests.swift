import Testing
import Wire

/// What works on several bytes at a time must come to the same as a look at each.
@Suite("Words of bytes")
struct WordTests {
  @Test("bytes that differ anywhere are not equal")
  func bytesThatDifferAnywhereAreNotEqual() {
    for count in 0...70 {
      let one = (0..<count).map { UInt8($0) }
      #expect(one.withView { view in view.equals(one) })
      for place in 0..<count {
        var other = one
        other[place] ^= 0x80
        #expect(!one.withView { view in view.equals(other) }, "\(place) of \(count)")
      }
    }
  }

  @Test("a byte that is no UTF-8 is found wherever it is")
  func aByteThatIsNoUTF8IsFoundWhereverItIs() {
    for count in 1...100 {
      for place in 0..<count {
        var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: count)
        bytes[place] = 0xFF
        #expect(bytes.withView { UTF8Check.firstInvalid(in: $0) } == place)
        // One letter beyond ASCII before it and one behind it.
        let around = Array("é".utf8) + bytes + Array("é".utf8)
        #expect(around.withView { UTF8Check.firstInvalid(in: $0) } == place + 2)
      }
    }
  }

  @Test("letters beyond ASCII are UTF-8 wherever they are", arguments: ["é", "—", "😀", "日本語"])
  func lettersBeyondASCIIAreUTF8WhereverTheyAre(letters: String) {
    for before in 0...70 {
      for behind in 0...40 {
        let text =
          String(repeating: "a", count: before) + letters + String(repeating: "b", count: behind)
        let bytes = Array(text.utf8)
        #expect(bytes.withView { UTF8Check.firstInvalid(in: $0) } == nil)
        if behind > 0 { continue }
        let cut = Array(bytes.dropLast())
        let last = bytes.count - (letters.last.map { String($0).utf8.count } ?? 0)
        #expect(cut.withView { UTF8Check.firstInvalid(in: $0) } == last)
      }
    }
  }

  @Test("a number of many digits is read, and any other byte is noticed")
  func aNumberOfManyDigitsIsReadAndAnyOtherByteIsNoticed() {
    let digits = Array("123456789012345678".utf8)
    for count in 1...18 {
      let number = Array(digits.prefix(count))
      #expect(
        number.withView { $0.number(0, count) } == Int(String(decoding: number, as: UTF8.self))
      )
      for place in 0..<count {
        for byte in [UInt8(ascii: "0") - 1, UInt8(ascii: "9") + 1, 0xB5, 0xFF, 0] {
          var other = number
          other[place] = byte
          #expect(other.withView { $0.number(0, count) } == nil, "\(byte) at \(place) of \(count)")
        }
      }
    }
  }

  @Test("a hash of bytes changes with each of them, and with their number")
  func aHashOfBytesChangesWithEachOfThem() {
    let hash = KeyHash()
    var seen: Set<UInt64> = []
    for count in 0...300 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      let content = bytes.withView { hash.content($0) }
      #expect(bytes.withView { hash.content($0) } == content)
      #expect(seen.insert(content).inserted, "\(count)")
      for place in 0..<count {
        var other = bytes
        other[place] ^= 1
        #expect(seen.insert(other.withView { hash.content($0) }).inserted, "\(place) of \(count)")
      }
    }
  }

  @Test("a hash of bytes changes with their order")
  func aHashOfBytesChangesWithTheirOrder() {
    let hash = KeyHash()
    let bytes = (0..<256).map { UInt8(truncatingIfNeeded: $0) }
    var seen: Set<UInt64> = [bytes.withView { hash.content($0) }]
    for first in stride(from: 0, to: 256, by: 8) {
      for second in stride(from: first + 8, to: 256, by: 8) {
        var other = bytes
        for offset in 0..<8 { other.swapAt(first + offset, second + offset) }
        #expect(seen.insert(other.withView { hash.content($0) }).inserted, "\(first), \(second)")
      }
    }
  }
}
