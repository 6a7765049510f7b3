import StageKit
import Wire

/// Reads the API's lists.
public enum APIList {
  /// The highest number of a page that is believed, so that one can count on with it.
  public static let pageLimit = 1 << 31

  /// Reads a list that comes in one page.
  ///
  /// The wrapper is the name under which the list is: a missing one is an error, an empty list
  /// is not. Extras are further fields to add to each record.
  public static func records(
    _ response: HTTPResponse,
    wrapper: StaticString,
    store: String,
    extras: (APIFields) -> [(key: StaticString, json: String)] = { _ in [] }
  ) throws(UnexpectedAnswer) -> APIObjects {
    try response.body.withView { (body) throws(UnexpectedAnswer) -> APIObjects in
      let list = try member(wrapper, .array, of: body)
      var objects = APIObjects()
      for place in JSONText.elements(of: list) {
        let element = list[place].trimmed
        do throws(UnexpectedAnswer) {
          objects.records.append(try APIRecord(element, store: store, extras: extras))
        } catch {
          objects.bad.append(BadObject(text: element.array, reason: error.reason))
        }
      }
      return objects
    }
  }

  /// Reads a page of subscribers.
  public static func page(
    _ response: HTTPResponse,
    store: String
  ) throws(UnexpectedAnswer)
    -> SubscriberPage
  {
    let (number, total) = try response.body.withView {
      (body) throws(UnexpectedAnswer) -> (Int, Int) in
      let info = try? JSONValue(parsing: try member("page_info", .object, of: body))
      guard let page = info?["page"]?.integer, let total = info?["total_pages"]?.integer, page >= 1
      else { throw UnexpectedAnswer("no page and total_pages in page_info") }
      guard max(page, total) <= APIList.pageLimit else {
        throw UnexpectedAnswer("page \(page) of \(total) can't be")
      }
      return (page, total)
    }
    return SubscriberPage(
      number: number,
      total: max(total, 0),
      objects: try records(response, wrapper: "subscribers", store: store)
    )
  }

  /// The value of a member of the object that is the body.
  @_lifetime(copy body)
  private static func member(
    _ name: StaticString,
    _ kind: JSONKind,
    of body: ByteView
  ) throws(UnexpectedAnswer) -> ByteView {
    var scanner = JSONScanner()
    if let fault = scanner.scan(body) { throw UnexpectedAnswer("bad JSON: \(fault.reason)") }
    guard let index = scanner.envelope.lastIndex(named: name, in: body),
      scanner.envelope[index].kind == kind
    else {
      // A whole answer of another kind: it won't be another one the next time.
      let names = (0..<min(scanner.envelope.count, 5)).map {
        scanner.envelope[$0].key(in: body).text
      }
      let what = names.isEmpty ? "is {}" : "has only \(names.joined(separator: ", "))"
      throw UnexpectedAnswer(
        "no \(name) in the answer, which \(Excerpt.plain(what))",
        passes: false
      )
    }
    return scanner.envelope[index].value(in: body)
  }
}

/// The objects of a list.
public struct APIObjects: Sendable, Equatable {
  /// Those that are records.
  public var records: [APIRecord] = []
  /// Those that can't be, since they have no id.
  public var bad: [BadObject] = []

  /// Makes an empty list.
  public init() {}

  /// Makes a list of records.
  public init(_ records: [APIRecord]) { self.records = records }
}

/// An object that can't be a record.
public struct BadObject: Sendable, Equatable {
  /// The object as it came.
  public let text: [UInt8]
  /// What is wrong with it.
  public let reason: String
}

/// A page of the list of subscribers.
public struct SubscriberPage: Sendable, Equatable {
  /// Its number, from 1.
  public let number: Int
  /// How many pages there are.
  public let total: Int
  /// What is on it.
  public let objects: APIObjects

  /// Makes a page.
  public init(number: Int, total: Int, objects: APIObjects) {
    self.number = number
    self.total = total
    self.objects = objects
  }

  /// How many objects are on it.
  public var count: Int { objects.records.count + objects.bad.count }
}
