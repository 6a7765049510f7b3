import TestSupport
import Testing
import Warehouse

/// What earlier versions left is what later tables hold.
@Suite("Migrations of a warehouse in use")
struct MigrationUpgradeTests {
  private func sql(_ versions: ClosedRange<Int>) -> String {
    Migration.all.filter { versions.contains($0.version) }.sorted { $0.version < $1.version }
      .map { $0.sql(schema: "sms") }.joined(separator: "\n")
  }

  @Test("refunds of a stream without a migration, parameters among other fields, and stamps")
  func refundsAndParameters() throws {
    try withDatabase { _, database in
      try database.execute(
        """
        set client_min_messages = warning;
        create schema sms;
        \(sql(1...20))
        create table sms.shopify_refunds (store_id text, refund_id text, order_id text,
          refunded_at timestamptz, amount numeric, currency text, _sdc_extracted_at timestamptz,
          _sdc_batched_at timestamptz, primary key (store_id, refund_id));
        insert into sms.shopify_refunds
        values ('default', '1', '5001', '2026-01-09', 5.25, 'USD', '2026-01-10', now());
        insert into sms.etl_streams (stream, table_name, key_properties, columns)
        values ('shopify_refunds', 'shopify_refunds', '{store_id,refund_id}', '[]');
        insert into sms.shopify_orders (order_id, extra, _sdc_stamps) values
          ('1', '{"utm_parameters": {"source": "sms"}, "x": 1}', '{"extra": [1, null, 7]}'),
          ('2', '{"utm_parameters": {"source": "sms"}}', null);
        \(sql(21...22))
        """
      )
      #expect(
        try database.rows(
          """
          select refund_id, order_id, amount, currency, extra from sms.shopify_refunds;
          select count(*) from sms.etl_streams;
          select to_regclass('sms.shopify_refunds__before') is null;
          select order_id, utm_parameters, extra, _sdc_stamps from sms.shopify_orders order by 1
          """
        ) == [
          "1|5001|5.25|USD|NULL", "0", "t",
          #"1|{"source": "sms"}|{"x": 1}|{"extra": [1, null, 7, 0], "utm_parameters": [1, null, 7, 0]}"#,
          #"2|{"source": "sms"}|NULL|NULL"#,
        ]
      )
    }
  }
}
