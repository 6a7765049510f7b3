import PostscriptAPI
import Testing
import Wire

/// What becomes of the API's objects, lists and states.
@Suite("Records")
struct RecordTests {
  static func record(_ text: String) throws -> String {
    let record = try text.withView { try APIRecord($0, store: "shop \"1\"") }
    return String(decoding: record.text, as: UTF8.self)
  }

  @Test(
    "values stay as they were sent, but for white space and the zone of the times",
    arguments: [
      (
        #"{"id":"a","n":9007199254740993,"d":12.50,"e":1E-7,"s":"caf\u00e9\/\ud83d\ude00"}"#,
        #""id":"a","n":9007199254740993,"d":12.50,"e":1E-7,"s":"caf\u00e9\/\ud83d\ude00"}"#
      ),
      (
        "{ \"id\" : \"a\",\n\t\"p\": { \"x y\": [ 1, \" [ } \\\" \" , null ] } }\r\n",
        #""id":"a","p":{"x y":[1," [ } \" ",null]}}"#
      ),
      (
        #"{"id":"a","created_at":"2021-10-01T03:17:09.306630","updated_at":null}"#,
        #""id":"a","created_at":"2021-10-01T03:17:09.306630Z","updated_at":null}"#
      ),
      (
        #"{"id":"a","updated_at":"2021-10-01T03:17:09Z","x":{"created_at":"2021-10-01T03:17:09"}}"#,
        #""id":"a","updated_at":"2021-10-01T03:17:09Z","x":{"created_at":"2021-10-01T03:17:09"}}"#
      ),
      (#"{"id":"a","created_at":"soon"}"#, #""id":"a","created_at":"soon"}"#),
    ]
  )
  func fidelity(object: String, record: String) throws {
    #expect(try Self.record(object) == #"{"store_id":"shop \"1\"","# + record)
  }

  @Test("an id that is a number is called one")
  func numericID() {
    let fault = UnexpectedAnswer("the id of an object, 7, is a number and not a text")
    #expect(throws: fault) {
      try Array(#"{"a":1,"id":7}"#.utf8).withView { try APIRecord($0, store: "s") }
    }
  }

  @Test("objects without an id are no records", arguments: [#"{"a":1}"#, #"{"id":7}"#, "[]", "7"])
  func withoutID(object: String) {
    #expect(throws: UnexpectedAnswer.self) { try Self.record(object) }
  }

  @Test("a missing wrapper is an error, an empty list is not, a bad object is set aside")
  func lists() throws {
    func list(_ body: String) throws -> APIObjects {
      try APIList.records(
        HTTPResponse(status: 200, body: Array(body.utf8)),
        wrapper: "keywords",
        store: "s"
      )
    }
    #expect(try list(#"{"keywords":[]}"#) == APIObjects())
    #expect(try list(#"{"keywords":[ {"id":"a","x":[{}]} , {"id":"b"},3 ]}"#).records.count == 2)
    #expect(try list(#"{"keywords":[{"id":"a"},{"no":1}]}"#).bad.count == 1)
    for bad in [#"{"words":[]}"#, #"{"keywords":{}}"#, #"{"keywords":[{"id":"a"}"#, "", "<html>"] {
      #expect(throws: UnexpectedAnswer.self, "\(bad)") { try list(bad) }
    }
  }

  @Test("page numbers that can't be are refused, so that one can count on with them")
  func pages() throws {
    func page(_ number: String, of total: String) throws -> SubscriberPage {
      let info = #"{"page":\#(number),"total_pages":\#(total)}"#
      let body = #"{"subscribers":[{"id":"a"}],"page_info":\#(info)}"#
      return try APIList.page(HTTPResponse(status: 200, body: Array(body.utf8)), store: "s")
    }
    #expect(try page("2", of: "3").total == 3)
    for (number, total) in [("1", "9223372036854775807"), ("1", "3000000000"), ("0", "1")] {
      #expect(throws: UnexpectedAnswer.self) { try page(number, of: total) }
    }
  }

  @Test("links that text a keyword")
  func links() {
    #expect(
      SMSLink.json(number: "+15153755550", keyword: "YOUROCK")
        == #""sms:+15153755550?body=YOUROCK""#
    )
    #expect(SMSLink.json(number: "+1", keyword: "Ü&?").contains("%C3%9C%26%3F"))
  }

  @Test("bookmarks are found in states of either form, and leave the rest of them alone")
  func bookmarks() throws {
    let state = try JSONValue(
      parsing:
        #"{"bookmarks":{"other":{"x":1},"postscript_subscribers":{"updated_at":"2026-01-01T00:00:00Z"}},"y":2}"#
    )
    let bookmark = try #require(try SubscriberBookmark(in: state))
    #expect(bookmark.updated.text == "2026-01-01T00:00:00Z")
    #expect(
      try SubscriberBookmark(in: .object([("type", .string("STATE")), ("value", state)]))
        == bookmark
    )
    #expect(try SubscriberBookmark(in: .object([])) == nil)
    let later = SubscriberBookmark(since: bookmark.updated, updated: Timestamp(microseconds: 0))
    let placed = later.placed(in: state)
    #expect(placed["y"]?.integer == 2)
    #expect(placed["bookmarks"]?["other"]?["x"]?.integer == 1)
    #expect(try SubscriberBookmark(in: placed) == later)
    #expect(throws: UnexpectedAnswer.self) {
      try SubscriberBookmark(
        in: try JSONValue(
          parsing: #"{"bookmarks":{"postscript_subscribers":{"updated_at":"x"}}}"#
        )
      )
    }
  }

  @Test("a start before what was covered goes back to it; a later one changes nothing")
  func starts() {
    let day = { (number: Int64) in Timestamp(microseconds: number * 86_400_000_000) }
    let bookmark = SubscriberBookmark(since: day(10), updated: day(20))
    #expect(SubscriberBookmark.start(nil, since: day(5)).from == day(5))
    #expect(SubscriberBookmark.start(bookmark, since: nil).from == day(20))
    #expect(SubscriberBookmark.start(bookmark, since: day(15)).from == day(20))
    #expect(SubscriberBookmark.start(bookmark, since: day(5)).from == day(5))
    #expect(SubscriberBookmark.start(bookmark, since: day(5)).coveredSince == day(5))
  }
}
