import TestSupport
import Testing
import Wire

@Suite("JSON scanner")
struct JSONScannerTests {
  private func fault(_ text: String) -> JSONFault? { fault(Array(text.utf8)) }

  private func fault(_ bytes: [UInt8]) -> JSONFault? {
    var scanner = JSONScanner()
    return bytes.withView { scanner.scan($0) }
  }

  @Test("agrees with the reference on damaged text", arguments: seeds(0..<40))
  func agreesWithTheReferenceOnDamagedText(seed: UInt64) {
    var random = RandomJSON(seed: seed)
    for _ in 0..<400 {
      let whole = Array(random.object(depth: 4).text.utf8)
      #expect(fault(whole) == nil, "\(String(decoding: whole, as: UTF8.self))")
      let bytes = random.damaged(whole)
      #expect(
        (fault(bytes) == nil) == JSONReference.isObject(bytes),
        "\(String(decoding: bytes, as: UTF8.self))"
      )
    }
  }

  @Test("notes every member", arguments: seeds(0..<20))
  func notesEveryMember(seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    for _ in 0..<200 {
      let record = random.object(depth: 3)
      let message = JSONValue.object([
        ("type", .string("RECORD")), ("stream", .string(random.text())), ("record", record),
      ])
      let bytes = Array(message.text.utf8)
      var scanner = JSONScanner()
      let fault = bytes.withView { scanner.scan($0) }
      #expect(fault == nil)
      let members = record.members ?? []
      #expect(scanner.record.count == members.count)
      for (index, expected) in members.enumerated() {
        let member = scanner.record[index]
        let (key, value) = bytes.withView { (member.key(in: $0).text, member.value(in: $0).text) }
        #expect(try JSONValue(parsing: "\"\(key)\"") == .string(expected.key))
        #expect(try JSONValue(parsing: value) == expected.value)
        #expect(member.valueEscaped == (member.kind == .string && value.contains("\\")))
      }
    }
  }

  @Test(
    "names the fault and its place",
    arguments: [
      ("", JSONFault.Problem.unexpectedEnd, 0), ("[]", .notObject, 0), ("{", .unexpectedEnd, 1),
      (#"{"a":01}"#, .badNumber, 5), (#"{"a":-}"#, .badNumber, 6), (#"{"a":1.}"#, .badNumber, 7),
      (#"{"a":tru}"#, .badLiteral, 5), (#"{"a":"\x"}"#, .badEscape, 6),
      ("{\"a\":\"\u{1}\"}", .controlCharacter, 6), (#"{"a":1}x"#, .trailingBytes, 7),
      (#"{"a":1,}"#, .unexpectedCharacter, 7), (#"{"a":[1,]}"#, .unexpectedCharacter, 8),
      (#"{"a":"\u12G4"}"#, .badEscape, 6), (#"{"record":{},"record":{}}"#, .duplicateMember, 14),
    ]
  )
  func namesTheFaultAndItsPlace(text: String, problem: JSONFault.Problem, offset: Int) {
    #expect(fault(text) == JSONFault(problem, at: offset))
  }

  @Test("limits the depth")
  func limitsTheDepth() {
    func nested(_ depth: Int) -> String {
      #"{"a":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
    }
    #expect(fault(nested(512)) == nil)
    #expect(fault(nested(513))?.problem == .tooDeep)
    #expect(fault(#"{"a":"# + String(repeating: "[", count: 1_000_000)) != nil)
  }

  @Test(
    "refuses invalid UTF-8",
    arguments: [
      [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82], [0xFF],
    ]
  )
  func refusesInvalidUTF8(bytes: [UInt8]) {
    #expect(
      fault(Array(#"{"a":""#.utf8) + bytes + Array(#""}"#.utf8))
        == JSONFault(.invalidUTF8, at: 6)
    )
  }

  @Test("bare records land in the record")
  func bareRecordsLandInTheRecord() {
    var scanner = JSONScanner()
    let bytes = Array(#" {"a":1,"b":{"c":2}} "#.utf8)
    #expect(bytes.withView { scanner.scanBare($0) } == nil)
    #expect(scanner.record.count == 2)
    #expect(scanner.envelope.count == 0)
    #expect(scanner.recordStart == 1)
    #expect(scanner.recordEnd == bytes.count - 1)
  }
}
