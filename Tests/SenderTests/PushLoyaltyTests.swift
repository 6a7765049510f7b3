import PostscriptSimulator
import StageKit
import TestSupport
import Testing
import Wire

@Suite("push-loyalty")
struct PushLoyaltyTests {
  private func with(_ body: (PushRun) throws -> Void) throws {
    try SendRun.with { try body(PushRun(run: $0, pipeline: "push-loyalty")) }
  }

  /// Members of a programme: phone number, points and tier of each.
  private typealias Members = [(phone: String, points: Int, tier: String)]

  private func csv(_ members: Members) -> String {
    "phone,point_balance,current_tier\n"
      + members.map { "\($0.phone),\($0.points),\($0.tier)\n" }.joined()
  }

  /// Points and tier of a subscriber as Postscript has them now.
  private func state(_ push: PushRun, _ phone: String) throws -> String {
    let properties = try push.run.subscriber(phone)["properties"]
    let points = properties?["rediem_point_balance"]?.integer
    return "\(points.map(String.init) ?? "-") \(properties?["rediem_current_tier"]?.string ?? "-")"
  }

  @Test("CSV, NDJSON and a table of the warehouse say the same")
  func sources() throws {
    try withDatabase { _, database in
      try with { push in
        var push = push
        push.database = database
        let phones = try Array(push.run.phones().prefix(6))
        let members = phones.enumerated().map { ($1, 10 + $0, "T\($0)") }
        let work = push.run.workspace
        try work.write("m.csv", csv(Array(members[0..<2])))
        try work.write(
          "m.ndjson",
          members[2..<4].map {
            #"{"phone":"\#($0.0)","point_balance":\#($0.1),"current_tier":"\#($0.2)"}"# + "\n"
          }.joined()
        )
        try database.execute(
          "create schema if not exists sms; create table sms.members"
            + " (phone text primary key, point_balance integer, current_tier text);"
            + " insert into sms.members values "
            + members[4..<6].map { "('\($0.0)', \($0.1), '\($0.2)')" }.joined(separator: ",")
        )
        for source in ["m.csv", "m.ndjson", "table:members"] {
          let plan = try push("plan", "--folder", source + ".d", "--members", source).orThrow()
          #expect(plan.text.contains("to send: 2"), "\(plan)")
          try push("apply", "--folder", source + ".d").orThrow()
        }
        for (phone, points, tier) in members {
          #expect(try state(push, phone) == "\(points) \(tier)")
        }
      }
    }
  }

  @Test("day by day only what has changed goes, and whom it did not reach goes again")
  func days() throws {
    try with { push in
      let phones = try Array(push.run.phones().prefix(3))
      let stranger = "+12025550199"
      var members: Members = (phones + [stranger]).map { ($0, 5, "Silver") }
      func run() throws -> Outcome {
        try push.run.workspace.write("m.csv", csv(members))
        return try push("run", "--max-records", "10", "--members", "m.csv")
      }
      let first = try run().orThrow()
      #expect(first.errors.contains("no subscriber: 1"), "\(first)")
      #expect(push.run.writes().count == 3)
      members[1].points = 6
      try run().orThrow()
      #expect(push.run.writes().count == 4)
      #expect(try state(push, phones[1]) == "6 Silver")
      // A member becomes a subscriber: what she has been for days is sent, though nothing changed.
      let keyword = try #require(push.run.administer("keywords").first?["keyword"]?.string)
      try push.run.administer("text?phone=%2B12025550199&body=\(keyword)")
      try push.run.administer("confirm?phone=%2B12025550199")
      try run().orThrow()
      #expect(try state(push, stranger) == "5 Silver")
      #expect(push.run.writes().count == 5)
      // One that the API refuses is told, and is not forgotten.
      members[2].tier = "Gold"
      push.run.plan([.coded], body: "Gold")
      let refused = try run()
      #expect(refused.status == 65, "\(refused)")
      #expect(try state(push, phones[2]) == "5 Silver")
      try run().orThrow()
      #expect(try state(push, phones[2]) == "5 Gold")
    }
  }

  @Test("a baseline sends nothing, and what it knows is not sent later")
  func baseline() throws {
    try with { push in
      let phones = try Array(push.run.phones().prefix(2))
      var members: Members = phones.map { ($0, 5, "Silver") }
      try push.run.workspace.write("m.csv", csv(members))
      try push("baseline", "--members", "m.csv").orThrow()
      members[0].points = 7
      try push.run.workspace.write("m.csv", csv(members))
      try push("run", "--max-records", "10", "--members", "m.csv").orThrow()
      #expect(push.run.writes().count == 1)
      #expect(try state(push, phones[0]) == "7 -")
    }
  }

  @Test("members and events go together, under a prefix of the programme's own")
  func events() throws {
    try with { push in
      let phone = try #require(push.run.phones().first)
      try push.run.workspace.write("m.csv", csv([(phone, 12, "Gold")]))
      let event = JSONValue.object([
        ("id", .string("e1")), ("event", .string("Points Earned")), ("phone", .string(phone)),
        ("occurred_at", .string(Clock.now.text)), ("points", .number("5")),
      ])
      try push.run.workspace.write("e.ndjson", event.text + "\n")
      try push("plan", "--prefix", "acme", "--members", "m.csv", "--events", "e.ndjson").orThrow()
      try push("apply").orThrow()
      let properties = try push.run.subscriber(phone)["properties"]
      #expect(properties?["acme_point_balance"]?.integer == 12)
      let definitions = try push.run.administer("definitions").compactMap(\.string)
      #expect(definitions.map { $0.hasSuffix("Acme_Points_Earned") } == [true], "\(definitions)")
      #expect(try push.run.acceptances().count == 1)
    }
  }

  @Test("what cannot be is refused before anything is read")
  func usage() throws {
    try with { (push: PushRun) throws in
      #expect(try push("plan").status == 64)
      #expect(try push("baseline").status == 64)
      #expect(try push("apply", "--members", "-").status == 64)
      #expect(try push("plan", "--members", "-", "--events", "-").status == 64)
      #expect(try push("plan", "--members", "nowhere.csv").status == 66)
      #expect(try push("send").status == 64)
    }
  }
}
