-- The verdict on a claim, from all orders that the warehouse holds, the coverage of their exports, and the policy of
-- the store; the same rules as transform-validate has for a stream.
create or replace view @schema@.claim_candidates as
select
  a.store_id,
  a.source_system,
  a.order_ref,
  a.message_id,
  -- Also where the order that an earlier check found is not held: when it comes, it finds the claim by this.
  coalesce(found.order_id, a.matched_order_id, a.order_ref) as order_key,
  found.order_id is not null as order_held,
  case when by_id.order_id is null then claim.name_key end as order_name_key,
  claim.order_day,
  case s.revenue_date when 'order'
    then coalesce((timing.order_at at time zone s.reporting_timezone)::date, claim.order_day)
    else (a.sent_at at time zone s.reporting_timezone)::date end as date,
  verdict.status,
  case when judge.by_record then 'record' else 'warehouse' end as judged_by,
  verdict.reasons as rejection_reasons,
  case
    when verdict.status = 'rejected' then coalesce(verdict.reasons[1], 'no_reason_given')
    when verdict.status <> 'unverifiable' then null
    when found.order_id is not null then 'order_revenue_unknown'
    when by_name.candidates > 1 then 'order_name_ambiguous'
    else 'order_not_covered'
  end as status_reason,
  verdict.status in ('valid', 'adjusted') as stands,
  case a.attribution_type when 'click' then 0 when 'view' then 2 else 1 end as action_rank,
  a._sdc_extracted_at as seen_at,
  greatest(own.snapshot_at, edge.observed_at) as complete_at,
  own.snapshot_at,
  a.sent_at,
  coalesce(claim.currency, found.currency, s.default_currencies ->> a.source_system) as currency,
  found.currency as order_currency,
  a.claimed_revenue,
  case when judge.by_record then a.order_revenue else found.revenue end as order_revenue,
  case when verdict.status in ('valid', 'adjusted')
    then case when judge.by_record then a.validated_revenue else found.revenue end end as validated_revenue,
  a.channel,
  a.message_type,
  a.campaign_id,
  a.campaign_name,
  -- A long name is told apart from others by a hash, since an index cannot hold it.
  case when octet_length(coalesce(a.campaign_id, a.campaign_name)) > 500
    then 'md5:' || md5(coalesce(a.campaign_id, 'name:' || a.campaign_name))
    else coalesce(a.campaign_id, 'name:' || a.campaign_name, 'none') end as campaign_ref,
  a.message_name,
  a.attribution_type,
  case when judge.by_record then a.touch_at else timing.touch_at end as touch_at,
  timing.order_at,
  case when judge.by_record then a.minutes_to_order else timing.minutes_to_order end as minutes_to_order,
  case when judge.by_record then coalesce(a.window_checked, false) else times.window_checked end as window_checked,
  case when judge.by_record then a.customer_match else customer.matches end as customer_match
from @schema@.attributed_orders as a
join @schema@.store_settings as s using (store_id)
-- `offset 0` keeps what several columns share from being computed for each of them.
cross join lateral (
  select @schema@.order_name_key(a.order_name) as name_key,
    upper(nullif(btrim(a.currency), '')) as currency,
    coalesce((a.order_at at time zone s.reporting_timezone)::date, a.order_date) as order_day
  offset 0) as claim
left join @schema@.order_checks as by_id on by_id.order_id = a.order_id and by_id.store_id = a.store_id
-- Of several orders of one name the one is meant whose name is written the same way, if there is one such.
cross join lateral (
  select count(*) as candidates,
    case when count(*) = 1 then min(o.order_id)
      when count(*) filter (where btrim(o.order_name) = btrim(a.order_name)) = 1
      then min(o.order_id) filter (where btrim(o.order_name) = btrim(a.order_name)) end as order_id
  from @schema@.order_checks as o
  where by_id.order_id is null and o.name_key = claim.name_key and o.store_id = a.store_id
  offset 0) as by_name
-- The order that an earlier check found serves where the name tells none. Looked up row by row, because few claims come
-- here: a hash of all orders would be built for all of them.
left join lateral (
  select o.* from @schema@.order_checks as o
  where by_id.order_id is null and o.order_id = coalesce(by_name.order_id, a.matched_order_id)
    and o.store_id = a.store_id
  offset 0) as named on true
cross join lateral (
  select coalesce(by_id.order_id, named.order_id) as order_id,
    case when by_id.order_id is null then named.order_at else by_id.order_at end as order_at,
    case when by_id.order_id is null then named.currency else by_id.currency end as currency,
    case when by_id.order_id is null then named.revenue else by_id.revenue end as revenue,
    case when by_id.order_id is null then named.faults else by_id.faults end as faults,
    case when by_id.order_id is null then named.phone_key else by_id.phone_key end as phone_key,
    case when by_id.order_id is null then named.email_key else by_id.email_key end as email_key
  offset 0) as found
left join @schema@.coverage_days as orders
  on found.order_id is null and orders.store_id = a.store_id and orders.stream = 'shopify_orders'
  and orders.source_system = 'shopify' and orders.day = claim.order_day
left join @schema@.coverage_days as own
  on own.store_id = a.store_id and own.stream = 'attributed_orders' and own.source_system = a.source_system
  and own.day = claim.order_day
-- The newest complete export that has the very instant of the order, among those that are cut within the day.
left join lateral (
  select max(e.observed_at) as observed_at
  from unnest(own.edges, own.edges_at) as e (part, observed_at)
  where e.part @> a.order_at
  offset 0) as edge on own.edges is not null
cross join lateral (
  select found.order_id is null and by_name.candidates = 0 and orders.day is not null
    and (orders.covered is null or a.order_at is not null and orders.covered @> a.order_at) as order_missing
  offset 0) as coverage
cross join lateral (
  select found.order_id is null and not coverage.order_missing and a.validation_status is not null as by_record
  offset 0) as judge
cross join lateral (
  select t.touch_at, t.order_at, trim_scale(round(extract(epoch from t.order_at - t.touch_at) / 60, 2))
    as minutes_to_order
  from (
    select case when a.attribution_type = 'click' then coalesce(a.clicked_at, a.sent_at) else a.sent_at end
      as touch_at,
      case when found.order_id is not null then found.order_at
        when judge.by_record then coalesce(a.order_processed_at, a.order_at) else a.order_at end as order_at
    offset 0) as t
  offset 0) as timing
cross join lateral (
  select t.after_order,
    coalesce(t.is_decided and not t.after_order and t.attribution_window is not null and a.sent_at is not null
      and timing.order_at is not null, false) as window_checked,
    coalesce(t.is_decided and not t.after_order
      and timing.order_at - a.sent_at > t.attribution_window, false) as outside_window
  from (
    select found.order_id is not null or coverage.order_missing as is_decided,
      (found.order_id is not null or coverage.order_missing)
        and coalesce(greatest(timing.touch_at, a.sent_at) > timing.order_at, false) as after_order,
      case a.attribution_type when 'click' then s.click_window when 'view' then s.view_window
        when 'coupon' then s.coupon_window when 'keyword' then s.keyword_window else s.unknown_window end
        as attribution_window
    offset 0) as t
  offset 0) as times
cross join lateral (
  select case
    when found.order_id is null then null
    when c.phone_key = found.phone_key or c.email_key = found.email_key then true
    when num_nulls(c.phone_key, found.phone_key, c.email_key, found.email_key) = 0 then false
  end as matches
  from (select @schema@.phone_key(a.phone, s.calling_code) as phone_key, @schema@.email_key(a.email) as email_key
    offset 0) as c
  offset 0) as customer
cross join lateral (
  select
    case when judge.by_record then a.validation_status
      when cardinality(r.reasons) > 0 then 'rejected'
      when found.revenue is null then 'unverifiable'
      when abs(a.claimed_revenue - found.revenue) <= s.tolerance then 'valid'
      else 'adjusted' end as status,
    case when not judge.by_record then r.reasons
      when jsonb_typeof(a.rejection_reasons) = 'array' then @schema@.array_labels(a.rejection_reasons)
      else '{}' end as reasons
  from (
    select case when coverage.order_missing then array['order_not_found'] else coalesce(found.faults, '{}') end
      || case when claim.currency <> found.currency then array['currency_mismatch'] else '{}' end
      || case when times.after_order then array['touch_after_order'] else '{}' end
      || case when times.outside_window then array['outside_window'] else '{}' end
      || case when a.attribution_type = 'view' and not s.accept_view_only
        then array['view_only_excluded'] else '{}' end
      || case when s.require_customer_match and customer.matches = false
        then array['customer_mismatch'] else '{}' end as reasons
    offset 0) as r
  offset 0) as verdict;

comment on view @schema@.claim_candidates is
  'Every claim with the verdict on it, the order it competes for, its day, and what decides between claims.';
comment on column @schema@.claim_candidates.store_id is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.source_system is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.order_ref is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.message_id is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.order_key is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.order_held is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.order_name_key is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.order_day is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.date is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.status is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.judged_by is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.rejection_reasons is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.status_reason is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.stands is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.action_rank is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.seen_at is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.complete_at is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.snapshot_at is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.sent_at is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.currency is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.order_currency is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.claimed_revenue is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.order_revenue is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.validated_revenue is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.channel is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.message_type is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.campaign_id is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.campaign_name is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.campaign_ref is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.message_name is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.attribution_type is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.touch_at is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.order_at is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.minutes_to_order is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.window_checked is 'See claim_outcomes.';
comment on column @schema@.claim_candidates.customer_match is 'See claim_outcomes.';
