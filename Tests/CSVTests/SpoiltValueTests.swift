import TestSupport
import Testing
import Wire

/// Ids, phone numbers and amounts in all the forms that people and spreadsheets give them.
@Suite("Spoilt values")
struct SpoiltValueTests {
  /// A claim to the order of a name that is written like this.
  private func claim(_ name: String) throws -> ExtractRun {
    let cell = name.replacing("\"", with: "\"\"")
    return try ExtractRun(
      "Order Name,Revenue\n\"\(cell)\",1.00\n",
      "--profile",
      "postscript-revenue"
    )
  }

  @Test(
    "an id that a spreadsheet shows in another form is refused",
    arguments: [
      "5.00123e+12", "5.00123E12", "5,00123E+12", "5E+12", "5.00123E+12", "50.01E+11",
      "5,001,230,000,001", "5.001.230.000.001", "5 001 230 000 001", "5'001'230'000'001",
      "5\u{A0}001\u{A0}230\u{A0}000\u{A0}001", "=\"5.00123E+12\"", "'5,001,230", " 5E+12 ",
    ]
  )
  func spoilt(id: String) throws {
    let run = try claim(id)
    #expect(run.codes == ["rounded_identifier"], "\(run.records)")
  }

  @Test(
    "what guards an id is taken away, and what only looks like a number is kept",
    arguments: [
      ("'5001230000001", "5001230000001"), ("=\"5001230000001\"", "5001230000001"),
      ("=\"#1005\"", "#1005"), ("5001230000001.0", "5001230000001"), ("5001.00", "5001"),
      ("gid://shopify/Order/5001", "5001"), (" 5001 ", "5001"), ("12e5", "12e5"),
      ("5e12ab", "5e12ab"), ("1.234", "1.234"), ("#1,001", "#1,001"), ("01K0E5", "01K0E5"),
      ("=5001", "5001"), ("1-2", "1-2"), ("00012", "00012"),
    ]
  )
  func guarded(written: String, id: String) throws {
    #expect(try claim(written).texts("order_name") == [id])
  }

  @Test(
    "an order's id is digits alone",
    arguments: [
      "5E12", "5001230000001e0", "+5001230000001", "05001230000001", "5.00123 E+12", ".5E+13",
      "-5.00123E+12", "=5.00123E+12", "#ERROR!", "#NUM", "Err:502",
    ]
  )
  func orderID(written: String) throws {
    let run = try ExtractRun(
      """
      Name,Id,Created at,Financial Status,Currency,Total,Lineitem quantity,Lineitem name
      #1001,\(written),2025-10-07 09:50:26 -0400,paid,USD,25.00,1,Mug

      """,
      "--profile",
      "shopify-orders"
    )
    #expect(run.codes == ["rounded_identifier"], "\(run.outcome)")
  }

  @Test("words for nothing are no ids: claims keep apart by the names of their orders")
  func nothing() throws {
    for word in ["N/A", "null", "NULL", "-", "none", "\\N"] {
      let run = try ExtractRun(
        "Order ID,Order Name,Attributed Revenue,Message ID\n\(word),#1001,25.00,m1\n\(word),#1002,25.00,m1\n",
        "--profile",
        "postscript-revenue"
      )
      #expect(run.texts("order_ref") == ["name:#1001", "name:#1002"], "\(run.outcome)")
      #expect(run.texts("order_id") == ["null", "null"], "\(run.outcome)")
    }
    let push = try ExtractRun(
      """
      MESSAGE_ID,ORDER_ID,AMOUNT_IN_CENTS,ACTION_TYPE,MINUTES_FROM_ACTION,ORDER_CREATED_AT
      m1,NULL,2500,click,50,2025-10-07T13:50:26Z
      NULL,5001,2500,click,50,2025-10-07T13:50:26Z

      """,
      "--profile",
      "postscript-attribution"
    )
    #expect(push.codes == ["missing_value", "missing_value"], "\(push.outcome)")
  }

  @Test("phone numbers are refused where they are rounded, and kept however they are grouped")
  func phones() throws {
    let phones = [
      "+1 555 123 4567", "612 345 678", "612.345.678", "=\"+15551234567\"", "'+15551234567",
      "1.5551E+10", "15,551,234,567", "15551234567.0", "+15551234567.0", "555.123.0",
    ]
    let rows = phones.enumerated().map {
      "#\($0.offset),1.00,\"\($0.element.replacing("\"", with: "\"\""))\""
    }
    let run = try ExtractRun(
      "Order Name,Revenue,Phone\n" + rows.joined(separator: "\n"),
      "--profile",
      "postscript-revenue"
    )
    #expect(
      run.texts("phone")
        == [
          "+1 555 123 4567", "612 345 678", "612.345.678", "+15551234567", "+15551234567",
          "15551234567", "+15551234567", "555.123.0",
        ]
    )
    #expect(run.codes == ["rounded_identifier", "rounded_identifier"])
  }

  private func amounts(_ cells: [(String, String)], _ decimal: String) throws -> ExtractRun {
    let rows = cells.enumerated().map { "p,\($0.offset + 1),\"\($0.element.0)\",\($0.element.1)" }
    return try ExtractRun(
      "source_system,order_id,claimed_revenue,currency\n" + rows.joined(separator: "\n"),
      "--profile",
      "attributed-orders",
      "--decimal",
      decimal
    )
  }

  @Test("amounts have the decimals of their currency, or are refused")
  func decimals() throws {
    let good = [
      ("1.50", "EUR"), ("1,500.25", "USD"), ("1.500", "KWD"), ("1000", "JPY"), ("1000.00", "JPY"),
      ("(5.25)", "USD"), ("$7", ""), ("1.2345", "CLF"), ("12.34", ""),
    ]
    let run = try amounts(good, "point")
    #expect(
      run.texts("claimed_revenue")
        == ["1.50", "1500.25", "1.500", "1000", "1000.00", "-5.25", "7", "1.2345", "12.34"]
    )
    for cell in [
      ("1.500", "EUR"), ("1000.5", "JPY"), ("0.001", "USD"), ("1.500", ""), ("€1.500", ""),
    ] {
      #expect(try amounts([cell], "point").codes == ["too_many_decimals"], "\(cell)")
    }
  }

  @Test("with a decimal comma the point is between thousands")
  func comma() throws {
    let good = [
      ("1.234,56", "EUR"), ("1.500", "EUR"), ("1234,5", "EUR"), ("1 234,56 €", "EUR"),
      ("1\u{202F}234,56", "EUR"), ("0.00", "EUR"), ("-1.234.567,89", "EUR"), ("12", "EUR"),
    ]
    let run = try amounts(good, "comma")
    #expect(
      run.texts("claimed_revenue")
        == ["1234.56", "1500", "1234.5", "1234.56", "1234.56", "0", "-1234567.89", "12"],
      "\(run.outcome)"
    )
    for (cell, code) in [
      ("12.50", "invalid_number"), ("1,234.56", "invalid_number"), ("1,500", "too_many_decimals"),
    ] {
      #expect(try amounts([(cell, "EUR")], "comma").codes == [code], "\(cell)")
    }
    #expect(try amounts([("1.234,56", "EUR")], "point").codes == ["invalid_number"])
  }

  @Test(
    "no number whose thousands are apart begins with a zero",
    arguments: [
      ("0,500", "point"), ("00,500", "point"), ("0 500", "point"), ("0'500", "point"),
      ("-0,500", "point"), ("0,500.25", "point"), ("0,000.50", "point"), ("012,345", "point"),
      ("0.500", "comma"), ("0.500,25", "comma"), ("(0.500)", "comma"), ("0.120.000", "comma"),
    ]
  )
  func groupsOfZero(cell: String, decimal: String) throws {
    #expect(try amounts([(cell, "KWD")], decimal).codes == ["invalid_number"])
    let figures = try ExtractRun(
      "Name,Date,Sent,Revenue\nFall,2026-01-01,\"\(cell)\",5\nFall,2026-01-02,5,\"\(cell)\"\n",
      "--profile",
      "postscript-messages",
      "--decimal",
      decimal
    )
    #expect(figures.codes == ["invalid_number", "invalid_number"], "\(figures.outcome)")
  }

  @Test("nothing is nothing, however its zeros are grouped")
  func groupedNothing() throws {
    #expect(try amounts([("0,000", "KWD")], "point").texts("claimed_revenue") == ["0"])
    #expect(try amounts([("0.000", "KWD")], "comma").texts("claimed_revenue") == ["0"])
    #expect(try amounts([("0,500", "KWD")], "comma").texts("claimed_revenue") == ["0.500"])
  }

  @Test("a rate with a decimal comma is no thousand times itself")
  func rates() throws {
    func flows(_ rate: String, _ arguments: String...) throws -> ExtractRun {
      try ExtractRun(
        "Day,Flow ID,Flow Name,Flow Message ID,Flow Message Channel,Delivered,Revenue,Unsub Rate\n"
          + "09/04/2025,F1,Welcome,M1,Email,1000,42,\"\(rate)\"\n",
        options: ["--profile", "klaviyo-flows"] + arguments
      )
    }
    #expect(try flows("0,001").codes == ["invalid_number"])
    #expect(try flows("0,001", "--decimal", "comma").texts("list_unsubscribes") == ["1"])
    #expect(try flows("0.001").texts("list_unsubscribes") == ["1"])
  }

  @Test(
    "what looks like an amount is no number of hundredths",
    arguments: ["$20.00", "20.00", "$2000", "2000 USD", "€2000", "2000.50", "20.5"]
  )
  func hundredths(cell: String) throws {
    let run = try ExtractRun(
      "Order ID,Revenue (in cents),Currency\n1,\(cell),USD\n2,\"2,000\",USD\n3,2000.0,USD\n",
      "--profile",
      "postscript-revenue"
    )
    #expect(run.codes == ["invalid_integer"], "\(run.outcome)")
    #expect(run.texts("claimed_revenue") == ["20.00", "20.00"])
  }

  @Test("what a platform has added up may have the noise of binary fractions, never thousands")
  func sums() throws {
    let rows = ["42.503333333333", "42.5", "$1,000.50", "42.503"]
      .map { "Spring,2026-01-01,5,\"\($0)\"" }
    let run = try ExtractRun(
      "Campaign Name,Send Date,Sent,Revenue\n" + rows.joined(separator: "\n"),
      "--profile",
      "postscript-messages",
      "--currency",
      "USD"
    )
    #expect(
      run.texts("platform_reported_order_revenue") == ["42.503333333333", "42.5", "1000.50"]
    )
    #expect(run.codes == ["too_many_decimals"])
  }

  @Test("--currency is that of a record whose own cell is empty, and of no other")
  func emptyCurrency() throws {
    let rows = ["#1,10.50,", "#2,1050,JPY", "#3,€7.00,", "#4,1.005,", "#5,2.00,n/a"]
    let run = try ExtractRun(
      "Order Name,Revenue,Currency\n" + rows.joined(separator: "\n"),
      "--profile",
      "postscript-revenue",
      "--currency",
      "USD"
    )
    #expect(run.texts("currency") == ["USD", "JPY", "EUR", "USD"])
    #expect(run.texts("claimed_revenue") == ["10.50", "1050", "7.00", "2.00"])
    #expect(run.codes == ["too_many_decimals"])
  }

  @Test("without a column for it, the currency is the one that an amount names, or left out")
  func namedCurrency() throws {
    let rows = ["#1,€10.50", "#2,12.00 GBP", "#3,$7.00", "#4,8.00", "#5,EUR 1.005"]
    let run = try ExtractRun(
      "Order Name,Revenue\n" + rows.joined(separator: "\n"),
      "--profile",
      "postscript-revenue"
    )
    #expect(run.texts("currency") == ["EUR", "GBP", nil, nil])
    #expect(run.texts("claimed_revenue") == ["10.50", "12.00", "7.00", "8.00"])
    #expect(run.codes == ["too_many_decimals"])
  }

  @Test("refunds and discounts are taken away whatever their sign; a total has none")
  func signs() throws {
    let header =
      "Name,Id,Created at,Financial Status,Currency,Subtotal,Total,Refunded Amount,Discount Amount,"
      + "Lineitem quantity,Lineitem name,Lineitem discount"
    let start = "2026-01-01 00:00:00 Z,paid,USD"
    let run = try ExtractRun(
      [
        header, "#1,1,\(start),20.00,20.00,(5.25),-1.00,1,Mug,-0.50",
        "#2,2,\(start),20.00,20.00,5.25,1.00,1,Mug,0.50",
        "#3,3,\(start),20.00,-20.00,0,0,1,Mug,0", "#4,4,\(start),-20.00,20.00,0,0,1,Mug,0",
      ].joined(separator: "\n"),
      "--profile",
      "shopify-orders"
    )
    #expect(run.texts("total_refunded") == ["5.25", "5.25"])
    #expect(run.texts("total_discounts") == ["1.00", "1.00"])
    #expect(run.records.map { $0["line_items"]?.array?[0]["discount"]?.text } == ["0.50", "0.50"])
    #expect(run.codes == ["negative_amount", "negative_amount"])
  }

  @Test("an amount in another currency is named, also in a line item")
  func currencies() throws {
    let header =
      "Name,Id,Created at,Financial Status,Currency,Total,Lineitem quantity,Lineitem name,"
    let start = "2026-01-01 00:00:00 Z,paid,USD"
    let run = try ExtractRun(
      "\(header)Lineitem price\n#1,1,\(start),20.00,1,Mug,20.00 €\n#2,2,\(start),$20.00,1,Mug,$1\n",
      "--profile",
      "shopify-orders"
    )
    #expect(run.codes == ["currency_conflict"])
    #expect(run.rejects.first?["field"]?.string == "Lineitem price")
    #expect(run.texts("order_name") == ["#2"])
  }

  @Test("what a spreadsheet keeps in a formula is the text in it, in every field")
  func wrapped() throws {
    let run = try ExtractRun(
      "Name,Id,Created at,Financial Status,Currency,Total,Lineitem quantity,Lineitem name,Lineitem sku,"
        + "Tags,Source,Discount Code\n"
        + "#1,1,\"=\"\"2025-10-07 09:50:26 Z\"\"\",=\"Refunded\",=\"USD\",=\"40.00\",=\"2\",=\"Mug\","
        + "\"=\"\"S,1\"\"\",\"=\"\"a, b\"\"\",=\"web\",=\"\"\n",
      "--profile",
      "shopify-orders"
    )
    #expect(run.codes == [])
    #expect(run.texts("created_at") == ["2025-10-07T09:50:26Z"])
    #expect(run.texts("financial_status") == ["refunded"])
    #expect(run.texts("currency") == ["USD"] && run.texts("total_price") == ["40.00"])
    #expect(run.texts("tags") == ["[\"a\",\"b\"]"] && run.texts("source_name") == ["web"])
    #expect(run.texts("discount_codes") == ["null"])
    let item = run.records.first?["line_items"]?.array?.first
    #expect(item?["sku"]?.string == "S,1" && item?["title"]?.string == "Mug", "\(run.outcome)")
    let claims = try ExtractRun(
      "Order ID,Revenue,Message Type,Campaign Name,Attribution Type\n"
        + "1,5,=\"Campaign\",=\"Fall\",=\"Clicked\"\n",
      "--profile",
      "postscript-revenue"
    )
    #expect(
      claims.texts("message_type") == ["campaign"] && claims.texts("campaign_name") == ["Fall"]
    )
    #expect(claims.texts("attribution_type") == ["click"])
  }

  @Test(
    "a blank cell, and a word for nothing in spaces, are as an empty one",
    arguments: [" ", " n/a "]
  )
  func blank(cell: String) throws {
    func order(_ status: String, _ fulfillment: String) throws -> ExtractRun {
      try ExtractRun(
        "Name,Id,Created at,Financial Status,Fulfillment Status,Currency,Total,Lineitem quantity,"
          + "Lineitem name,Note Attributes\n"
          + "#1,1,2025-10-07 09:50:26 Z,\(status),\(fulfillment),USD,1.00,1,Mug,\(fulfillment)\n",
        "--profile",
        "shopify-orders"
      )
    }
    #expect(try order(cell, "fulfilled").codes == order("", "fulfilled").codes)
    let blank = try order("paid", cell)
    #expect(blank.texts("fulfillment_status") == ["null"], "\(blank.outcome)")
    if cell == " " { #expect(blank.records == (try order("paid", "")).records) }
    let claims = try ExtractRun(
      "Order ID,Revenue,Channel,Message Type,Attribution Type\n1,5,\(cell),\(cell),\(cell)\n",
      "--profile",
      "postscript-revenue"
    )
    #expect(claims.texts("channel") == ["sms"] && claims.texts("message_type") == ["null"])
    #expect(claims.texts("attribution_type") == ["unknown"])
    #expect(!claims.outcome.errors.contains("is no known"), "\(claims.outcome)")
    let other = try ExtractRun(
      "source_system,order_id,claimed_revenue,channel,message_type\n\(cell),1,5,sms,flow\n"
        + "p,2,5,\(cell),\(cell)\n",
      "--profile",
      "attributed-orders"
    )
    #expect(other.codes == ["missing_value"])
    #expect(other.texts("channel") == ["null"] && other.texts("message_type") == ["null"])
  }

  @Test("a financial status that Shopify does not have is named once")
  func financialStatus() throws {
    let rows = ["bezahlt", "bezahlt", "Paid", "partially_refunded"].enumerated().map {
      "#\($0.offset),\($0.offset + 1),2025-10-07 09:50:26 Z,\($0.element),USD,1.00,1,Mug\n"
    }
    let run = try ExtractRun(
      "Name,Id,Created at,Financial Status,Currency,Total,Lineitem quantity,Lineitem name\n"
        + rows.joined(),
      "--profile",
      "shopify-orders"
    )
    #expect(run.texts("financial_status") == ["bezahlt", "bezahlt", "paid", "partially_refunded"])
    let name = "\"bezahlt\" in the column \"Financial Status\" is no known financial_status"
    #expect(run.outcome.errors.split(separator: name).count == 2, "\(run.outcome)")
  }
}
