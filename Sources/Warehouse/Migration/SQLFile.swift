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

  /// The statements, for that schema.
  func sql(schema: String) -> String { parts.joined(separator: SQLText.identifier(schema)) }
}
