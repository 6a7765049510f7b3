import TestSupport
import Testing

extension Agreement {
  /// Each field of a verdict: what the warehouse says, and what the record says.
  private static let fields = [
    ("o.status", "v.r ->> 'validation_status'"),
    (
      "o.rejection_reasons",
      "array(select jsonb_array_elements_text(v.r -> 'rejection_reasons'))"
    ), ("o.validated_revenue", "(v.r ->> 'validated_revenue')::numeric"),
    ("o.order_revenue", "(v.r ->> 'order_revenue')::numeric"),
    ("o.touch_at", "(v.r ->> 'touch_at')::timestamptz"),
    ("o.minutes_to_order", "(v.r ->> 'minutes_to_order')::numeric"),
    ("o.window_checked", "(v.r ->> 'window_checked')::boolean"),
    ("o.customer_match", "(v.r ->> 'customer_match')::boolean"),
    ("case when o.order_held then o.order_key end", "v.r ->> 'matched_order_id'"),
    (
      "case when o.order_held then o.order_at end",
      "(v.r ->> 'order_processed_at')::timestamptz"
    ),
  ]

  /// Reads the verdicts of the stream beside those of the warehouse and expects no difference.
  func compare(_ database: Database) throws {
    let copies = ShopPolicy.all.indices.map {
      #"\copy verdicts from 'verdicts-\#($0)' with (format csv, quote e'\x01', delimiter e'\x02')"#
    }
    let one = Self.fields.map(\.0).joined(separator: ", ")
    let other = Self.fields.map(\.1).joined(separator: ", ")
    try database.execute(
      """
      create table verdicts (r jsonb);
      \(copies.joined(separator: "\n"))
      create table compared as
      select coalesce(o.message_id, v.r ->> 'message_id') as id, (\(one))::text as warehouse,
        (\(other))::text as stream, (\(one)) is distinct from (\(other)) as differs, v.r
      from sms.claim_outcomes as o full join verdicts as v on v.r ->> 'message_id' = o.message_id;
      """
    )
    let total = try database.row("select count(*), count(distinct id) from compared")
    let counts = total.split(separator: "|")
    #expect(counts[0] == counts[1] && Int(counts[0]) ?? 0 > claims - 100, "\(total)")
    let differences = try database.rows(
      """
      select id, warehouse, stream, r from compared
      where differs order by length(id), id limit 5
      """
    )
    #expect(differences == [], "seed \(seed): claim, warehouse, stream, record")
  }

  /// Expects every reason, status, flag and boundary to have been met often, by what the warehouse
  /// says: so that a comparison cannot pass by having compared nothing.
  func expectVariety(_ database: Database) throws {
    let kinds = try database.rows(
      """
      select 'status ' || status, count(*) from sms.claim_outcomes group by 1
      union all select 'reason ' || reason, count(*)
      from sms.claim_outcomes, unnest(rejection_reasons) as r (reason) group by 1
      union all select 'reasons ' || cardinality(rejection_reasons), count(*)
      from sms.claim_outcomes group by 1
      union all select 'window checked ' || window_checked, count(*) from sms.claim_outcomes group by 1
      union all select 'customer ' || coalesce(customer_match::text, 'unknown'), count(*)
      from sms.claim_outcomes group by 1
      union all select 'unverifiable ' || outcome_reason, count(*)
      from sms.claim_outcomes where outcome = 'unverifiable' group by 1
      union all select 'attribution ' || coalesce(attribution_type, 'null'), count(*)
      from sms.claim_outcomes group by 1
      union all select 'refunds of their own' || case when c.refunds is null then ', unknown' else '' end,
        count(*)
      from sms.claim_outcomes as o join sms.order_checks as c
        on c.order_id = o.order_key and c.store_id = o.store_id
      where exists (select from sms.shopify_refunds as r where r.order_id = c.order_id
        and r.store_id = c.store_id) group by c.refunds is null
      union all \(Self.boundaries)
      """
    )
    var found: [String: Int] = [:]
    for kind in kinds {
      let parts = kind.split(separator: "|")
      found[String(parts[0]), default: 0] += Int(parts[1]) ?? 0
    }
    for name in Self.wanted {
      #expect(found[name, default: 0] >= claims / 1000, "\(name): \(found[name, default: 0])")
    }
  }

  /// Claims that lie on a boundary of a rule or just beyond.
  private static let boundaries = """
    select case o.order_at - a.sent_at - (case a.attribution_type when 'click' then s.click_window
        when 'view' then s.view_window when 'coupon' then s.coupon_window
        when 'keyword' then s.keyword_window else s.unknown_window end)
        when '0' then 'exactly at the window' when interval '1 microsecond' then 'a microsecond beyond'
        when interval '1 second' then 'a second beyond'
        when interval '-1 microsecond' then 'a microsecond inside' else 'elsewhere' end
        || case when 'outside_window' = any (o.rejection_reasons) then ', outside' else ', inside' end,
      count(*)
    from sms.claim_outcomes as o
    join sms.attributed_orders as a using (store_id, source_system, order_ref, message_id)
    join sms.store_settings as s using (store_id)
    where o.window_checked group by 1
    union all
    select 'touch ' || case order_at - touch_at when '0' then 'at the order'
        when interval '-1 microsecond' then 'a microsecond after' else 'elsewhere' end
        || case when 'touch_after_order' = any (rejection_reasons) then ', rejected' else '' end,
      count(*)
    from sms.claim_outcomes where order_held group by 1
    union all
    select 'missing on ' || case when a.order_at is null then 'a day: ' else 'an instant: ' end || status,
      count(*)
    from sms.claim_outcomes as o
    join sms.attributed_orders as a using (store_id, source_system, order_ref, message_id)
    where not order_held and coalesce(a.order_at::date, a.order_date) is not null group by 1
    """

  private static let wanted =
    ["valid", "adjusted", "rejected", "unverifiable"].map { "status \($0)" }
    + [
      "order_not_found", "order_test", "order_cancelled", "order_voided", "order_refunded",
      "order_excluded", "order_renewal", "currency_mismatch", "touch_after_order", "outside_window",
      "view_only_excluded", "customer_mismatch",
    ].map { "reason \($0)" }
    + ["click", "view", "coupon", "keyword", "unknown", "null"].map { "attribution \($0)" }
    + ["order_revenue_unknown", "order_name_ambiguous", "order_not_covered"]
    .map { "unverifiable \($0)" }
    + [
      "reasons 2", "reasons 3", "window checked true", "window checked false", "customer true",
      "customer false", "customer unknown", "exactly at the window, inside",
      "a microsecond beyond, outside", "a second beyond, outside", "a microsecond inside, inside",
      "refunds of their own", "refunds of their own, unknown",
      "touch at the order", "touch a microsecond after, rejected", "missing on a day: rejected",
      "missing on a day: unverifiable", "missing on an instant: rejected",
      "missing on an instant: unverifiable",
    ]
}
