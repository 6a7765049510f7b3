import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// A shop without a server, asked as a client would ask it.
final class ShopDialogue {
  static let key = [(name: "Authorization", value: "Bearer \(KeyRing.standardKey)")]

  var shop: Shop

  /// Opens a shop whose clock steps with each request.
  init(_ change: (inout SimulatorSettings) -> Void = { _ in }) {
    var settings = SimulatorSettings()
    settings.subscribers = 250
    settings.clock = .steps(1000)
    change(&settings)
    shop = Shop(settings, start: Timestamp(microseconds: 1_768_478_400_000_000))
  }

  /// The JSON in an answer.
  static func json(_ reply: Reply) throws -> JSONValue {
    try reply.body.withView { try JSONValue(parsing: $0) }
  }

  /// Asks the API.
  func ask(
    _ target: String,
    _ method: String = "GET",
    body: String = "",
    headers: [(name: String, value: String)] = key
  ) -> Reply {
    let request = Request(method, "/api/v2/" + target, headers: headers, body: Array(body.utf8))
    return shop.answer(request, isAdmitted: true, time: Timestamp(microseconds: 0))
  }

  /// A page of the list.
  func list(_ query: String) throws -> [JSONValue] {
    let reply = ask("subscribers?" + query)
    #expect(reply.status == 200, "\(query)")
    return try #require(try Self.json(reply)["subscribers"]?.array)
  }

  /// One subscriber by id.
  func subscriber(_ id: String) throws -> JSONValue {
    try Self.json(ask("subscribers/\(id)"))
  }

  /// Asks the administration, and gives its lines.
  @discardableResult
  func administer(_ target: String) throws -> [JSONValue] {
    let reply = shop.administer(Request("GET", "/_simulator/" + target))
    #expect(reply.status == 200, "\(target): \(String(decoding: reply.body, as: UTF8.self))")
    return try reply.body.split(separator: 0x0A).map { line in
      try Array(line).withView { try JSONValue(parsing: $0) }
    }
  }
}

extension JSONValue {
  /// An object without some of its members.
  func without(_ names: String...) -> JSONValue {
    .object((members ?? []).filter { !names.contains($0.key) })
  }
}
