/// One numbered step of the warehouse's schema, compiled into the program.
///
/// To add one: put `mNNNN_name.sql` beside its fellows in `Migrations/`, and a line into
/// ``all``. The token `@schema@` stands for the quoted schema. A migration that has been released
/// is never edited: its checksum is recorded in every warehouse.
public struct Migration: Sendable {
  /// The number, which decides the order.
  public let version: Int
  /// The name, for people.
  public let name: String
  private let bytes: [UInt8]

  init(_ version: Int, _ name: String, _ bytes: [UInt8]) {
    self.version = version
    self.name = name
    self.bytes = bytes
  }

  /// Every migration, in order.
  public static let all: [Migration] = [
    Migration(1, "etl", PackageResources.m0001_etl_sql)
  ]

  /// FNV-1a of the text (64 bits, hexadecimal): it guards against a mistake, not an attack.
  public var checksum: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The statements, for that schema.
  public func sql(schema: String) -> String {
    let parts = String(decoding: bytes, as: UTF8.self).split(
      separator: "@schema@",
      omittingEmptySubsequences: false
    )
    return parts.joined(separator: SQLText.identifier(schema))
  }
}
