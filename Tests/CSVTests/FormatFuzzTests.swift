import TestSupport
import Testing

/// Files of every format, damaged at random: whatever becomes of them, no crash, no bug, no hang and
/// no memory beyond the usual.
@Suite("Damaged exports")
struct FormatFuzzTests {
  private static let files = [
    #"""
    sep=;
    Name;Id;Created at;Financial Status;Currency;Total;Refunded Amount;Lineitem quantity;Lineitem name
    #1001;5001230000001;2025-10-07 09:50:26 -0400;paid;USD;25.00;(5.25);1;Mug
    #1001;;;;;;;2;"Spoon; ""large"""
    "=""#1002""";'5001230000002;2025-10-07 09:50:26 -0400;paid;EUR;"1.234,56";0;1;Plate

    """#,
    """
    Date\tFlow ID\tFlow Name\tMessage ID\tMessage Channel\tTotal Recipients\tBounces\tTotal Placed Order Value
    Apr 16 2025 - Oct 16 2025\tF1\tCart\tM1\tEmail\t97\t1.0\t88.00
    08/2025\tF1\tCart\tM2\tSMS\t97\t1.0\t$1,088.00

    """,
    """
    Campaign Message Name,Send Date,Send Time,Total Recipients,Unsubscribe Rate,Total Placed Order Value
    Sale,2025-10-14,06:00 PM,1000,0.002,120.50
    Sale,10/14/2025,6:00 AM,1000,0.2%,120.500

    """,
    #"""
    Order Name,Attributed Revenue,Currency,Campaign Name,Sent At,Phone
    #1001,20.00 €,EUR,Sale,2025-10-07T12:00:00Z,1.5551E+10
    "#1002,14.75,USD,Sale,2025-10-07 12:00:00,=""+15551234567""";;

    """#,
    """
    MESSAGE_ID,DIRECTION,FAILED_AT,FAILED,TYPE,TYPE_NAME,_UPDATED_AT
    m1,outbound,2026-01-02 23:30:00.000 -0100,TRUE,Campaign,Spring,2026-01-03 00:00:00 +0000
    m2,inbound,,false,Automation,Cart,

    """,
    """
    MESSAGE_ID,SHOP_ID,DIRECTION,SUBSCRIBER_ID,CREATED_AT,_UPDATED_AT,__SYNCED_AT
    m1,s,outbound,u1,2026-01-02T10:00:00Z,,
    m1,s,outbound,u2,2026-01-02T10:00:00Z,,
    "m""2",s,inbound,u2,2026-01-02T10:00:00Z,,

    """,
    """
    MESSAGE_ID,ORDER_ID,AMOUNT_IN_CENTS,ACTION_TYPE,MINUTES_FROM_ACTION,ORDER_CREATED_AT
    m1,5001,4050,click,90,2026-01-02 12:00:00.000 +0000
    m1,5002,-7,view,0.5,2026-01-02T12:00:00Z

    """,
    "<!DOCTYPE html>\n<html>{\"a\":[1,2]}\n",
  ]

  /// Bytes that mean something to one of the formats.
  private static let pieces = [
    ",", ";", "\t", "|", "\"", "\"\"", "\n", "\r", "=\"", "'", "E+12", "(", ")", "%", "€", "\u{A0}",
    " - ", "/", "0", "9", "-", ".", "\u{FEFF}", "sep=,\n", "\0", "<", "{", "#1001", "5001230000001",
  ]

  private func damaged(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = Array((Self.files.randomElement(using: &random) ?? "").utf8)
    for _ in 0..<Int.random(in: 0..<8, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: place)
      case 2: bytes.removeSubrange(place..<min(bytes.count, place + 20))
      case 3: bytes += bytes[place...].prefix(200)
      default:
        let piece = Self.pieces.randomElement(using: &random) ?? ""
        bytes.insert(contentsOf: Array(piece.utf8), at: place)
      }
    }
    return bytes
  }

  @Test("they end with 0 or 65", arguments: seeds(0..<4))
  func damage(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let profiles = [
      "auto", "auto", "shopify-orders", "klaviyo-flows", "klaviyo-campaigns", "postscript-revenue",
      "postscript-attribution", "postscript-dim-messages", "postscript-fct-messages",
    ]
    try withWorkspace { work in
      for _ in 0..<60 {
        let bytes = damaged(&random)
        try writeBytes(bytes, to: work.file("in.csv"))
        let profile = profiles.randomElement(using: &random) ?? "auto"
        let decimal = Bool.random(using: &random) ? "comma" : "point"
        var arguments = [
          "--profile", profile, "--delimiter", "auto", "--decimal", decimal, "in.csv",
        ]
        if Bool.random(using: &random) { arguments += ["--rejects", "rejects"] }
        let command = Command(path: BuiltProducts.program("extract-csv"), arguments)
        let outcome = try work.run(command.killed(after: 20))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect([0, 65].contains(outcome.status), "\(outcome)\n\(text)")
        #expect(outcome.peakMemory < 64 << 10)
      }
      guard work.has("rejects") else { return }
      for profile in profiles.dropFirst(2) {
        let again = try work.run(
          .built("extract-csv", "--profile", profile, "--replay", "rejects", "--rejects", "more")
        )
        // Rows that are counted together are not replayed by themselves.
        let isCounted = profile == "postscript-fct-messages" && again.status == 64
        #expect([0, 65].contains(again.status) || isCounted, "\(again)")
      }
    }
  }
}
