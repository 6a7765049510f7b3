import Wire

/// A file that is something else than CSV in UTF-8.
public enum ForeignFormat: String, Error, Sendable {
  case utf16 = "UTF-16 text"
  case utf32 = "UTF-32 text"
  case gzip = "gzip-compressed data"
  case bzip2 = "bzip2-compressed data"
  case xz = "xz-compressed data"
  case zstd = "Zstandard-compressed data"
  case sevenZip = "a 7-Zip archive"
  case rar = "a RAR archive"
  case tar = "a tar archive"
  case zip = "a zip archive or an Excel workbook"
  case oldExcel = "an old Excel workbook"
  case pdf = "a PDF document"
  case markup = "a web page or XML"
  case json = "JSON"

  /// What to do about it.
  public var advice: String {
    switch self {
    case .utf16: "convert it first: iconv -f UTF-16 -t UTF-8"
    case .utf32: "convert it first: iconv -f UTF-32 -t UTF-8"
    case .gzip: "decompress it first: gzip -dc FILE | extract-csv … -"
    case .bzip2: "decompress it first: bzip2 -dc FILE | extract-csv … -"
    case .xz: "decompress it first: xz -dc FILE | extract-csv … -"
    case .zstd: "decompress it first: zstd -dc FILE | extract-csv … -"
    case .sevenZip, .rar: "unpack it first"
    case .tar: "unpack it first: tar -xf FILE"
    case .zip: "unpack it, or save the sheet as CSV UTF-8"
    case .oldExcel: "save the sheet as CSV UTF-8"
    case .pdf: "export it as CSV"
    case .markup, .json: "the link that it was downloaded by may have expired; export it again"
    }
  }

  /// The format that the first bytes of a file give away, or nil where it may be CSV.
  static func of(_ first: ByteView) -> ForeignFormat? {
    let marks: [(mark: [UInt8], format: ForeignFormat)] = [
      ([0xFF, 0xFE, 0, 0], .utf32), ([0, 0, 0xFE, 0xFF], .utf32), ([0xFF, 0xFE], .utf16),
      ([0xFE, 0xFF], .utf16), ([0x1F, 0x8B], .gzip), ([0x50, 0x4B, 0x03, 0x04], .zip),
      ([0xD0, 0xCF, 0x11, 0xE0], .oldExcel), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz),
      ([0x28, 0xB5, 0x2F, 0xFD], .zstd), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
      (Array("Rar!".utf8) + [0x1A, 0x07], .rar), (Array("%PDF-".utf8), .pdf),
    ]
    for (mark, format) in marks where first.count >= mark.count {
      if first[0, mark.count].equals(mark) { return format }
    }
    if first.count >= 262, first[257, 262].equals("ustar") { return .tar }
    // What follows the mark of bzip2 is the size of its blocks, and the digits of pi.
    if first.count >= 10, first[0, 3].equals("BZh"),
      first[4, 10].equals([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
    {
      return .bzip2
    }
    // Without a mark: a Latin letter in UTF-16 is one byte and a NUL.
    if first.count >= 4, (first[0] == 0) != (first[1] == 0), (first[2] == 0) != (first[3] == 0) {
      return .utf16
    }
    return markupOrJSON(first)
  }

  private static func markupOrJSON(_ first: ByteView) -> ForeignFormat? {
    let hasMark = first.count >= 3 && first[0, 3].equals([0xEF, 0xBB, 0xBF])
    let start = first[hasMark ? 3 : 0, first.count].trimmed
    guard !start.isEmpty else { return nil }
    if start[0] == UInt8(ascii: "{") { return .json }
    let begin = start[0, min(start.count, 10)].text.lowercased()
    // A header may begin with `[id]` or `<DATE>`.
    if start[0] == UInt8(ascii: "[") {
      let rest = start[1, start.count].trimmed
      let isArray = !rest.isEmpty && [UInt8](("{[\"]").utf8).contains(rest[0])
      return isArray ? .json : nil
    }
    let tags = [
      "<!doctype", "<!--", "<?xml", "<html", "<head", "<body", "<table", "<error", "<div",
    ]
    return tags.contains { begin.hasPrefix($0) } ? .markup : nil
  }
}
