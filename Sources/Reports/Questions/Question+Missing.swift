extension Question {
  static let missing = Question(
    "missing",
    "What is missing, and what can't be said without it?",
    takes: [],
    parts: [
      QuestionPart(
        "missing",
        "What has not been loaded",
        columns: [.store, .key("missing"), .key("consequence")],
        empty: "Nothing that a question needs.",
        sql: gaps
      )
    ]
  )

  @Sendable private static func gaps(_ asked: Asked) -> String {
    """
    with facts as (\(facts(asked)))
    select store_id as store, missing, consequence from (
      select store_id, 1 as place, 'orders of Shopify' as missing,
        'no claim can be checked' as consequence
      from facts where not has_orders
      union all
      select store_id, 2, 'claims', 'nothing is known of what platforms report'
      from facts where claiming is null
      union all
      select store_id, 3, 'claims of any platform but ' || claiming[1],
        'last touch compares ' || claiming[1] || ' with nobody'
      from facts where cardinality(claiming) = 1
      union all
      select f.store_id, 4, 'message analytics of ' || c.platform,
        'its messages, clicks and failures are unknown'
      from facts as f cross join lateral unnest(f.claiming) as c (platform)
      where c.platform <> all (coalesce(f.measured, '{}'))
      union all
      \(unchecked(asked))
      union all
      select store, 6, stream || ' of ' || platform || ' for ' || min(day)
        || case when max(day) > min(day) then ' to ' || max(day) else '' end,
        'figures of those days are too low'
      from (\(stretches(asked))) as h
      where not is_covered group by store, stream, platform, stretch
      union all
      \(twice(asked))
      union all
      \(displaced(asked))
      union all
      select store_id, 10, 'subscribers of Postscript', 'the growth of the list is unknown'
      from facts where not has_list
    ) as g order by store_id, place, missing
    """
  }

  /// Why claims could not be checked, and orders of which nobody knows what they brought.
  private static func unchecked(_ asked: Asked) -> String {
    """
    select o.store_id, 5, case o.outcome_reason
        when 'order_name_ambiguous' then 'order ids of ' || count(*)
          || ' claims, whose order name several orders have'
        else 'orders of the days of ' || count(*) || ' claims' end,
      'those claims are neither confirmed nor denied'
    from facts as f join claim_outcomes as o using (store_id)
    where f.has_orders and f.unchecked > 0 and o.outcome = 'unverifiable'
      and o.outcome_reason is distinct from 'order_revenue_unknown'
    group by o.store_id, o.outcome_reason
    union all
    select k.store_id, 5, 'refunds or amounts of ' || count(*) || ' valid orders',
      'their revenue is in no sum, and claims to them are neither confirmed nor denied'
    from order_checks as k
    where k.is_valid and k.revenue is null and \(asked.store("k.store_id")) group by k.store_id
    """
  }

  /// What was loaded of each store; of an empty warehouse, that nothing was.
  private static func facts(_ asked: Asked) -> String {
    """
    select s.store_id,
      exists (select from order_checks as k where k.store_id = s.store_id) as has_orders,
      (select array_agg(source_system) from (
        select source_system from claim_days as d
        where d.store_id = s.store_id and d.claimed_orders > 0
        union
        select source_system from export_coverage as e
        where e.store_id = s.store_id and e.stream = 'attributed_orders') as c) as claiming,
      (select array_agg(distinct source_system) from message_performance as m
        where m.store_id = s.store_id) as measured,
      (select coalesce(sum(unverifiable_claims), 0) from claim_days as d
        where d.store_id = s.store_id) as unchecked,
      exists (select from postscript_subscribers as p where p.store_id = s.store_id) as has_list
    from (
      select store_id from stores
      union all
      select coalesce((select store_id from postscript_subscribers limit 1), 'default')
      where not exists (select from stores)
    ) as s where \(asked.store("s.store_id"))
    """
  }

  /// Totals of messages that newer ones overlap, so that they don't count, with days that these lack.
  private static func displaced(_ asked: Asked) -> String {
    """
    select store_id, 9, 'ranges that lie apart of ' || count(distinct message_id) || ' messages of '
      || platform || ' from ' || min(lower(days)) || ' to ' || max(upper(days) - 1),
      'newer totals overlap older ones: other days of these are in no figure'
    from (
      select p.store_id, p.source_system as platform, p.message_id,
        daterange(p.date, greatest(p.date, least(p.last_date,
          (p._sdc_extracted_at at time zone s.reporting_timezone)::date)), '[]') as days
      from message_performance as p join store_settings as s using (store_id)
      where p.granularity = 'total' and \(asked.store("p.store_id"))
    ) as p
    cross join lateral (
      select range_agg(daterange(r.date, r.covers_until, '[]')) as days
      from rpt_outbound_message_performance_summary_daily as r
      where r.message_id = p.message_id and r.source_system = p.platform
        and r.sm_store_id = p.store_id and r.granularity = 'total'
    ) as told (told_days)
    where days && told_days and not days <@ told_days
    group by store_id, platform
    """
  }

  /// Messages that may be reported under two ids.
  private static func twice(_ asked: Asked) -> String {
    """
    select store_id, 7, 'ids that tell whether ' || messages || ' messages of ' || platform
      || ' in claims are those in message figures',
      'both count as reported: orders may be reported twice'
    from (\(strangers(asked))) as m
    union all
    select store_id, 8, 'ids that tell which messages of ' || platform || ' are one: ' || names,
      'figures of each count: orders may be reported twice'
    from (\(unclear(asked))) as m
    """
  }

  /// Messages of claims that no message figures know, while figures of the same campaign and day are
  /// those of a message that no claim knows: with an id in one export and none in the other they are
  /// likely the same.
  private static func strangers(_ asked: Asked) -> String {
    """
    select c.store_id, c.source_system as platform, count(distinct c.message_id) as messages
    from message_performance as p
    join claim_days as c
      on c.campaign_name = p.campaign_name and c.source_system = p.source_system
      and c.store_id = p.store_id and c.message_id <> p.message_id
      and (p.granularity = 'total' or c.date = p.date)
    where c.claimed_orders > 0 and p.platform_reported_orders > 0
      and (p.message_id like 'derived:%' or c.message_id like 'derived:%')
      and \(asked.store("c.store_id"))
      and not exists (
        select from message_performance as own
        where own.message_id = c.message_id and own.source_system = c.source_system
          and own.store_id = c.store_id)
      and not exists (
        select from claim_days as own
        where own.message_id = p.message_id and own.source_system = p.source_system
          and own.store_id = p.store_id)
      and not exists (
        select from message_identities as one
        join message_identities as other using (store_id, source_system, same_as)
        where one.message_id = c.message_id and other.message_id = p.message_id
          and one.store_id = c.store_id and one.source_system = c.source_system)
    group by c.store_id, c.source_system
    """
  }

  /// Messages of figures under ids of two kinds that have the same name, and of which it cannot be said
  /// which is which.
  private static func unclear(_ asked: Asked) -> String {
    """
    select store_id, source_system as platform,
      string_agg(name, ', ' order by place) filter (where place <= 5)
        || case when count(*) > 5 then ' and ' || count(*) - 5 || ' more' else '' end as names
    from (
      select *, row_number() over (partition by store_id, source_system order by name) as place
      from (
        select distinct store_id, source_system, '"' || coalesce(message_name, campaign_name) || '"'
          collate "C" as name
        from message_identities where is_unclear and \(asked.store("store_id"))
      ) as n
    ) as n
    group by store_id, source_system
    """
  }
}
