import PostscriptSender
import TestSupport
import Testing
import Wire

/// The journal after accidents.
@Suite("Journal of the sender")
struct JournalTests {
  private static func entries(_ count: Int) -> [JournalEntry] {
    (0..<count).map { number in
      var entry = JournalEntry(.accepted, RecordKey("event", "e\(number)"), .events)
      entry.batch = 7
      entry.ordinal = number + 1
      entry.content = UInt64(number)
      entry.label = "e\(number) \"é\"\n"
      entry.people = [RecordKey("person", "\(number)")]
      entry.time = number % 2 == 0 ? Int64(number) : nil
      return entry
    }
  }

  private static func bytes(_ entries: [JournalEntry]) -> [UInt8] {
    var bytes = ByteBuffer()
    for entry in entries { JournalText.append(entry, to: &bytes) }
    return bytes.view.array
  }

  private static func read(
    _ bytes: [UInt8]
  ) throws(JournalText.Damage) -> (entries: [JournalEntry], content: JournalText.Content) {
    var reader = JournalText.Reader()
    var found: [JournalEntry] = []
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (place, line) in lines.enumerated() where place < lines.count - 1 || !line.isEmpty {
      let entry = try Array(line).withView { (view) throws(JournalText.Damage) in
        try reader.take(view, isTerminated: place < lines.count - 1)
      }
      if let entry { found.append(entry) }
    }
    return (found, reader.content)
  }

  @Test("what is written is read again; cut anywhere, all whole entries are")
  func cuts() throws {
    let entries = Self.entries(5)
    let bytes = Self.bytes(entries)
    let ends = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    for length in 0...bytes.count {
      let (found, content) = try Self.read(Array(bytes.prefix(length)))
      let whole = ends.last { $0 <= length } ?? 0
      #expect(content.wholeBytes == whole)
      #expect(found == Array(entries.prefix(ends.firstIndex(of: whole) ?? 0)))
    }
  }

  @Test("a byte changed in the middle is found; at the end it is cut off")
  func damage() throws {
    let bytes = Self.bytes(Self.entries(4))
    let lastLine = try #require(bytes.dropLast().lastIndex(of: 0x0A))
    for place in stride(from: 0, to: bytes.count, by: 3) where bytes[place] != 0x0A {
      var bad = bytes
      bad[place] ^= 1
      if bad[place] == 0x0A { continue }
      if place > lastLine {
        #expect(try Self.read(bad).content.entries == 3)
      } else {
        #expect(throws: JournalText.Damage.self) { try Self.read(bad) }
      }
    }
  }

  @Test("a file that is no journal is left alone, whatever it holds")
  func foreign() throws {
    try SendRun.with { run in
      for text in ["[1,2]\n", "hello"] {
        try run.workspace.write("journal", text)
        let outcome = try run.send([SendRun.event("a", [("email", .string("a@b.c"))])])
        #expect(outcome.status == 78, "\(outcome)")
        #expect(try run.workspace.read("journal") == text)
      }
    }
  }
}
