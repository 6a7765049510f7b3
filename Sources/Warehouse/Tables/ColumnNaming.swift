import Wire

/// Names for the tables and columns of streams that no migration knows.
enum ColumnNaming {
  /// PostgreSQL's limit for a name, in bytes.
  static let byteLimit = 63

  /// Columns that every table has already, and that no field may take.
  private static let system = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "oid"]

  /// A name that needs no quotes as a rule: lower case, with `_` for spaces and punctuation.
  ///
  /// Letters beyond ASCII stay as they are. Names beyond 63 bytes are cut and end with a hash of
  /// the whole, so that two long names stay two.
  static func folded(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", "_": result.unicodeScalars.append(scalar)
      case "A"..."Z": result += String(scalar).lowercased()
      case "\u{80}"...: result.unicodeScalars.append(scalar)
      default: result += "_"
      }
    }
    if result.isEmpty || result.first.map({ $0.isASCII && $0.isNumber }) == true {
      result = "_" + result
    }
    if system.contains(result) { result += "_" }
    return fitted(result, to: byteLimit, of: name)
  }

  /// A free name for a text: its folded form, else that with a suffix, else one with a hash.
  static func free(_ name: String, suffix: String, isTaken: (String) -> Bool) -> String {
    let base = folded(name)
    if !isTaken(base) { return base }
    let second = fitted(base, to: byteLimit - suffix.utf8.count, of: name) + suffix
    if !isTaken(second) { return second }
    return fitted(base, to: byteLimit - 9 - suffix.utf8.count, of: name) + suffix + "_" + hash(name)
  }

  /// A name cut to a number of bytes; where that takes something away, it ends with a hash.
  private static func fitted(_ name: String, to limit: Int, of whole: String) -> String {
    guard name.utf8.count > limit else { return name }
    var cut = name
    while cut.utf8.count > limit - 9 { cut.unicodeScalars.removeLast() }
    return cut + "_" + hash(whole)
  }

  /// The first eight digits of the hash of the name's bytes.
  private static func hash(_ name: String) -> String {
    String(FNV1a(name.utf8).hexadecimal.prefix(8))
  }
}
