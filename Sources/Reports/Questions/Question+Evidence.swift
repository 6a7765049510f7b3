extension Question {
  static let evidence = Question(
    "evidence",
    "Who else says that the platforms brought the orders they are credited with?",
    parts: [credited, alone, unclaimed, unclaimedOrders],
    undated: .outsideOfPeriods,
    remarks: unknownWitnesses
  )

  /// The orders credited to each platform and who speaks for them; a witness that no order knows is
  /// unknown, not absent.
  private static let credited = QuestionPart(
    "credited",
    "Orders by last touch, and their witnesses",
    columns: [
      .store, .currency, .platform, .metric("last_touch_orders", .count), .lastTouch,
      .metric("two_witness_share", .share), .metric("two_witnesses", .amount),
      .metric("checkable", .amount), .metric("by_click", .count), .metric("by_view", .count),
      .metric("by_utm", .count), .metric("by_code", .count), .metric("by_survey", .count),
    ],
    bar: "two_witnesses",
    empty: "No order is credited to a platform in this period."
  ) { asked in
    """
    select store_id as store, currency,
      case grouping(platform) when 1 then 'all platforms' else platform end as platform,
      count(*) as last_touch_orders, sum(revenue) as last_touch,
      round(coalesce(sum(revenue) filter (where witnesses > 1), 0)
        / nullif(sum(revenue) filter (where is_checkable), 0), 4) as two_witness_share,
      case when bool_or(is_checkable)
        then coalesce(sum(revenue) filter (where witnesses > 1), 0) end as two_witnesses,
      coalesce(sum(revenue) filter (where is_checkable), 0) as checkable,
      count(*) filter (where has_click) as by_click, count(*) filter (where has_view) as by_view,
      \(counted("has_utm", as: "by_utm")), \(counted("has_code", as: "by_code")),
      \(counted("has_survey", as: "by_survey"))
    from order_evidence
    where \(asked.store("store_id")) and \(asked.days("date"))
    group by grouping sets ((store_id, currency, platform), (store_id, currency))
    order by 1, 2 nulls last, grouping(platform), 5 desc nulls last, 3
    """
  }

  /// How many rows have a witness; unknown where no row knows of it.
  private static func counted(_ witness: String, as name: String) -> String {
    """
    case when count(\(witness)) > 0 then count(*) filter (where \(witness)) end as \(name)
    """
  }

  private static let alone = QuestionPart(
    "alone",
    "The 20 largest credited orders for which only the platform speaks, though another could",
    columns: [
      .store, .key("order"), .plain("day", .day), .currency, .platform, .lastTouch,
      .plain("claimed_by"), .plain("utm"), .plain("code_of"), .plain("survey"),
    ],
    empty: "Every credited order of which another witness is known has a second one."
  ) { asked in
    """
    select e.store_id as store, coalesce(e.order_name, e.order_id) as order, e.date as day,
      e.currency, e.platform, e.revenue as last_touch,
      coalesce(nullif(concat_ws(', ', case when e.has_click then 'click' end,
        case when e.has_view then 'view' end), ''), 'other') as claimed_by,
      nullif(w.utm, '') as utm, nullif(w.code, '') as code_of, nullif(w.survey, '') as survey
    from (
      select * from order_evidence
      where witnesses = 1 and is_checkable and \(asked.store("store_id"))
        and \(asked.days("date"))
      order by revenue desc nulls last, store_id, order_id limit 20
    ) as e
    join order_witnesses as w on w.order_id = e.order_id and w.store_id = e.store_id
    order by e.revenue desc nulls last, e.store_id, e.order_id
    """
  }

  /// Valid orders that themselves name SMS, and that no platform claims.
  ///
  /// On days of which no claims were exported nobody can tell: of the platforms that the order names,
  /// else of any that texts, as far as claims tell.
  private static func unclaimedRows(_ asked: Asked) -> String {
    """
    select w.*, case when named.platforms is not null
        then coalesce(named.platforms <@ covered.platforms, false)
      when t.texting is not null then coalesce(t.texting && covered.platforms, false)
      else covered.platforms is not null end as has_claims_of_day
    from (
      -- offset 0: what a witness says is worked out once for each order, not for each use of it.
      select w.*, coalesce(utm, code, survey) is not null as is_checkable,
        message_channel(utm) = 'sms' as sms_utm, message_channel(code) = 'sms' as sms_code,
        message_channel(survey) = 'sms' as sms_survey
      from (
        select * from order_witnesses as w
        where is_valid and \(asked.store("store_id")) and \(asked.days("date"))
          and not exists (
            select from claim_outcomes as o
            where o.order_key = w.order_id and o.store_id = w.store_id and o.outcome <> 'withdrawn')
        offset 0
      ) as w
      offset 0
    ) as w
    left join (
      select store_id, array_agg(distinct source_system) as all_platforms,
        array_agg(distinct source_system) filter (where channel = 'sms') as texting
      from claim_days group by 1
    ) as t on t.store_id = w.store_id
    cross join lateral (
      select array_agg(d.source_system) as platforms from coverage_days as d
      where d.store_id = w.store_id and d.stream = 'attributed_orders' and d.day = w.date
    ) as covered
    cross join lateral (
      select array_agg(p.name) as platforms
      from unnest(array['attentive', 'klaviyo', 'postscript'] || t.all_platforms || covered.platforms)
        as p (name)
      where strpos(small_letters(concat_ws(' ', case when sms_utm then utm end,
        case when sms_code then code end, case when sms_survey then survey end)),
        small_letters(p.name) collate "C") > 0
    ) as named
    """
  }

  private static let unclaimed = QuestionPart(
    "unclaimed",
    "Orders that name SMS themselves, and that no platform claims",
    columns: [
      .store, .currency, .key("claims_of_the_day"), .orders, .metric("order_revenue", .amount),
      .plain("sms_utm", .count), .plain("sms_code", .count), .plain("sms_survey", .count),
      .plain("not_claimed", .count), .plain("not_claimed_and_checkable", .count),
    ],
    empty: "Every valid order is claimed by a platform."
  ) { asked in
    """
    with unclaimed as (\(unclaimedRows(asked)))
    select store_id as store, currency,
      case when has_claims_of_day then 'loaded' else 'not loaded' end as claims_of_the_day,
      case when bool_or(is_checkable)
        then count(*) filter (where sms_utm or sms_code or sms_survey) end as orders,
      case when bool_or(is_checkable)
        then coalesce(sum(revenue) filter (where sms_utm or sms_code or sms_survey), 0)
        end as order_revenue,
      case when count(utm) > 0 then count(*) filter (where sms_utm) end as sms_utm,
      case when count(code) > 0 then count(*) filter (where sms_code) end as sms_code,
      case when count(survey) > 0 then count(*) filter (where sms_survey) end as sms_survey,
      count(*) as not_claimed, count(*) filter (where is_checkable) as not_claimed_and_checkable
    from unclaimed group by 1, 2, has_claims_of_day order by 1, 2 nulls last, 3
    """
  }

  private static let unclaimedOrders = QuestionPart(
    "orders",
    "The 20 largest of them on days of which claims of that platform were loaded",
    columns: [
      .store, .key("order"), .plain("day", .day), .currency, .metric("order_revenue", .amount),
      .plain("utm"), .plain("code_of"), .plain("survey"),
    ],
    empty: "None is known."
  ) { asked in
    """
    select store_id as store, coalesce(order_name, order_id) as order, date as day, currency,
      revenue as order_revenue, nullif(utm, '') as utm, nullif(code, '') as code_of,
      nullif(survey, '') as survey
    from (\(unclaimedRows(asked))) as u
    where (sms_utm or sms_code or sms_survey) and has_claims_of_day
    order by revenue desc nulls last, store_id, order_id limit 20
    """
  }

  /// What is unknown, why, and what would tell.
  @Sendable private static func unknownWitnesses(_ asked: Asked) -> String? {
    """
    with known as (
      select w.store_id, count(*) as orders, count(w.utm) as utm, count(w.code) as code,
        count(w.survey) as survey
      from order_witnesses as w
      where \(asked.store("store_id")) and \(asked.days("date")) group by 1
    )
    select false, k.store_id || ': the landing page of ' || k.orders - k.utm || ' of ' || k.orders
      || ' orders is unknown: exports of Shopify''s admin have none, its API has'
    from known as k where k.utm < k.orders
    union all
    select false, k.store_id || case
      when s.discount_code_prefixes = '{}' then ': no prefixes of discount codes are set, so it is '
        || 'unknown whose codes they are: load-postgres settings set discount_code_prefixes=…'
      else ': the discount codes of ' || k.orders - k.code || ' of ' || k.orders
        || ' orders are unknown' end
    from known as k join store_settings as s on s.store_id = k.store_id where k.code < k.orders
    union all
    select false, k.store_id || case
      when s.survey_attributes = '{}' then ': no survey is set, so it is unknown what customers '
        || 'say: load-postgres settings set survey_attributes=…'
      else ': the note attributes of ' || k.orders - k.survey || ' of ' || k.orders
        || ' orders are unknown' end
    from known as k join store_settings as s on s.store_id = k.store_id where k.survey < k.orders
    """
  }
}
