import PostscriptSimulator
import TestSupport

extension ExtractRun {
  /// The ids of subscribers that differ between the shop and the warehouse, in any field, or are on
  /// one side only.
  func differences(from database: Database) throws -> [String] {
    try writeBytes(simulator.withShop { $0.subscribersAsLines() }, to: workspace.file("dump"))
    try database.execute(
      """
      create table dump (line jsonb);
      \\copy dump from '\(workspace.file("dump"))' with (format csv, quote e'\\x01', delimiter e'\\x02')
      """
    )
    return try database.rows(
      """
      select coalesce(line->>'id', id) from dump
      full join sms.postscript_subscribers s on s.id = line->>'id'
      where s.email is distinct from line->>'email'
        or s.phone_number is distinct from line->>'phone_number'
        or s.ps_id is distinct from (line->>'ps_id')::bigint
        or s.shopify_customer_id is distinct from line->>'shopify_customer_id'
        or s.created_at is distinct from (line->>'created_at')::timestamptz
        or s.updated_at is distinct from (line->>'updated_at')::timestamptz
        or s.subscriptions is distinct from line->'subscriptions'
        or s.properties is distinct from line->'properties'
        or s.tags is distinct from line->'tags'
        or s.data is distinct from line->'data'
        or s.extra->'consent_source' is distinct from line->'consent_source'
        or s.store_id is distinct from 'default';
      """
    )
  }
}
