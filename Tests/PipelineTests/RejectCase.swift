import TestSupport

/// A bad record, and the code of the reject that a program makes of it.
struct RejectCase: Sendable {
  let code: String
  var arguments: [String] = []
  /// What the program reads on standard input.
  let input: String

  /// A file of one column `v` beside another, read as a type.
  static func cell(_ code: String, _ type: String, _ value: String, _ more: String...) -> Self {
    RejectCase(
      code: code,
      arguments: ["--profile", "generic", "--stream", "s", "--type", "v=\(type)"] + more + ["-"],
      input: "v,w\n\(value),x\n"
    )
  }

  /// A file of a profile.
  static func file(_ code: String, _ profile: String, _ lines: String...) -> Self {
    RejectCase(
      code: code,
      arguments: ["--profile", profile, "-"],
      input: lines.joined(separator: "\n") + "\n"
    )
  }

  /// One line of a stream.
  static func line(_ code: String, _ text: String, _ arguments: String...) -> Self {
    RejectCase(code: code, arguments: arguments, input: text + "\n")
  }

  /// A record of a claim with further members.
  static func claim(_ code: String, _ members: String) -> Self {
    let fields = #""source_system":"postscript","message_id":"m","# + members
    return line(code, #"{"type":"RECORD","stream":"attributed_orders","record":{\#(fields)}}"#)
  }

  /// A text beyond the limit of a line or record.
  static let long = String(repeating: "x", count: 17 << 20)

  static let csv: [RejectCase] = [
    cell("record_too_long", "text", long),
    cell("ragged_row", "text", "a,b"),
    cell("text_after_quote", "text", #""a"b"#),
    cell("unclosed_quote", "text", #""a"#),
    cell("invalid_number", "number", "1.2.3"),
    cell("invalid_integer", "integer", "1.5"),
    cell("invalid_boolean", "boolean", "perhaps"),
    cell("invalid_date", "date", "soon"),
    cell("invalid_time", "timestamp", "soon"),
    cell("no_such_day", "date", "2026-02-30"),
    cell("ambiguous_date", "date", "02/03/2026"),
    cell("mixed_date_order", "date", "13/02/2026,x\n02/14/2026"),
    cell("short_year", "date", "13/02/26"),
    cell("no_time_of_day", "timestamp", "2026-02-01"),
    cell("no_offset", "timestamp", "2026-02-01 10:00:00"),
    cell("ambiguous_zone", "timestamp", "2026-02-01 10:00:00 EST"),
    cell("skipped_local_time", "timestamp", "2026-03-29 02:30:00", "--timezone", "Europe/Berlin"),
    file("missing_value", "postscript-revenue", "Order ID,Revenue", ",1"),
    file("invalid_identifier", "postscript-revenue", "Order ID,Revenue", "#1001,1"),
    file("rounded_identifier", "postscript-revenue", "Order ID,Revenue", "5.63E+12,1"),
    file(
      "conflicting_order",
      "shopify-orders",
      "Name,Id,Created at,Financial Status,Currency,Total,Lineitem name,Lineitem quantity",
      "#1,1,2026-01-01 00:00:00 Z,paid,USD,1,Mug,1",
      "#2,1,2026-01-01 00:00:00 Z,paid,USD,1,Mug,1"
    ),
    file(
      "conflicting_figures",
      "message-performance",
      "source_system,message_id,date,total_clicks",
      "p,1,2026-01-01,1",
      "p,1,2026-01-01,2"
    ),
    file(
      "negative_amount",
      "shopify-orders",
      "Name,Id,Created at,Financial Status,Currency,Total,Lineitem name,Lineitem quantity",
      "#1,1,2026-01-01 00:00:00 Z,paid,USD,-1,Mug,1"
    ),
    file(
      "too_many_decimals",
      "attributed-orders",
      "source_system,order_id,claimed_revenue,currency",
      "p,1,1.500,EUR"
    ),
    file(
      "negative_count",
      "message-performance",
      "source_system,message_id,date,total_clicks",
      "p,1,2026-01-01,-1"
    ),
    file(
      "invalid_currency",
      "attributed-orders",
      "source_system,order_id,claimed_revenue,currency",
      "p,1,5,dollars"
    ),
    file(
      "currency_conflict",
      "attributed-orders",
      "source_system,order_id,claimed_revenue,currency",
      "p,1,EUR 5,USD"
    ),
    file(
      "unknown_word",
      "postscript-fct-messages",
      "MESSAGE_ID,DIRECTION,SUBSCRIBER_ID,CREATED_AT",
      "m1,sideways,u1,2026-01-02T10:00:00Z"
    ),
  ]

  /// Lines that no stage can take for a message.
  static let messages: [RejectCase] = [
    line("invalid_json", "{]"),
    line("record_too_long", #"{"type":"STATE","value":"\#(long)"}"#),
    line("not_a_message", #"{"id":1}"#),
    line("missing_stream", #"{"type":"RECORD","record":{}}"#),
    line("missing_record", #"{"type":"RECORD","stream":"s"}"#),
    line("missing_state", #"{"type":"STATE"}"#),
    line("duplicate_field", #"{"type":"STATE","type":"STATE","value":1}"#),
    line("not_a_reject", #"{"id":1}"#, "--replay"),
  ]

  static let dedupe: [RejectCase] = [
    line("missing_value", #"{"id":null}"#, "--stream", "s", "--key", "id"),
    line("invalid_text", #"{"id":[]}"#, "--stream", "s", "--key", "id"),
  ]

  static let claims: [RejectCase] = [
    claim("duplicate_field", #""order_id":1,"order_id":1"#),
    claim("missing_value", #""claimed_revenue":1"#),
    claim("invalid_number", #""order_id":"1","claimed_revenue":"free""#),
    claim("invalid_text", #""order_id":[]"#),
    claim("invalid_time", #""order_id":"1","sent_at":"soon""#),
    claim("invalid_time", #""order_id":"1","sent_at":1768039200"#),
    claim("no_such_day", #""order_id":"1","sent_at":"2026-02-30T00:00:00Z""#),
    claim("no_time_of_day", #""order_id":"1","sent_at":"2026-02-20""#),
    claim("no_offset", #""order_id":"1","sent_at":"2026-02-20T00:00:00""#),
  ]

  static let validate: [RejectCase] = [
    claim("unknown_word", #""order_id":1,"attribution_type":"open""#),
    claim("invalid_integer", #""order_id":1.5"#),
    claim("invalid_date", #""order_id":1,"order_date":"soon""#),
    claim("invalid_currency", #""order_id":1,"currency":"dollars""#),
  ]

  static let load: [RejectCase] = [
    claim("unknown_word", #""order_id":"1","validation_status":"perhaps""#),
    claim("unstorable_text", #""order_id":"1","message_name":"\u0000""#),
    claim("text_too_long", #""order_id":"\#(long.prefix(3000))""#),
    claim("out_of_range", #""order_id":"1","claimed_revenue":1e131073"#),
    claim("invalid_boolean", #""order_id":"1","window_checked":1"#),
    line(
      "invalid_integer",
      #"{"type":"RECORD","stream":"shopify_orders","version":1.5,"record":{"order_id":"1"}}"#
    ),
    line(
      "invalid_date",
      #"{"type":"RECORD","stream":"message_performance","record":{"source_system":"p","#
        + #""message_id":"m","granularity":"day","date":"soon"}}"#
    ),
    line("record_before_schema", #"{"type":"RECORD","stream":"new","record":{"id":1}}"#),
    line("invalid_schema", #"{"type":"SCHEMA","stream":"new","schema":1}"#),
    line("unknown_message", #"{"type":"UPSERT","stream":"new","record":{}}"#),
    line(
      "wrong_type",
      #"{"type":"RECORD","stream":"shopify_orders","record":{"order_id":"1","tags":"\"x\""}}"#
    ),
  ]
}
