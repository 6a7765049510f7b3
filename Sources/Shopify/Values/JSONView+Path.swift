public import Wire

extension JSONView {
  /// The value at the end of a way through objects; of an array on the way its first element counts.
  ///
  /// - Returns: null where a member on the way is null; nil where one is absent, so that nothing is
  ///   known of the value.
  @_lifetime(copy self)
  public func value(at path: some Collection<String>) -> JSONView? {
    var view = self
    for name in path {
      if view.kind == .array, let first = view.firstElement { view = first }
      if view.kind == .null { return view }
      guard let next = view.member(name) else { return nil }
      view = next
    }
    return view
  }

  /// The text on a way in which an object should be that goes on with it, and may be JSON itself; nil where
  /// there is none.
  @_lifetime(copy self)
  public func text(onWay path: some Collection<String>) -> JSONView? {
    var view = self
    for name in path {
      if view.holdsJSON { return view.isEmptyText ? nil : view }
      if view.kind == .array, let first = view.firstElement { view = first }
      guard let next = view.member(name) else { return nil }
      view = next
    }
    return nil
  }

  /// True for a text that seems to hold an object or an array.
  var holdsJSON: Bool {
    guard kind == .string else { return false }
    let text = text.trimmed
    return !text.isEmpty && (text[0] == UInt8(ascii: "{") || text[0] == UInt8(ascii: "["))
  }

  /// True for the text of an object or an array without anything in it.
  private var isEmptyText: Bool { text.trimmed.equals("{}") || text.trimmed.equals("[]") }

  /// The first of several ways on which there is a value.
  @_lifetime(copy self)
  func value(atFirstOf paths: [[String]]) -> JSONView? {
    for path in paths {
      if let found = value(at: path) { return found }
    }
    return nil
  }

  /// Calls a closure with each object of a list: an array, or a GraphQL connection with its `nodes`
  /// or `edges`.
  func forEachItem<Failure: Error>(
    _ body: (JSONView) throws(Failure) -> Void
  ) throws(Failure) {
    if kind == .array {
      try forEachElement(body)
    } else if let nodes = member("nodes") {
      try nodes.forEachElement(body)
    } else if let edges = member("edges") {
      try edges.forEachElement { (edge) throws(Failure) in
        if let node = edge.member("node") { try body(node) }
      }
    }
  }

  /// True for a connection that is only a page of its list.
  var hasNextPage: Bool {
    value(at: ["pageInfo", "hasNextPage"])?.text.equals("true") ?? false
  }

  /// True for a list as ``forEachItem(_:)`` reads it.
  var isList: Bool { kind == .array || member("nodes") != nil || member("edges") != nil }
}
