import PostscriptAPI
import PostscriptSender
import StageKit
import TestSupport
import Wire

/// A Postscript of a few people, which remembers everything that it accepted.
struct ModelAPI {
  /// What it did with a request that arrived.
  struct Deed {
    let at: Int64
    let request: HTTPRequest
    let isAccepted: Bool
  }

  enum Standing {
    case stranger
    case subscriber
    case optedOut
    case redacted
    case pending
  }

  private(set) var deeds: [Deed] = []
  private(set) var standings: [Standing]
  private(set) var violations: [String] = []
  private var points: [Int: JSONValue] = [:]
  let pageSize: Int

  init(_ random: inout SplitMix64, people: Int) {
    standings = (0..<people).map { _ in
      [.stranger, .stranger, .subscriber, .subscriber, .optedOut].randomElement(using: &random)
        ?? .stranger
    }
    pageSize = Int.random(in: 1...3, using: &random)
  }

  static func phone(_ who: Int) -> String { "+1202555\(1000 + who)" }

  /// People opt out by themselves, whenever they like.
  mutating func optOut(_ who: Int) {
    if standings[who] == .subscriber { standings[who] = .optedOut }
  }

  /// Takes a request that has arrived.
  mutating func take(_ request: HTTPRequest, at time: Int64) -> CallAnswer {
    let answer = decide(request)
    var isAccepted = false
    if case .success = answer { isAccepted = true }
    deeds.append(Deed(at: time, request: request, isAccepted: isAccepted))
    return answer
  }

  private mutating func decide(_ request: HTTPRequest) -> CallAnswer {
    let body = request.body.flatMap { try? $0.withView { try JSONValue(parsing: $0) } }
    let path = request.target.prefix { $0 != "?" }
    switch (request.method, path) {
    case ("POST", "/api/v2/events"):
      if body?["type"]?.string == "Refused" {
        return .refused("HTTP 400: no", status: 400, saysNothing: false)
      }
      return .success(.object([("event_ids", .array([.string("x")]))]))
    case ("GET", "/api/v2/subscribers"): return .success(page(request.target))
    case ("POST", "/api/v2/subscribers"): return create(body)
    case ("PATCH", "/api/v2/compliance/unsubscribe"): return optOut(body, .optedOut)
    case ("PATCH", "/api/v2/compliance/redact"): return optOut(body, .redacted)
    case ("PATCH", _):
      guard let who = Int(path.drop { $0 != "_" }.dropFirst()), standings[who] != .redacted else {
        return .refused("HTTP 404: no", status: 404, saysNothing: false)
      }
      points[who] = body?["properties"]?["points"]
      return .success(subscriber(who))
    default:
      violations.append("an odd request: \(request.method) \(request.target)")
      return .refused("HTTP 400: odd", status: 400, saysNothing: false)
    }
  }

  private func who(_ phone: String?) -> Int? {
    standings.indices.first { ModelAPI.phone($0) == phone }
  }

  private mutating func create(_ body: JSONValue?) -> CallAnswer {
    guard let who = who(body?["phone_number"]?.string) else {
      violations.append("somebody unknown was created")
      return .refused("HTTP 400: no", status: 400, saysNothing: false)
    }
    if body?["keyword"]?.string != ModelSource.keyword {
      violations.append("person \(who) was created without a keyword")
    }
    switch standings[who] {
    case .stranger, .pending: standings[who] = .pending
    case .subscriber, .optedOut, .redacted:
      violations.append("consent of person \(who), \(standings[who]), was raised")
    }
    return .success(.object([("id", .string("p_\(who)"))]))
  }

  private mutating func optOut(_ body: JSONValue?, _ standing: Standing) -> CallAnswer {
    guard let who = who(body?["phone_number"]?.string) else {
      return .refused("HTTP 404: nobody", status: 404, saysNothing: false)
    }
    if standings[who] != .redacted { standings[who] = standing }
    return .success(.object([("message", .string("OK"))]))
  }

  private func subscriber(_ who: Int) -> JSONValue {
    .object([
      ("id", .string("s_\(who)")), ("phone_number", .string(ModelAPI.phone(who))),
      ("email", .null),
      (
        "subscriptions",
        .object([
          ("promotional", .object([("can_send", .bool(standings[who] == .subscriber))]))
        ])
      ),
      ("properties", .object(points[who].map { [("points", $0)] } ?? [])), ("tags", .array([])),
    ])
  }

  private func page(_ target: String) -> JSONValue {
    let parts = target.split(separator: "&")
    let wanted = parts.compactMap { part -> String? in
      guard part.hasPrefix("phone_number__in=%2B") else { return nil }
      return "+" + part.dropFirst("phone_number__in=%2B".count)
    }
    let number = parts.last.flatMap { $0.hasPrefix("page=") ? Int($0.dropFirst(5)) : 1 } ?? 1
    let found = standings.indices.filter {
      [.subscriber, .optedOut].contains(standings[$0]) && wanted.contains(ModelAPI.phone($0))
    }
    let pages = max(1, (found.count + pageSize - 1) / pageSize)
    let rows = found.dropFirst((number - 1) * pageSize).prefix(pageSize).map(subscriber)
    return .object([
      (
        "page_info",
        .object([
          ("page", .number(String(number))), ("total_pages", .number(String(pages))),
        ])
      ), ("subscribers", .array(rows)),
    ])
  }
}
