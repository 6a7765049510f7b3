import StageKit
import Wire

/// Applies the rule for text that PostgreSQL cannot store, and counts what it replaced.
struct TextPolicy: ~Copyable {
  let rule: InvalidText
  /// How many characters were replaced by U+FFFD in the current record.
  private(set) var replaced = 0

  init(_ rule: InvalidText) { self.rule = rule }

  /// Forgets the count, for the next record.
  mutating func beginRecord() { replaced = 0 }

  /// Decodes a string body into the buffer.
  mutating func decode(_ body: ByteView, _ output: inout ByteBuffer) -> RecordFault? {
    let start = output.count
    let findings = JSONString.decode(body, into: &output)
    if findings.isEmpty { return nil }
    if rule == .reject { return Self.fault(findings) }
    replaceNULs(&output, from: start)
    // A lone surrogate was decoded as U+FFFD already; their number is that of the escapes left.
    if findings.contains(.loneSurrogate) { replaced += Self.loneSurrogates(body) }
    return nil
  }

  /// Replaces the escapes that jsonb cannot hold by `\ufffd`, in JSON text from an offset on.
  mutating func mendJSON(_ output: inout ByteBuffer, from start: Int) -> RecordFault? {
    var offset = start
    while let next = output.view[offset, output.count].firstIndex(of: UInt8(ascii: "\\")) {
      offset += next
      let (length, finding) = Self.escape(output.view, offset)
      if let finding {
        if rule == .reject { return Self.fault(finding) }
        for (index, digit) in Self.replacementDigits.enumerated() {
          output[offset + 2 + index] = digit
        }
        replaced += 1
      }
      offset += length
    }
    return nil
  }

  /// The digits of U+FFFD in an escape.
  private static let replacementDigits = Array("fffd".utf8)

  private mutating func replaceNULs(_ output: inout ByteBuffer, from start: Int) {
    let decoded = output.view[start, output.count].array
    output.truncate(to: start)
    for byte in decoded {
      if byte == 0 {
        output.append("\u{FFFD}")
        replaced += 1
      } else {
        output.append(byte)
      }
    }
  }

  private static func loneSurrogates(_ body: ByteView) -> Int {
    var count = 0
    var offset = 0
    while let next = body[offset, body.count].firstIndex(of: UInt8(ascii: "\\")) {
      offset += next
      let (length, finding) = escape(body, offset)
      if finding == .loneSurrogate { count += 1 }
      offset += length
    }
    return count
  }

  /// The length of the escape at an offset, and what it holds that cannot be stored.
  ///
  /// A surrogate pair is one escape. The text has passed the scanner.
  private static func escape(_ json: ByteView, _ start: Int) -> (Int, JSONString.Findings?) {
    guard let unit = JSONString.codeUnit(json, start) else { return (2, nil) }
    if unit == 0 { return (6, .nul) }
    guard unit & 0xF800 == 0xD800 else { return (6, nil) }
    if unit < 0xDC00, let low = JSONString.codeUnit(json, start + 6), low & 0xFC00 == 0xDC00 {
      return (12, nil)
    }
    return (6, .loneSurrogate)
  }

  private static func fault(_ findings: JSONString.Findings) -> RecordFault {
    .unstorable(findings.contains(.nul) ? "a NUL" : "an unpaired surrogate")
  }
}
