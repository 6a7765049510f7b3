/// A file that is something else than CSV in UTF-8.
public enum ForeignFormat: String, Error, Sendable {
  case utf16 = "UTF-16 text"
  case utf32 = "UTF-32 text"
  case gzip = "gzip-compressed data"
  case zip = "a zip archive or an Excel workbook"

  /// What to do about it.
  public var advice: String {
    switch self {
    case .utf16: "convert it first: iconv -f UTF-16 -t UTF-8"
    case .utf32: "convert it first: iconv -f UTF-32 -t UTF-8"
    case .gzip: "decompress it first: gzip -dc FILE | extract-csv … -"
    case .zip: "unpack it, or save the sheet as CSV UTF-8"
    }
  }

  /// The format that the first bytes of a file give away, or nil where it may be CSV.
  static func of(_ first: [UInt8]) -> ForeignFormat? {
    if first.starts(with: [0xFF, 0xFE, 0, 0]) || first.starts(with: [0, 0, 0xFE, 0xFF]) {
      return .utf32
    }
    if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) { return .utf16 }
    if first.starts(with: [0x1F, 0x8B]) { return .gzip }
    if first.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .zip }
    guard first.count == 4 else { return nil }
    // Without a mark: a Latin letter in UTF-16 is one byte and a NUL.
    let isUTF16 = (first[0] == 0) != (first[1] == 0) && (first[2] == 0) != (first[3] == 0)
    return isUTF16 ? .utf16 : nil
  }
}
