-- Refresh of the message mart for the store, platform, day, message, campaign and granularity of mart_message_days.

-- Sums of the claims of mart_days, per currency. Grouped by number: five texts in a key would cost more than the sums.
create function @schema@.mart_sum_day_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table mart_day_claims on commit drop as
  select d.store_id, d.source_system, d.date_key, d.message_id, d.campaign_ref, d.granularity, s.*
  from (
    select d.day_number, o.currency,
      min(o.channel collate "C") as channel,
      min(o.message_type collate "C") as message_type,
      min(o.campaign_id) as campaign_id,
      min(o.campaign_name collate "C") as campaign_name,
      min(o.message_name collate "C") as message_name,
      count(*) as claimed_orders,
      sum(o.claimed_revenue) as claimed_revenue,
      count(*) filter (where o.outcome <> 'unvalidated') as checked_claims,
      count(*) filter (where o.touch_rank >= 1) as validated_orders,
      sum(o.counted_revenue) as validated_revenue,
      count(*) filter (where o.touch_rank = 1) as last_touch_orders,
      sum(o.counted_revenue) filter (where o.touch_rank = 1) as last_touch_revenue,
      count(*) filter (where o.outcome = 'superseded') as superseded_claims,
      count(*) filter (where o.outcome = 'rejected') as rejected_claims,
      sum(o.claimed_revenue) filter (where o.outcome = 'rejected') as rejected_revenue,
      count(*) filter (where o.outcome = 'unverifiable') as unverifiable_claims,
      count(*) filter (where o.outcome = 'unvalidated') as unvalidated_claims
    from mart_days as d
    join claim_outcomes as o
      on o.store_id = d.store_id and o.source_system = d.source_system
      and coalesce(o.date, 'infinity'::date) = d.date_key
      and o.message_id = d.message_id and o.campaign_ref = d.campaign_ref
    where d.granularity = 'day'
    group by d.day_number, o.currency
  ) as s
  join mart_days as d using (day_number);
  analyze mart_day_claims;

  -- A sum over nothing is 0 only where claims were checked; else it is unknown.
  update mart_day_claims
  set validated_revenue = case validated_orders when 0 then 0 else validated_revenue end,
    last_touch_revenue = case last_touch_orders when 0 then 0 else last_touch_revenue end,
    rejected_revenue = case rejected_claims when 0 then 0 else rejected_revenue end
  where checked_claims > 0 and 0 in (validated_orders, last_touch_orders, rejected_claims);
  update mart_day_claims set validated_orders = null, last_touch_orders = null where checked_claims = 0;
end
$$;
comment on function @schema@.mart_sum_day_claims() is 'Sums the claims of mart_days into mart_day_claims.';

-- Message analytics without any amount fit beside amounts of any currency: they join the claims' row. Where the
-- claims have several currencies it is the first of them, so that counts stand in one row only.
create function @schema@.mart_pair_days() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table mart_day_rows
    (like rpt_outbound_message_performance_summary_daily including defaults) on commit drop;
  insert into mart_day_rows
  with analytics as (
    select p.*,
      case when num_nonnulls(p.currency, p.platform_reported_order_revenue, p.platform_reported_order_line_revenue,
          p.platform_reported_begin_checkout_revenue, p.cost) = 0
        then (
          select min(c.currency) from mart_day_claims as c
          where (c.store_id, c.source_system, c.date_key, c.message_id, c.campaign_ref, c.granularity)
            = (p.store_id, p.source_system, p.date, p.message_id, p.campaign_ref, p.granularity))
        else p.currency end as row_currency
    from mart_days as d
    join message_performance as p
      on p.store_id = d.store_id and p.source_system = d.source_system and p.date = d.date_key
      and p.message_id = d.message_id and p.campaign_ref = d.campaign_ref and p.granularity = d.granularity
  )
  select coalesce(p.store_id, c.store_id), coalesce(p.date, nullif(c.date_key, 'infinity')),
    coalesce(p.source_system, c.source_system), coalesce(p.channel, c.channel),
    case when coalesce(p.message_type, c.message_type) in ('campaign', 'flow')
      then coalesce(p.message_type, c.message_type) end,
    coalesce(p.campaign_id, c.campaign_id), coalesce(p.campaign_name, c.campaign_name),
    coalesce(p.message_id, c.message_id), coalesce(p.message_name, c.message_name), p.message_subject,
    coalesce(p.campaign_name, c.campaign_name, p.campaign_id, c.campaign_id), 'Online DTC',
    p.sms_unique_sends, p.message_unique_receives, p.message_unique_opens, p.message_unique_clicks,
    p.message_unique_bounces, p.message_unique_drops, p.list_subscribes, p.list_unsubscribes,
    case when p.store_id is null or v.store_id is not null then c.claimed_orders
      else p.platform_reported_orders end,
    case when p.store_id is null or v.store_id is not null then c.claimed_revenue
      else p.platform_reported_order_revenue end,
    p.platform_reported_order_line_quantity, p.platform_reported_order_line_revenue,
    p.platform_reported_begin_checkouts, p.platform_reported_begin_checkout_revenue,
    coalesce(p.granularity, c.granularity), coalesce(p.row_currency, c.currency),
    coalesce(p.message_type, c.message_type), p.total_clicks, p.spam_complaints, p.cost,
    p.platform_reported_orders, p.platform_reported_order_revenue,
    c.claimed_orders, c.claimed_revenue, c.validated_orders, c.validated_revenue, c.last_touch_orders,
    c.last_touch_revenue, c.superseded_claims, c.rejected_claims, c.rejected_revenue, c.unverifiable_claims,
    c.unvalidated_claims, coalesce(p.campaign_ref, c.campaign_ref)
  from analytics as p
  full join mart_day_claims as c
    on c.store_id = p.store_id and c.source_system = p.source_system and c.date_key = p.date
    and c.message_id = p.message_id and c.campaign_ref = p.campaign_ref and c.granularity = p.granularity
    and coalesce(c.currency, '') = coalesce(p.row_currency, '')
  left join claim_coverage as v
    on v.store_id = p.store_id and v.source_system = p.source_system
    and v.channel = coalesce(p.channel, '') and p.date between v.first_date and v.last_date;
  analyze mart_day_rows;
end
$$;
comment on function @schema@.mart_pair_days() is
  'Puts message analytics and claims of mart_days side by side, as rows of the message mart, into mart_day_rows.';

create function @schema@.mart_refresh_messages() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table mart_days on commit drop as
  select row_number() over ()::integer as day_number, d.*
  from (
    select distinct store_id, source_system, date_key, message_id, campaign_ref, granularity from mart_message_days
  ) as d;
  analyze mart_days;
  perform mart_sum_day_claims();
  perform mart_pair_days();

  delete from rpt_outbound_message_performance_summary_daily as s
  using mart_days as d
  where s.sm_store_id = d.store_id and s.source_system = d.source_system
    and coalesce(s.date, 'infinity'::date) = d.date_key
    and s.message_id = d.message_id and s.campaign_ref = d.campaign_ref and s.granularity = d.granularity
    and not exists (
      select from mart_day_rows as r
      where r.sm_store_id = s.sm_store_id and r.source_system = s.source_system
        and coalesce(r.date, 'infinity'::date) = coalesce(s.date, 'infinity'::date)
        and r.message_id = s.message_id and r.campaign_ref = s.campaign_ref and r.granularity = s.granularity
        and coalesce(r.currency, '') = coalesce(s.currency, ''));

  perform mart_write('rpt_outbound_message_performance_summary_daily',
    $key$ sm_store_id, source_system, (coalesce(date, 'infinity'::date)), message_id, campaign_ref, granularity,
      (coalesce(currency, '')) $key$,
    'select * from mart_day_rows');
  drop table mart_days, mart_day_claims, mart_day_rows;
end
$$;
comment on function @schema@.mart_refresh_messages() is 'Recomputes the rows of the message mart for mart_message_days.';
