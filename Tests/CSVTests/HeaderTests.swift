import TestSupport
import Testing
import Wire

/// What a file's first line decides: its profile, its delimiter, and which column feeds which field.
@Suite("Headers")
struct HeaderTests {
  private func profile(_ header: String, _ arguments: String...) throws -> String {
    try withWorkspace { work in
      try work.write("in.csv", header + "\n")
      let command = Command(
        path: BuiltProducts.program("extract-csv"),
        ["--profile", "auto", "--print-profiles"] + arguments + ["in.csv"]
      )
      let outcome = try work.run(command)
      #expect(outcome.status == (outcome.output.isEmpty ? 65 : 0), "\(outcome)")
      return outcome.text.split(separator: "\t").first.map(String.init) ?? outcome.errors
    }
  }

  @Test(
    "a header tells the profile, whatever is between its fields",
    arguments: [
      ("Order Name;Attributed Revenue;Campaign Name;Message Sent At", "postscript-revenue"),
      ("Order Name\tAttributed Revenue\tType", "postscript-revenue"),
      (
        "Campaign Name,Sent At,Messages Sent,Delivered,Clicks,Revenue,Orders", "postscript-messages"
      ),
      ("Automation Name|Message Name|Date|Sent|Revenue", "postscript-messages"),
      (
        "Campaign Name,Send Time,Total Recipients,Unique Opens,Revenue,Subject", "klaviyo-campaigns"
      ),
      (
        "Campaign Message ID,Send Date,Send Time,Total Recipients,Total Placed Order Value",
        "klaviyo-campaigns"
      ),
      (
        "Month,Flow ID,Message ID,Total Recipients,Unsubscribe Rate,Conversion value",
        "klaviyo-flows"
      ),
      ("source_system,order_id,claimed_revenue,sent_at", "attributed-orders"),
      ("source_system,date,message_id,sms_unique_sends", "message-performance"),
      (
        "Name,Id,Created at,Financial Status,Currency,Total,Lineitem name,Lineitem quantity",
        "shopify-orders"
      ),
    ]
  )
  func recognised(header: String, name: String) throws { #expect(try profile(header) == name) }

  @Test(
    "what is none of the exports is not taken for one",
    arguments: [
      "Phone Number,Email,Created At,Keyword", "Day,Orders,Gross sales,Total sales", "a,b", "Date",
      "Customer ID,First Name,Email,Total Spent,Tags",
      "Order,Name,Created At,Status,Amount,Currency",
    ]
  )
  func unknown(header: String) throws {
    #expect(try profile(header).contains("no profile fits"))
  }

  @Test("what two profiles fit equally well is named, and an option may decide")
  func undecided() throws {
    let header = "order_id,claimed_revenue,sent_at"
    #expect(try profile(header) == "postscript-revenue")
    let both = try profile(header, "--source-system", "attentive")
    #expect(both.contains("postscript-revenue, attributed-orders"), "\(both)")
  }

  @Test("a line sep= names the delimiter, and counts as a line", arguments: ["\n", "\r\n"])
  func separator(end: String) throws {
    for (line, between) in [("sep=;", ";"), ("\"sep=|\"", "|"), ("\u{FEFF}SEP=\t", "\t")] {
      let rows = [line, "Order Name,Revenue", "#1,5", "#2,x"]
        .map { $0.replacing(",", with: between) }
      let run = try ExtractRun(rows.joined(separator: end), "--profile", "postscript-revenue")
      #expect(run.texts("order_name") == ["#1"], "\(run.outcome)")
      #expect(run.rejects.first?["line"]?.text == "4")
    }
  }

  @Test(
    "a line sep= that a spreadsheet has saved as a row is told to be taken out",
    arguments: [
      "sep=;;;;;;", "sep=,,,", "\"sep=,\",,", "SEP=;,,", "\u{FEFF}sep=;;", "sep=\t\t\t",
    ]
  )
  func savedSeparator(line: String) throws {
    for options in [["--profile", "auto"], ["--profile", "generic", "--stream", "s"]] {
      for delimiter in ["auto", ",", ";"] {
        let run = try ExtractRun(
          line + "\nOrder Name;Revenue\n#1;5\n",
          options: options + ["--delimiter", delimiter]
        )
        #expect(run.outcome.status == 65)
        #expect(run.outcome.errors.contains("take that line out"), "\(run.outcome)")
      }
    }
  }

  @Test("a header in quotes hides its commas from the search for the delimiter")
  func quotedHeader() throws {
    let text = "\"Note, one\";Order Name;\"a, b, c, d\";Revenue\na;#1;b;5\n"
    let run = try ExtractRun(text, "--profile", "postscript-revenue", "--delimiter", "auto")
    #expect(run.texts("claimed_revenue") == ["5"])
  }

  @Test(
    "what is no CSV is called by its name",
    arguments: [
      ("<html><body>", "a web page"), ("\n\n<?xml version=\"1.0\"?>", "a web page"),
      ("\u{FEFF}<!DOCTYPE HTML>", "a web page"), ("{\"error\":\"expired\"}", "JSON"),
      (" [ {\"a\":1} ]", "JSON"), ("%PDF-1.7", "a PDF document"),
    ]
  )
  func foreign(text: String, name: String) throws {
    let run = try ExtractRun(text + "\n", "--profile", "shopify-orders")
    #expect(run.outcome.status == 65)
    #expect(run.outcome.errors.contains("this is \(name)"), "\(run.outcome)")
  }

  @Test("a header that begins like markup or JSON is a header")
  func likeMarkup() throws {
    for header in ["<DATE>,<OPEN>", "[id],[name]"] {
      let run = try ExtractRun("\(header)\n1,2\n", "--profile", "generic", "--stream", "s")
      #expect(run.records.count == 1, "\(run.outcome)")
    }
  }

  @Test("a row that Excel has packed into one cell is told from other broken rows")
  func packed() throws {
    let header = "Order Name,Revenue,Campaign Name\n"
    for row in ["\"#1,5.00,Spring\"", "\"#1,5.00,\"\"Spring, sale\"\"\";", "\"#1,5.00,Spring\";;;"]
    {
      let run = try ExtractRun(header + row, "--profile", "postscript-revenue")
      #expect(run.reasons.first?.contains("packed into one quoted cell") == true, "\(row)")
    }
    for row in ["\"#1\",5.00", "\"#1\"x,5.00,Spring", "\"#1, 5\",2"] {
      let run = try ExtractRun(header + row, "--profile", "postscript-revenue")
      #expect(run.reasons.first?.contains("packed") == false, "\(row): \(run.outcome)")
    }
  }

  @Test("a mapping may feed any field of the stream but those that the program makes")
  func mapping() throws {
    let text = "Order Name,Revenue,Who,Region\n#1,5.00,attentive,EU\n"
    let run = try ExtractRun(
      text,
      "--profile",
      "postscript-revenue",
      mapping: #"{"fields":{"source_system":"Who","region":{"type":"text","headers":["Region"]},"#
        + #""message_name":"Region"}}"#
    )
    #expect(run.texts("source_system") == ["attentive"])
    #expect(run.texts("region") == ["EU"])
    #expect(run.texts("message_name") == ["EU"])
    for (field, words) in [
      (#""store_id":"Who""#, "the program makes it"),
      (#""order_ref":"Who""#, "the program makes it"),
      (#""claimed_revenue":{"type":"text"}"#, "the stream has it as money"),
      (#""order_name":"Who","order_name":"Was""#, #""fields" has "order_name" twice"#),
    ] {
      let bad = try ExtractRun(
        text,
        "--profile",
        "postscript-revenue",
        mapping: #"{"fields":{\#(field)}}"#
      )
      #expect(bad.outcome.status == 78)
      #expect(bad.outcome.errors.contains(words), "\(bad.outcome)")
    }
  }

  @Test("a header that a mapping names must be in one of the files, and in each that is a pipe")
  func mappedHeaders() throws {
    try withWorkspace { work in
      try work.write("new.csv", "Order Name,Rev.\n#1,5.00\n")
      try work.write("old.csv", "Order Name,Total\n#2,6.00\n")
      try work.write("mapping.json", #"{"fields":{"claimed_revenue":"Rev."}}"#)
      let run = { (script: String) in
        try work.run(
          .shell(
            "\(script) extract-csv --profile postscript-revenue --bare --mapping mapping.json $FILES"
          )
        )
      }
      #expect(try run("FILES='old.csv new.csv'; ").lines.count == 2)
      #expect(try run("FILES=new.csv; ").lines.count == 1)
      for files in ["FILES=old.csv; ", "FILES='old.csv old.csv'; ", "FILES=-; cat old.csv |"] {
        let outcome = try run(files)
        #expect(outcome.status == 65, "\(files)")
        #expect(outcome.errors.contains("names the header \"Rev.\" for claimed_revenue"))
      }
    }
  }

  @Test("the log accounts for every column, once for files with the same header")
  func columns() throws {
    try withWorkspace { work in
      let text = "Order Name,Revenue,Text Delivered,Colour\n#1,5.00,2026-01-01 00:00:00,red\n"
      try work.write("a.csv", text)
      try work.write("b.csv", text)
      let log = try work.run(
        .built("extract-csv", "--profile", "postscript-revenue", "--bare", "a.csv", "b.csv")
      ).errors
      for words in [
        "a.csv: read as postscript-revenue: order_name from \"Order Name\"",
        "sent_at (\"Message Sent At\"): there is no send time, so attribution windows are not checked",
        "columns that are not read: \"Text Delivered\" (like Message Sent At?), \"Colour\"",
        "b.csv: columns as in a.csv",
      ] {
        #expect(log.contains(words), "\(log)")
      }
      #expect(log.split(separator: "\n").count == 7)
    }
  }

  @Test("a thousand files are opened one at a time")
  func manyFiles() throws {
    try withWorkspace { work in
      let script = """
        for i in $(seq 1 1100); do printf 'Order Name,Revenue,Sent At\\n#%s,1.00,\\n' $i > $i.csv; done
        ulimit -n 64; extract-csv --profile auto --bare *.csv
        """
      #expect(try work.run(.shell(script)).orThrow().lines.count == 1_100)
      let missing = try work.run(
        .built("extract-csv", "--profile", "auto", "--bare", "1.csv", "missing.csv")
      )
      #expect(missing.status == 66)
      #expect(missing.output.isEmpty)
    }
  }

  @Test(
    "what is compressed or packed is named, with what undoes it",
    arguments: [
      ("BZh91AY&SY", "bzip2 -dc"), ("\\375\\067zXZ\\000", "xz -dc"),
      ("\\050\\265\\057\\375", "zstd -dc"), ("7z\\274\\257\\047\\034", "a 7-Zip archive"),
      ("Rar!\\032\\007", "a RAR archive"),
    ]
  )
  func compressed(mark: String, advice: String) throws {
    try withWorkspace { work in
      let script = "printf '\(mark)abcdef\\n' >in.csv; extract-csv --profile shopify-orders in.csv"
      let outcome = try work.run(.shell(script))
      #expect(outcome.status == 65 && outcome.errors.contains(advice), "\(outcome)")
    }
  }

  @Test("a tar archive is named as such, compressed or not")
  func tar() throws {
    try withWorkspace { work in
      try work.write("in.csv", "Name,Id\n")
      for flags in ["cf", "czf"] {
        let script = "tar \(flags) in.tar in.csv && extract-csv --profile shopify-orders in.tar"
        let outcome = try work.run(.shell(script))
        #expect(outcome.status == 65 && outcome.errors.contains("tar -xf FILE"), "\(outcome)")
      }
    }
  }

  @Test("a second mapping is an error, since it would replace the first")
  func twoMappings() throws {
    try withWorkspace { work in
      let command = Command.built(
        "extract-csv",
        "--profile",
        "shopify-orders",
        "--mapping",
        "a.json",
        "--mapping=b.json",
        "in.csv"
      )
      let outcome = try work.run(command)
      #expect(
        outcome.status == 64 && outcome.errors.contains("--mapping is given twice"),
        "\(outcome)"
      )
    }
  }

  @Test("a header in one quoted cell is named, and a wrong line sep= as well")
  func advice() throws {
    let packed = try ExtractRun(
      "\"Name,Id,Created at,Total\";\n\"#1,1,2025-10-07,5\";\n",
      "--profile",
      "shopify-orders"
    )
    let start = "in.csv, line 1: the whole row is packed into one quoted cell"
    #expect(packed.outcome.errors.contains(start), "\(packed.outcome)")
    let named = try ExtractRun(
      "sep=;\nName,Id,Created at,Total\n#1,1,2025-10-07,5\n",
      "--profile",
      "shopify-orders",
      "--delimiter",
      ","
    )
    #expect(named.outcome.status == 65)
    #expect(named.outcome.errors.contains("sep=;, says that"), "\(named.outcome)")
    #expect(named.outcome.errors.contains("take that line out"))
  }
}
