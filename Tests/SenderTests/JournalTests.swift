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

  /// An entry of a few records, people, batches and times, so that all of them meet.
  private static func entry(_ random: inout SplitMix64) -> JournalEntry {
    let stream = SenderStream.allCases.randomElement(using: &random) ?? .events
    let state = JournalEntry.State.allCases.randomElement(using: &random) ?? .sending
    let number = Int.random(in: 0..<12, using: &random)
    var entry = JournalEntry(state, RecordKey("record", "\(stream) \(number)"), stream)
    entry.batch = UInt64.random(in: 1...7, using: &random)
    entry.ordinal = Int.random(in: 0..<200, using: &random)
    entry.content = UInt64.random(in: 0..<3, using: &random)
    entry.time = Bool.random(using: &random) ? Int64.random(in: 0..<9, using: &random) : nil
    entry.creates = stream == .updates && Int.random(in: 0..<4, using: &random) == 0
    if stream.isOptOut { entry.people = [RecordKey("person", "\(number)")] }
    if state == .kind { entry.kind = ("", .text) }
    return entry
  }

  @Test("without the entries that aren't needed, a journal says the same", arguments: seeds(0..<40))
  func needs(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let entries = (0..<Int.random(in: 1..<600, using: &random)).map { _ in Self.entry(&random) }
    var index = JournalIndex()
    for entry in entries { index.take(entry) }
    let needed = entries.filter { index.needs($0) }
    var again = JournalIndex()
    for entry in needed { again.take(entry) }
    for key in Set(entries.map(\.key)) {
      #expect(index.word(key) == again.word(key))
      for batch in 1...7 as ClosedRange<UInt64> {
        let limits = (0..<6).filter { index.mayCreate(key, in: batch, limit: $0) }
        #expect(limits == (0..<6).filter { again.mayCreate(key, in: batch, limit: $0) })
      }
    }
    for batch in 1...7 as ClosedRange<UInt64> {
      for ordinal in 0..<200 where index.isDone(ordinal, of: batch) {
        #expect(again.isDone(ordinal, of: batch), "\(ordinal) of \(batch)")
      }
      // What is said to be done was accepted at some time.
      for ordinal in 0..<200 where again.isDone(ordinal, of: batch) {
        #expect(
          entries.contains {
            $0.state == .accepted && $0.batch == batch && $0.ordinal == ordinal
          }
        )
      }
    }
  }

  @Test("a journal that is mostly past is written anew, and nothing goes out twice for it")
  func compaction() throws {
    try SendRun.with { run in
      let events = (0..<20).map { SendRun.event("e\($0)", [("phone", .string("+12025550146"))]) }
      try run.send(events).orThrow()
      let first = try run.workspace.read("journal")
      // The same again and again, as months of changes to the same people are.
      let copies = 100_000 / first.split(separator: "\n").count + 1
      try run.workspace.write("journal", String(repeating: first, count: copies))
      let outcome = try run.send(events).orThrow()
      #expect(outcome.errors.contains("deduplicated 20"), "\(outcome)")
      #expect(try run.acceptances().values.allSatisfy { $0 == 1 })
      let kept = try run.workspace.read("journal").split(separator: "\n")
      #expect(kept.count < 100_000 && kept.contains { $0.contains("\"e7\"") })
    }
  }
}
