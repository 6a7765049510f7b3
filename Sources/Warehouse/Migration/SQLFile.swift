import Wire

/// A file of SQL that is compiled into the program; `@schema@` in it is the quoted schema.
struct SQLFile: Sendable {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// FNV-1a of the text (64 bits, hexadecimal): it guards against a mistake, not an attack.
  var checksum: String { FNV1a(bytes).hexadecimal }

  /// The parts between the occurrences of `@schema@`.
  var parts: [Substring] {
    String(decoding: bytes, as: UTF8.self)
      .split(separator: "@schema@", omittingEmptySubsequences: false)
  }

  /// The names that follow the lead at the beginning of a line; by bytes, since every run asks.
  func names(after lead: String) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard line.starts(with: lead.utf8) else { return nil }
      let name = line.dropFirst(lead.utf8.count)
        .prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "(") }
      return String(decoding: name, as: UTF8.self)
    }
  }

  /// The statements, for that schema.
  func sql(schema: String) -> String { parts.joined(separator: SQLText.identifier(schema)) }
}
