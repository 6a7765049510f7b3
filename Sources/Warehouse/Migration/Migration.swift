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
    Migration(1, "etl", PackageResources.m0001_etl_sql),
    Migration(2, "shopify_orders", PackageResources.m0002_shopify_orders_sql),
    Migration(3, "attributed_orders", PackageResources.m0003_attributed_orders_sql),
    Migration(4, "message_performance", PackageResources.m0004_message_performance_sql),
    Migration(5, "postscript_list", PackageResources.m0005_postscript_list_sql),
    Migration(6, "postscript_messages", PackageResources.m0006_postscript_messages_sql),
    Migration(7, "settings", PackageResources.m0007_settings_sql),
    Migration(8, "claim_outcomes", PackageResources.m0008_claim_outcomes_sql),
    Migration(9, "message_mart", PackageResources.m0009_message_mart_sql),
    Migration(10, "obt_orders", PackageResources.m0010_obt_orders_sql),
    Migration(11, "order_facts", PackageResources.m0011_order_facts_sql),
    Migration(12, "refresh_claims", PackageResources.m0012_refresh_claims_sql),
    Migration(13, "refresh_messages", PackageResources.m0013_refresh_messages_sql),
    Migration(14, "refresh_orders", PackageResources.m0014_refresh_orders_sql),
    Migration(15, "refresh_marts", PackageResources.m0015_refresh_marts_sql),
    Migration(16, "revenue_views", PackageResources.m0016_revenue_views_sql),
    Migration(17, "question_views", PackageResources.m0017_question_views_sql),
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
