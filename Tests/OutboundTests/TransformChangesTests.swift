import Glibc
import TestSupport
import Testing
import Wire

@Suite("transform-changes")
struct TransformChangesTests {
  private typealias Update = Changing

  @Test("only what has changed since the last accepted state is written, by person and property")
  func changes() throws {
    try withChanges { folder in
      let first = try folder.run([Update.update(1, #""a":1,"b":"x""#), Update.update(2, #""a":1"#)])
      #expect(try Update.written(first) == [#"1 {"a":1,"b":"x"}"#, #"2 {"a":1}"#])
      let state = try JSONValue(parsing: first.lines.last ?? "")["value"]
      #expect(state?["n"]?.integer == 1)
      #expect(state?["bookmarks"]?["transform_changes"]?["mark"]?.integer == 1)
      try folder.accept(first)
      let second = try folder.run([
        Update.update(1, #""a":1,"b":"y""#), Update.update(2, #""a":1"#),
        Update.update(3, #""a":"1""#),
      ])
      #expect(try Update.written(second) == [#"1 {"b":"y"}"#, #"3 {"a":"1"}"#])
      #expect(second.errors.contains("read 3, written 2, rejected 0, skipped 1"), "\(second)")
      #expect(second.errors.contains("unchanged 1"))
    }
  }

  @Test("what was not accepted is written again, whichever STATE the loader came to")
  func partlyAccepted() throws {
    try withChanges { folder in
      let updates = (1...4).map { Update.update($0, #""a":1"#) }
      let first = try folder.run(updates, statesAfter: [2, 3, 4])
      #expect(try Update.written(first).count == 4)
      try folder.accept(first, states: 1)
      let second = try folder.run(updates, statesAfter: [4])
      #expect(try Update.written(second).map { $0.prefix(1) } == ["3", "4"])
      // The run was lost whole; the STATE of the first, given once more, takes nothing back.
      let third = try folder.run(updates)
      #expect(try Update.written(third).map { $0.prefix(1) } == ["3", "4"])
      try folder.accept(third)
      #expect(try Update.written(folder.run(updates)).isEmpty)
    }
  }

  @Test("a STATE of another run is no acceptance, and is said")
  func foreignState() throws {
    try withChanges { folder in
      let first = try folder.run([Update.update(1, #""a":1"#)])
      let second = try folder.run([Update.update(1, #""a":2"#)])
      #expect(try Update.written(second) == [#"1 {"a":2}"#])
      try folder.accept(first)
      let third = try folder.run([Update.update(1, #""a":2"#)])
      #expect(try Update.written(third) == [#"1 {"a":2}"#])
      #expect(third.errors.contains("not one of the last run"), "\(third)")
      try folder.work.write("accepted", #"{"bookmarks":{"transform_changes":{"run":"x!"}}}"#)
      #expect(try folder.run([]).status == 78)
    }
  }

  @Test("an older record never overwrites a newer one, within a run and between runs")
  func order() throws {
    try withChanges { folder in
      let (old, new) = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")
      let first = try folder.run([
        Update.update(1, #""a":2"#, at: new), Update.update(1, #""a":1,"b":1"#, at: old),
        Update.update(2, #""a":5"#, at: old), Update.update(2, #""a":5"#, at: new),
      ])
      #expect(try Update.written(first) == [#"1 {"a":2}"#, #"2 {"a":5}"#])
      #expect(first.errors.contains("older than what was written 1"), "\(first)")
      try folder.accept(first)
      // The second was unchanged then, and newer all the same.
      let between = "2026-01-01T12:00:00Z"
      let second = try folder.run([
        Update.update(1, #""a":1"#, at: old), Update.update(2, #""a":4"#, at: between),
        Update.update(1, #""a":2,"b":3"#, at: new),
      ])
      #expect(try Update.written(second) == [#"1 {"b":3}"#])
    }
  }

  @Test("a change and its return within a run are both written")
  func thereAndBack() throws {
    try withChanges { folder in
      try folder.accept(folder.run([Update.update(1, #""a":1"#)]).orThrow())
      let again = try folder.run([Update.update(1, #""a":2"#), Update.update(1, #""a":1"#)])
      #expect(try Update.written(again) == [#"1 {"a":2}"#, #"1 {"a":1}"#])
    }
  }

  @Test("null is a deletion, and what is missing is not")
  func deletions() throws {
    try withChanges { folder in
      try folder.accept(folder.run([Update.update(1, #""a":1,"b":2,"c":3"#)]).orThrow())
      let left = try folder.run([Update.update(1, #""a":null,"b":2"#)])
      #expect(try Update.written(left).isEmpty)
      let emptied = try folder.run(
        [Update.update(1, #""a":null,"b":2,"never":null"#)],
        ["--deleted", "empty"]
      )
      #expect(try Update.written(emptied) == [#"1 {"a":""}"#])
      try folder.accept(emptied)
      let again = try folder.run([Update.update(1, #""a":null"#)], ["--deleted", "empty"])
      #expect(try Update.written(again).isEmpty)
      let back = try folder.run([Update.update(1, #""a":1,"c":3"#)])
      #expect(try Update.written(back) == [#"1 {"a":1}"#])
    }
  }

  @Test("a baseline writes nothing, and is the state from which changes count")
  func baseline() throws {
    try withChanges { folder in
      let command = Command.built(
        "transform-changes",
        "--snapshot",
        "snapshot",
        "--baseline",
        "--stream",
        "postscript_subscriber_updates"
      )
      let input = "{\(Update.update(1, #""a":1"#)),\"store_id\":\"s\"}\n"
      let outcome = try folder.work.run(command, input: .text(input)).orThrow()
      #expect(try Update.written(outcome).isEmpty)
      #expect(outcome.errors.contains("taken as accepted 1"))
      let next = try folder.run([Update.update(1, #""a":1"#), Update.update(2, #""a":1"#)])
      #expect(try Update.written(next) == [#"2 {"a":1}"#])
      // What breaks off leaves the state as it was.
      let cut = try folder.work.run(
        .built("transform-changes", "--snapshot", "snapshot", "--baseline"),
        input: .text(
          #"{"type":"RECORD","stream":"postscript_subscriber_updates","record":{\#(Update.update(2, #""a":1"#))}}"#
            + "\n"
        )
      )
      #expect(cut.status == 65)
      #expect(try Update.written(folder.run([Update.update(2, #""a":1"#)])).count == 1)
    }
  }

  @Test("whom the loader has rejected stays as accepted before")
  func notAccepted() throws {
    try withChanges { folder in
      let first = try folder.run([Update.update(1, #""a":1"#), Update.update(2, #""a":1"#)])
      try folder.accept(first)
      let input = JSONValue.string(first.lines.first { $0.contains("1002") } ?? "").text
      try folder.work.write(
        "rejects",
        #"{"stage":"load","code":"refused","input":\#(input)}"# + "\n"
      )
      let second = try folder.run(
        [Update.update(1, #""a":1"#), Update.update(2, #""a":1"#)],
        ["--not-accepted", "rejects"]
      )
      #expect(try Update.written(second) == [#"2 {"a":1}"#])
    }
  }

  @Test("who was no subscriber yet, by the sync log, is written again, and nobody else")
  func noSubscriberYet() throws {
    try withChanges { folder in
      let updates = (1...3).map { Update.update($0, #""a":1"#) }
      try folder.accept(folder.run(updates).orThrow())
      let log = [("2", "no_subscriber", "s"), ("1", "accepted", "s"), ("3", "no_subscriber", "t")]
        .map { person, outcome, store in
          #"{"type":"RECORD","stream":"postscript_sync_log","record":{"store_id":"\#(store)","#
            + #""stream":"postscript_subscriber_updates","subscriber_id":null,"#
            + #""phone":"+1202555100\#(person)","email":null,"outcome":"\#(outcome)"}}"# + "\n"
        }
      let schema = #"{"type":"SCHEMA"}"#
      try folder.work.write("log", schema + "\n" + log.joined() + Update.state + "\n")
      let second = try folder.run(updates, ["--not-accepted", "log"])
      #expect(try Update.written(second) == [#"2 {"a":1}"#])
    }
  }

  @Test("a new email address alone is a change")
  func email() throws {
    try withChanges { folder in
      func update(_ email: String) -> String {
        #""person":"+12025551001","email":"\#(email)","properties":{"a":1}"#
      }
      try folder.accept(folder.run([update("a@b.example")]).orThrow())
      #expect(try Update.written(folder.run([update("a@b.example")])).isEmpty)
      #expect(try Update.written(folder.run([update("c@b.example")])) == ["1 {}"])
    }
  }

  @Test("records that cannot be compared are rejects")
  func rejects() throws {
    try withChanges { folder in
      let updates = [
        #""properties":{"a":1}"#, #""person":"1","properties":[1]"#,
        #""person":"1","updated_at":"soon","properties":{}"#,
      ]
      let outcome = try folder.run(updates, ["--rejects", "rejects"]).orThrow()
      #expect(outcome.errors.contains("read 3, written 0, rejected 3"))
      let codes = try folder.work.read("rejects").split(separator: "\n").map {
        try JSONValue(parsing: String($0))["code"]?.string
      }
      #expect(codes == ["missing_value", "wrong_type", "invalid_time"])
    }
  }

  @Test("one run at a time")
  func locked() throws {
    try withChanges { folder in
      let running = try folder.work.start([
        .shell("exec sleep 60"), .built("transform-changes", "--snapshot", "snapshot"),
      ])
      try running[1].waitUntil("it has begun") { _ in folder.work.has("snapshot.pending") }
      #expect(try folder.run([]).status == 75)
      running[1].signal(SIGTERM)
      #expect(try running[1].wait().ending == .exited(143))
      running[0].signal(SIGKILL)
      _ = try running[0].wait()
      try folder.run([]).orThrow()
    }
  }
}
