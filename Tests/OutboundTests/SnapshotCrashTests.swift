import TestSupport
import Testing
import Wire

/// The snapshot of `transform-changes` under crashes, damage, and whatever a loader accepts.
@Suite("Snapshot of transform-changes")
struct SnapshotCrashTests {
  @Test("cut anywhere, a pending file is as if its run had not been, and never half of it")
  func cutPending() throws {
    try withChanges { folder in
      let updates = [Changing.update(1, #""a":1"#), Changing.update(2, #""a":1"#)]
      let first = try folder.run(updates, statesAfter: [1, 2]).orThrow()
      let pending = try readBytes(folder.work.file("snapshot.pending"))
      for length in 0..<pending.count {
        try writeBytes(Array(pending.prefix(length)), to: folder.work.file("snapshot.pending"))
        try folder.accept(first, states: 2)
        let outcome = try folder.run(updates)
        // What the STATE says was written is not all there: nothing may be guessed.
        #expect(outcome.status == 65, "cut at \(length): \(outcome)")
        #expect(!folder.work.has("snapshot"))
      }
    }
  }

  @Test("a changed byte is found, in either file")
  func damage() throws {
    try withChanges { folder in
      let updates = [Changing.update(1, #""a":1"#)]
      let first = try folder.run(updates).orThrow()
      let pending = try readBytes(folder.work.file("snapshot.pending"))
      try folder.accept(first)
      try folder.run(updates).orThrow()
      let accepted = try readBytes(folder.work.file("snapshot"))
      for place in 0..<accepted.count {
        var bytes = accepted
        bytes[place] ^= 0x10
        try writeBytes(bytes, to: folder.work.file("snapshot"))
        let outcome = try folder.run(updates, ["--accepted", "none"])
        #expect(outcome.status == 65, "byte \(place): \(outcome)")
      }
      for place in 24..<pending.count {
        var bytes = pending
        bytes[place] ^= 0x10
        try folder.work.run(.shell("rm -f snapshot")).orThrow()
        try writeBytes(bytes, to: folder.work.file("snapshot.pending"))
        let outcome = try folder.run(updates)
        #expect(outcome.status == 65, "byte \(place): \(outcome)")
      }
    }
  }

  @Test("what a killed run left half-written is written over")
  func leftover() throws {
    try withChanges { folder in
      let first = try folder.run([Changing.update(1, #""a":1"#)]).orThrow()
      try folder.work.write("snapshot.new", "half a")
      try folder.work.write("snapshot.pending.new", "half a")
      try folder.accept(first)
      #expect(try Changing.written(folder.run([Changing.update(1, #""a":1"#)])).isEmpty)
    }
  }

  @Test(
    "whatever is accepted, and however runs end, all that changed arrives",
    arguments: seeds(1..<5)
  )
  func model(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    try withChanges { folder in
      var source: [[Int]] = Array(repeating: [0, 0, 0], count: 6)
      var arrived: [[Int?]] = Array(repeating: [nil, nil, nil], count: 6)
      for day in 1...25 {
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          source[Int.random(in: 0..<6, using: &random)][Int.random(in: 0..<3, using: &random)] = day
        }
        let updates = source.enumerated().map { person, values in
          Changing.update(
            person,
            values.enumerated().map { #""p\#($0)":\#($1)"# }.joined(separator: ","),
            at: "2026-01-\(day < 10 ? "0" : "")\(day)T00:00:00Z"
          )
        }
        let outcome = try folder.run(updates, statesAfter: [2, 4, 6]).orThrow()
        // The loader comes to one of the STATEs, or to none, or its STATE is lost.
        let reached = day == 25 ? 3 : Int.random(in: 0...3, using: &random)
        var states = 0
        for line in outcome.lines where states < reached {
          let message = try JSONValue(parsing: line)
          if message["type"]?.string == "STATE" { states += 1 }
          guard let record = message["record"], let name = record["person"]?.string,
            let person = Int(name.suffix(1))
          else { continue }
          for member in record["properties"]?.members ?? [] {
            let property = Int(member.key.suffix(1)) ?? 0
            let value = member.value.integer
            #expect(arrived[person][property] ?? -1 <= value ?? -1, "seed \(seed), day \(day)")
            arrived[person][property] = value
          }
        }
        if day == 25 || Int.random(in: 0..<4, using: &random) > 0 {
          try folder.accept(outcome, states: reached)
        }
      }
      #expect(arrived == source.map { $0.map { $0 } }, "seed \(seed)")
      let quiet = try folder.run(
        source.enumerated().map { person, values in
          Changing.update(
            person,
            values.enumerated().map { #""p\#($0)":\#($1)"# }.joined(separator: ",")
          )
        }
      )
      #expect(try Changing.written(quiet).isEmpty, "seed \(seed)")
    }
  }
}
