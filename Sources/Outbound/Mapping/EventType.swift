/// The type of an event as Postscript takes it: letters, digits and `_` of ASCII, nothing else.
enum EventType {
  /// The type for a name: each run of other characters becomes one `_`, and none is left at an end.
  static func reduced(_ name: String) -> String {
    var type = ""
    for scalar in name.unicodeScalars {
      let isAllowed =
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
        || ("0"..."9").contains(scalar)
      if isAllowed {
        type.unicodeScalars.append(scalar)
      } else if !type.isEmpty, type.last != "_" {
        type.append("_")
      }
    }
    if type.last == "_" { type.removeLast() }
    return type
  }
}
