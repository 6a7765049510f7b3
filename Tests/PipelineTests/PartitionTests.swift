import TestSupport
import Testing

/// Partitions as an engine pipes them in: with envelopes or without, framed by their end.
@Suite("Partitions")
struct PartitionTests {
  private static let schema =
    #"{"type":"SCHEMA","stream":"visits","schema":{"type":"object","properties":{"id":{"type":"#
    + #""string"},"n":{"type":"integer"}}},"key_properties":["id"]}"# + "\n"
  private static let record = #"{"type":"RECORD","stream":"visits","record":{"id":"b","n":2}}"#
  private static let mixed = #"{"id":"a","n":1}"# + "\n" + record + "\n" + #"{"id":"a","n":1}"#
  private static let options = [
    "--partition", "--schema-file", "schema", "--stream", "visits",
  ]

  private static func run(_ program: String, _ more: String...) -> Command {
    Command(path: BuiltProducts.program(program), options + more)
  }

  @Test("a transform takes lines with and without envelopes, and their end for a commit")
  func transform() throws {
    try withWorkspace { work in
      try work.write("schema", Self.schema)
      let outcome = try work.run(Self.run("transform-dedupe", "--bare"), input: .text(Self.mixed))
      #expect(outcome.succeeded && outcome.lines == [#"{"id":"a","n":1}"#, #"{"id":"b","n":2}"#])
      // The last line has no newline and an envelope: without --partition it would be truncated.
      let enveloped = try work.run(Self.run("transform-dedupe"), input: .text(Self.record))
      #expect(enveloped.succeeded && enveloped.lines.prefix(2).last == Self.record, "\(enveloped)")
      let plain = try work.run(.built("transform-dedupe"), input: .text(Self.schema + Self.record))
      #expect(plain.status == 65, "\(plain)")
      let empty = try work.run(Self.run("transform-dedupe", "--bare"))
      #expect(empty.succeeded && empty.lines.isEmpty, "\(empty)")
    }
  }

  @Test("the loader makes a table by the schema, and several partitions fill it")
  func load() throws {
    try withDatabase { work, database in
      try work.write("schema", Self.schema)
      let load = Self.run("load-postgres").with(environment: database.environment)
      for text in ["", Self.mixed, #"{"id":"c","n":3}"#, Self.mixed] {
        let outcome = try work.run(load, input: .text(text))
        #expect(outcome.succeeded, "\(outcome)")
      }
      #expect(
        try database.rows("select id, n, pg_typeof(n) from sms.visits order by id")
          == ["a|1|bigint", "b|2|bigint", "c|3|bigint"]
      )
    }
  }

  @Test("a file of schemas that is missing, or holds something else, is told")
  func badSchemas() throws {
    try withWorkspace { work in
      let missing = try work.run(Self.run("transform-dedupe"))
      #expect(missing.status == 66 && missing.errors.contains("schema"), "\(missing)")
      try work.write("schema", Self.record + "\n")
      let other = try work.run(Self.run("transform-dedupe"))
      #expect(other.status == 78 && other.errors.contains("line 1 is no SCHEMA"), "\(other)")
    }
  }

  private static let report =
    "Order ID,Order Name,Order Date,Currency,Revenue,Attribution Type,Message ID,Sent At\n"
    + "5001,#1001,2026-01-02 10:00:00,USD,REVENUE,Click,m1,2026-01-02 09:00:00\n"

  @Test("bare records keep the time of their observation, in whatever order files come")
  func bareTimes() throws {
    try withDatabase { work, database in
      try work.write("old.csv", Self.report.replacing("REVENUE", with: "10.00"))
      try work.write("new.csv", Self.report.replacing("REVENUE", with: "20.00"))
      try work.run(.shell("touch -d 2026-02-01Z old.csv && touch -d 2026-02-02Z new.csv")).orThrow()
      let dedupe = Command.built(
        "transform-dedupe",
        "--bare",
        "--partition",
        "--stream",
        "attributed_orders",
        "--keep",
        "last",
        "--order-by",
        "time_extracted",
        "--key",
        "store_id,source_system,order_ref,message_id"
      )
      for files in [["old.csv", "new.csv"], ["new.csv", "old.csv"]] {
        let extract = Command(
          path: BuiltProducts.program("extract-csv"),
          ["--profile", "postscript-revenue", "--bare"] + files
        )
        let outcome = try work.run([extract, dedupe]).map { try $0.orThrow() }
        let lines = outcome[1].lines
        #expect(lines.count == 1 && lines[0].contains(#""claimed_revenue":20.00"#), "\(lines)")
        #expect(lines[0].contains(#""time_extracted":"2026-02-02T00:00:00Z"}"#))
        // Loaded last, the older one changes nothing.
        let load = Command.built(
          "load-postgres",
          "--stream",
          "attributed_orders",
          environment: database.environment
        )
        try work.run(load, input: .text(lines[0] + "\n")).orThrow()
        let older = Command(
          path: BuiltProducts.program("extract-csv"),
          ["--profile", "postscript-revenue", "--bare", "old.csv"]
        )
        for run in try work.run([older, load]) { try run.orThrow() }
        #expect(
          try database.rows(
            "select claimed_revenue, _sdc_extracted_at at time zone 'UTC', extra "
              + "from sms.attributed_orders"
          ) == ["20.00|2026-02-02 00:00:00|NULL"]
        )
      }
      // With an envelope taken off on the way, it is the same.
      let enveloped = try work.run([
        .built("extract-csv", "--profile", "postscript-revenue", "new.csv"),
        .built("transform-dedupe", "--bare"),
      ])
      #expect(
        try enveloped[1].orThrow().text.contains(#""time_extracted":"2026-02-02T00:00:00Z"}"#)
      )
      let last = try work.run([
        .built("extract-csv", "--profile", "postscript-revenue", "new.csv"),
        .built("transform-dedupe", "--bare", "--keep", "last"),
      ])
      #expect(last[1].output == enveloped[1].output)
    }
  }

  @Test("an order by a field that no record has is an error")
  func noSuchField() throws {
    try withWorkspace { work in
      let dedupe = Command.built(
        "transform-dedupe",
        "--bare",
        "--partition",
        "--stream",
        "s",
        "--key",
        "id",
        "--keep",
        "last",
        "--order-by",
        "changed"
      )
      let without = try work.run(dedupe, input: .text("{\"id\":1,\"v\":1}\n{\"id\":1,\"v\":2}\n"))
      #expect(without.status == 65 && without.lines.isEmpty, "\(without)")
      #expect(without.errors.contains("--order-by changed: no record has that field"))
      // One record that has it is enough, and no record at all is no fault.
      let with = try work.run(
        dedupe,
        input: .text("{\"id\":1,\"changed\":2}\n{\"id\":1}\n{\"id\":2}\n")
      )
      #expect(with.lines == [#"{"id":1,"changed":2}"#, #"{"id":2}"#], "\(with)")
      #expect(try work.run(dedupe).succeeded)
    }
  }

  @Test("the names of files come from a list")
  func filesFrom() throws {
    try withWorkspace { work in
      try work.write("a.csv", "id,v\n1,x\n")
      try work.write("b.csv", "id,v\n2,y\n")
      let extract = Command.built(
        "extract-csv",
        "--profile",
        "generic",
        "--stream",
        "s",
        "--bare",
        "--files-from",
        "-"
      )
      let both = try work.run(extract, input: .text("a.csv\nb.csv\n"))
      #expect(both.lines == [#"{"id":"1","v":"x"}"#, #"{"id":"2","v":"y"}"#], "\(both)")
      let none = try work.run(extract)
      #expect(none.succeeded && none.lines.isEmpty, "\(none)")
      #expect(try work.run(extract, input: .text("a.csv\n\n")).status == 65)
      #expect(try work.run(extract, input: .text("none.csv\n")).status == 66)
    }
  }
}
