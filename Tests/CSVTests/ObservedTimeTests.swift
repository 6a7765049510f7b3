import TestSupport
import Testing
import Wire

/// When an export was made, where a copy has another time than the original.
@Suite("Time of an export")
struct ObservedTimeTests {
  /// 2025-10-20, 08:00 in UTC.
  private static let copied = 1_760_947_200

  /// The time that records of a file have, whose last one is of 2025-10-07, and what the log says.
  private func observed(
    _ name: String,
    at seconds: Int = copied,
    _ more: String...
  ) throws -> (time: String, log: String) {
    try withWorkspace { work in
      try work.write(name, "Order Name,Revenue,Order Date\n#1,1,2025-10-07 12:00:00\n")
      try work.touch(name, at: seconds)
      let command = Command(
        path: BuiltProducts.program("extract-csv"),
        ["--profile", "postscript-revenue", name] + more
      )
      let outcome = try work.run(command).orThrow()
      let record = try JSONValue(parsing: outcome.lines[1])
      return (record["time_extracted"]?.string ?? "", outcome.errors)
    }
  }

  @Test(
    "the date in a name goes before the time of a file that was copied",
    arguments: [
      "revenue_2025-10-08.csv", "20251008 revenue.csv", "r.2025_10_08.csv",
      "2025.10.08.csv", "2025-10-08 revenue 20251008.csv",
    ]
  )
  func name(name: String) throws {
    let (time, log) = try observed(name)
    #expect(time == "2025-10-08T23:59:59Z")
    #expect(log.contains("exported at 2025-10-08T23:59:59Z, by the date in its name"))
    #expect(!log.contains("warning"))
  }

  @Test(
    "a name without a date, or with one that cannot be the export's, says nothing",
    arguments: [
      "revenue.csv", "revenue_2025-07-10.csv", "revenue-2025-13-01.csv", "order 520251008.csv",
      "2025-10.csv", "revenue_2027-01-01.csv", "2025-10_08.csv",
      "from 2025-07-10 to 2025-10-08.csv", "Revenue Report Oct 1 - Oct 8, 2025.csv",
      "Revenue 1-8 October 2025.csv", "Revenue 1 Oct - 8 Oct 2025.csv",
      "revenue_Oct1-Oct8_2025.csv", "Revenue Oct 1 – 8 Oct 2025.csv", "r 1 to 8 October 2025.csv",
      "Revenue Oct 7, 2025 - Oct 8.csv", "revenue_2025-10-07_to_10-08.csv",
      "Revenue Oct 1-8, 2025.csv", "Oct_1_Oct_8_2025.csv",
    ]
  )
  func file(name: String) throws {
    let (time, log) = try observed(name)
    #expect(time == "2025-10-20T08:00:00Z")
    #expect(log.contains("by the time of the file"))
    #expect(log.contains("is days later than its last record, of 2025-10-07T12:00:00Z"), "\(log)")
  }

  @Test(
    "a time in the name is the export's, and the name of a month is a month",
    arguments: [
      ("orders_20251008_080000.csv", "2025-10-08T08:00:00Z"),
      ("orders_20251008080000.csv", "2025-10-08T08:00:00Z"),
      ("orders 2025-10-08T08-00-05.csv", "2025-10-08T08:00:05Z"),
      ("orders_2025-10-08 08.00.00.csv", "2025-10-08T08:00:00Z"),
      ("2025-10-08T0830Z.csv", "2025-10-08T08:30:00Z"),
      ("orders-2025-10-08-083000 (1).csv", "2025-10-08T08:30:00Z"),
      ("orders 2025-10-08 at 8.30.00 PM.csv", "2025-10-08T20:30:00Z"),
      ("report 2 Oct 8, 2025.csv", "2025-10-08T23:59:59Z"),
      ("orders Oct 8, 2025 - 2.csv", "2025-10-08T23:59:59Z"),
      ("orders Oct 8, 2025.csv", "2025-10-08T23:59:59Z"),
      ("8 October 2025 revenue.csv", "2025-10-08T23:59:59Z"),
      ("revenue_08-Oct-2025_09h15.csv", "2025-10-08T09:15:00Z"),
      ("orders 2025-10-08T10:15:30-07:00.csv", "2025-10-08T17:15:30Z"),
      ("orders_2025-10-08T10_15_30-0700.csv", "2025-10-08T17:15:30Z"),
      ("orders_2025-10-08T10-15-30-07-00.csv", "2025-10-08T17:15:30Z"),
      ("orders_20251008_101530+0200.csv", "2025-10-08T08:15:30Z"),
      ("orders_20251008T101530.250 +02.csv", "2025-10-08T08:15:30Z"),
      ("orders 2025-10-08 10.15.30 PM GMT-7.csv", "2025-10-09T05:15:30Z"),
      ("orders_2025-10-08T101530_UTC (1).csv", "2025-10-08T10:15:30Z"),
      ("orders_2025-10-08_101530-0001.csv", "2025-10-08T10:15:30Z"),
      ("orders_2025-10-08 101530 west.csv", "2025-10-08T10:15:30Z"),
      ("orders_2025-10-08_101530 EST.csv", "2025-10-08T23:59:59Z"),
      ("orders 2025-10-08 10.15.30 AM pdt.csv", "2025-10-08T23:59:59Z"),
      ("orders_2025-10-08T10-15-30-07.csv", "2025-10-08T23:59:59Z"),
      ("orders_2025-10-08_0002.csv", "2025-10-08T23:59:59Z"),
      ("orders_2025-10-08_25-00-00.csv", "2025-10-08T23:59:59Z"),
      ("orders_2025-10-08-10-09.csv", "2025-10-08T23:59:59Z"),
      ("orders_2025-10-08 (1).csv", "2025-10-08T23:59:59Z"),
      ("orders_2025-10-08_080000_20251008_090000.csv", "2025-10-08T23:59:59Z"),
    ]
  )
  func timeInName(name: String, time: String) throws {
    let (found, log) = try observed(name)
    #expect(found == time, "\(log)")
    let part = time.hasSuffix("23:59:59Z") ? "date" : "time"
    #expect(log.contains("exported at \(time), by the \(part) in its name"), "\(log)")
  }

  @Test("a time in the name is one of the zone that is said, and not later than the file")
  func zoneOfName() throws {
    let name = "orders_20251008_080000.csv"
    let zone = ["--timezone", "America/New_York"]
    #expect(try observed(name, at: Self.copied, zone[0], zone[1]).time == "2025-10-08T12:00:00Z")
    let utc = "orders_20251008_080000Z.csv"
    #expect(try observed(utc, at: Self.copied, zone[0], zone[1]).time == "2025-10-08T08:00:00Z")
    #expect(try observed(name, at: 1_759_903_200).time == "2025-10-08T06:00:00Z")
  }

  @Test("of a day alone in the name a time of that day that somebody says is the more precise")
  func optionOfDay() throws {
    let name = "revenue_2025-10-08.csv"
    let (time, _) = try observed(name, at: Self.copied, "--as-of", "2025-10-08T20:00:00Z")
    #expect(time == "2025-10-08T20:00:00Z")
  }

  @Test("two exports of one day and the same records are warned of, where no time tells them apart")
  func sameDay() throws {
    func warnings(_ names: [String], _ days: [String], _ more: String...) throws -> String {
      try withWorkspace { work in
        for (name, day) in zip(names, days) {
          try work.write(
            name,
            "Order Name,Revenue,Order Date\n#1,1,2025-10-\(day) 12:00:00\n#2,1,2025-10-\(day) 13:00:00\n"
          )
          try work.touch(name, at: Self.copied)
        }
        let command = Command(
          path: BuiltProducts.program("extract-csv"),
          ["--profile", "postscript-revenue"] + more + names
        )
        return try work.run(command).orThrow().errors
      }
    }
    let two = ["a 2025-10-08.csv", "b 2025-10-08.csv"]
    let told = try warnings(two, ["07", "07"])
    #expect(told.contains("b 2025-10-08.csv and a 2025-10-08.csv are of the same day"), "\(told)")
    #expect(told.contains("Put the time of the export into their names"))
    #expect(try !warnings(two, ["06", "07"]).contains("are of the same day"))
    let timed = ["a 2025-10-08_08-00.csv", "b 2025-10-08_20-00.csv"]
    #expect(try !warnings(timed, ["07", "07"]).contains("the same time"))
    let copies = ["a_20251008_100000.csv", "a_20251008_100000 (1).csv"]
    let known = "have the same time of export, 2025-10-08T10:00:00Z"
    #expect(try warnings(copies, ["07", "07"]).contains(known))
    #expect(try warnings(["a.csv", "b.csv"], ["07", "07"]).contains("the same time of export"))
    let option = try warnings(["a.csv", "b.csv"], ["07", "07"], "--as-of", "2025-10-08T10:00:00Z")
    #expect(option.contains(known), "\(option)")
    #expect(try !warnings(["a.csv", "b.csv"], ["06", "07"]).contains("the same time"))
  }

  @Test("on the day in its name the time of the file is the more precise")
  func timeOfFile() throws {
    let (time, log) = try observed("revenue_2025-10-08.csv", at: 1_759_914_000)
    #expect(time == "2025-10-08T09:00:00Z")
    #expect(log.contains("by the date in its name"))
  }

  @Test("what somebody says goes before the time of the file")
  func option() throws {
    let (time, log) = try observed("revenue.csv", at: Self.copied, "--as-of", "2025-10-09")
    #expect(time == "2025-10-09T00:00:00Z")
    #expect(!log.contains("exported at"))
  }

  @Test("the date in a name goes before what somebody says of all files")
  func nameBeforeOption() throws {
    let name = "revenue_2025-10-08.csv"
    let (time, log) = try observed(name, at: Self.copied, "--as-of", "2025-10-09")
    #expect(time == "2025-10-08T23:59:59Z")
    #expect(log.contains("its name says another day than --as-of 2025-10-09T00:00:00Z"), "\(log)")
    let (_, same) = try observed(name, at: Self.copied, "--as-of", "2025-10-08")
    #expect(!same.contains("--as-of"), "\(same)")
    let (other, _) = try observed(
      "revenue_2025-07-10.csv",
      at: Self.copied,
      "--as-of",
      "2025-10-09"
    )
    #expect(other == "2025-10-09T00:00:00Z")
  }

  @Test("of two copies the one whose records were changed later is the newer")
  func changes() throws {
    try withWorkspace { work in
      let header = "Name,Id,Created at,Updated at,Financial Status,Currency,Total,"
      let orders = [
        "#1,5001,2025-10-07 12:00:00 +0200,2025-10-07 12:00:00 +0200,paid,EUR,9.00,1,Mug",
        "#2,5002,2025-10-06 12:00:00 +0200,2025-10-09 01:00:00 +0200,refunded,EUR,9.00,1,Mug",
      ]
      let lines = [header + "Lineitem quantity,Lineitem name"] + orders
      try work.write("orders.csv", lines.joined(separator: "\n"))
      try work.touch("orders.csv", at: Self.copied)
      let outcome = try work.run(
        .built("extract-csv", "--profile", "auto", "orders.csv")
      ).orThrow()
      let record = try JSONValue(parsing: outcome.lines[1])
      #expect(record["time_extracted"]?.string == "2025-10-08T23:00:00Z")
      #expect(outcome.errors.contains("by the record that was changed last"), "\(outcome.errors)")
    }
  }

  @Test("a time in the future is believed and warned of")
  func inTheFuture() throws {
    let (time, log) = try observed("revenue.csv", at: Self.copied, "--as-of", "2999-01-01")
    #expect(time == "2999-01-01T00:00:00Z")
    #expect(log.contains("2999-01-01T00:00:00Z, when it was exported by --as-of, is in the future"))
    let (_, past) = try observed("revenue.csv", at: Self.copied, "--as-of", "2025-10-09")
    #expect(!past.contains("is in the future"))
  }
}
