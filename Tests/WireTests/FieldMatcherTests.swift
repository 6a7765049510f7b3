import TestSupport
import Testing
import Wire

@Suite("Field matcher")
struct FieldMatcherTests {
  private func positions(_ matcher: inout FieldMatcher, _ text: String) -> [Int32] {
    var scanner = JSONScanner()
    let bytes = Array(text.utf8)
    bytes.withView {
      #expect(scanner.scanBare($0) == nil)
      matcher.match(scanner.record, in: $0)
    }
    return matcher.positions
  }

  @Test("finds fields in any order and shape")
  func findsFieldsInAnyOrderAndShape() {
    var matcher = FieldMatcher(["id", "name"])
    #expect(positions(&matcher, #"{"id":1,"x":2,"name":3}"#) == [0, 2])
    #expect(positions(&matcher, #"{"id":1,"x":2,"name":3}"#) == [0, 2])
    #expect(positions(&matcher, #"{"name":1,"id":2}"#) == [1, 0])
    #expect(positions(&matcher, #"{"x":1}"#) == [-1, -1])
    #expect(positions(&matcher, "{}") == [-1, -1])
  }

  @Test("sees through escapes and finds duplicates")
  func seesThroughEscapesAndFindsDuplicates() {
    var matcher = FieldMatcher(["id", "name"])
    #expect(positions(&matcher, #"{"\u0069d":1}"#) == [0, -1])
    #expect(matcher.duplicate == nil)
    _ = positions(&matcher, #"{"id":1,"\u0069d":2}"#)
    #expect(matcher.duplicate == 0)
  }

  @Test("agrees with a search", arguments: seeds(0..<20))
  func agreesWithASearch(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let names = (0..<12).map { "field_\($0)" }
    let wanted = ["field_3", "field_7", "field_11", "absent"]
    var matcher = FieldMatcher(wanted)
    for _ in 0..<200 {
      let shape = names.shuffled(using: &random).prefix(Int.random(in: 0...12, using: &random))
      let text = "{" + shape.map { "\"\($0)\":1" }.joined(separator: ",") + "}"
      let expected = wanted.map { name in shape.firstIndex(of: name).map { Int32($0) } ?? -1 }
      #expect(positions(&matcher, text) == expected)
    }
  }
}
