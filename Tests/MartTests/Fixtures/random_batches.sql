-- Property: whatever batches come in whatever order, refreshed marts equal marts rebuilt from nothing, a refresh
-- that changes nothing writes nothing, and the outcomes equal a naive reading of the rules.
--
-- Runs in one transaction on a migrated, empty schema. The seed and the number of batches come as settings:
--   set postscript_etl.seed = '0.5'; set postscript_etl.batches = '20';
-- Raises an exception at the first difference.

create function pg_temp.any_of(variadic items text[]) returns text
language sql volatile as $$ select items[1 + floor(random() * array_length(items, 1))::integer] $$;

create function pg_temp.some_time() returns timestamptz
language sql volatile as $$
  select case when random() < 0.1 then null
    -- Few distinct instants, so that ties are common.
    else timestamptz '2025-03-01 00:00Z' + floor(random() * 40)::integer * interval '3 hours' end
$$;

create function pg_temp.write_orders(many integer) returns void
language plpgsql as $$
begin
  create temporary table batch on commit drop as
  select distinct on (store_id, order_id) * from (
    select pg_temp.any_of('a', 'b') as store_id, number::text as order_id,
      -- Now and then two orders have one name, or an order gets another.
      '#' || case when random() < 0.1 then floor(random() * 30)::integer else number end as order_name,
      pg_temp.any_of('EUR', 'USD') as currency, pg_temp.some_time() as processed_at,
      pg_temp.any_of('paid', 'paid', 'paid', 'refunded', 'voided', '', null) as financial_status,
      round((random() * 100)::numeric, 2) as subtotal_price, round((random() * 100)::numeric, 2) as total_price,
      case when random() < 0.1 then 20 else 0 end as total_refunded,
      pg_temp.any_of('c1', 'c2', 'c3', null) as customer_id,
      pg_temp.any_of('Ann@example.com', 'ann@example.com ', 'bob@example.com', '', null) as email,
      to_jsonb(pg_temp.any_of('vip, SM-exclude-order', 'vip', null, null)) as tags
    from (select floor(random() * 30)::integer as number from generate_series(1, many)) as g) as r;
  insert into @schema@.shopify_orders as o (store_id, order_id, order_name, currency, processed_at,
    financial_status, subtotal_price, total_price, total_refunded, customer_id, email, tags)
  select * from batch
  on conflict (store_id, order_id) do update set order_name = excluded.order_name, currency = excluded.currency,
    processed_at = excluded.processed_at, financial_status = excluded.financial_status,
    subtotal_price = excluded.subtotal_price, total_price = excluded.total_price,
    customer_id = excluded.customer_id, email = excluded.email,
    tags = excluded.tags;
  create temporary table touched_shopify_orders on commit drop as
  select store_id, order_id, true as changed from batch;
  drop table batch;
end $$;

create function pg_temp.write_claims(many integer) returns void
language plpgsql as $$
begin
  create temporary table batch on commit drop as
  select distinct on (store_id, source_system, coalesce(order_id, order_name), message_id) * from (
    select pg_temp.any_of('a', 'b') as store_id, pg_temp.any_of('postscript', 'klaviyo', 'attentive') as source_system,
      case when named then null else number end as order_id, case when named then '#' || number end as order_name,
      pg_temp.any_of('m1', 'm2', 'm3', 'm4') as message_id, pg_temp.some_time() as order_at,
      round((random() * 100)::numeric, 2) as claimed_revenue, pg_temp.any_of('EUR', 'USD', null) as currency,
      pg_temp.any_of('Hello', 'Bye', null) as message_name,
      pg_temp.any_of('campaign', 'flow', 'keyword', null) as message_type,
      pg_temp.any_of('sms', 'sms', 'email', null) as channel, pg_temp.any_of('c1', 'c2', null) as campaign_id,
      pg_temp.any_of('Spring', null) as campaign_name,
      pg_temp.any_of('click', 'view', 'coupon', 'unknown', null) as attribution_type,
      pg_temp.some_time() as sent_at, status as validation_status,
      case when status = 'rejected'
        then to_jsonb(array[pg_temp.any_of('order_test', 'order_refunded'), 'outside_window']) end
        as rejection_reasons,
      case when status in ('valid', 'adjusted') then round((random() * 100)::numeric, 2) end as validated_revenue,
      pg_temp.some_time() as touch_at,
      case when status in ('valid', 'adjusted') or random() < 0.2 then number end as matched_order_id,
      pg_temp.some_time() as order_processed_at,
      timestamptz '2025-03-10 00:00Z' + floor(random() * 5)::integer * interval '1 day' as seen_at
    from generate_series(1, many),
      lateral (select floor(random() * 30)::integer::text as number, random() < 0.3 as named,
        pg_temp.any_of('valid', 'valid', 'valid', 'adjusted', 'rejected', 'unverifiable', null) as status,
        generate_series as again) as chance) as r;
  insert into @schema@.attributed_orders (store_id, source_system, order_id, order_name, message_id, order_at,
    claimed_revenue, currency, message_name, message_type, channel, campaign_id, campaign_name, attribution_type,
    sent_at, validation_status, rejection_reasons, validated_revenue, touch_at, matched_order_id,
    order_processed_at, _sdc_extracted_at)
  select * from batch
  on conflict (store_id, source_system, order_ref, message_id) do update set order_at = excluded.order_at,
    claimed_revenue = excluded.claimed_revenue, currency = excluded.currency,
    message_name = excluded.message_name, message_type = excluded.message_type, channel = excluded.channel,
    campaign_id = excluded.campaign_id, campaign_name = excluded.campaign_name,
    attribution_type = excluded.attribution_type, sent_at = excluded.sent_at,
    validation_status = excluded.validation_status, rejection_reasons = excluded.rejection_reasons,
    validated_revenue = excluded.validated_revenue, touch_at = excluded.touch_at,
    matched_order_id = excluded.matched_order_id, order_processed_at = excluded.order_processed_at,
    _sdc_extracted_at = excluded._sdc_extracted_at;
  create temporary table touched_attributed_orders on commit drop as
  select store_id, source_system, coalesce(order_id, 'name:' || order_name) as order_ref, message_id, true as changed
  from batch;
  drop table batch;
end $$;

create function pg_temp.write_performance(many integer) returns void
language plpgsql as $$
begin
  create temporary table batch on commit drop as
  select distinct on (store_id, source_system, case granularity when 'day' then date end, message_id, granularity)
    * from (
    select pg_temp.any_of('a', 'b') as store_id, pg_temp.any_of('postscript', 'klaviyo') as source_system,
      date '2025-02-27' + floor(random() * 12)::integer as date, pg_temp.any_of('m1', 'm2', 'm3') as message_id,
      pg_temp.any_of('day', 'day', 'total') as granularity, pg_temp.any_of('c1', null) as campaign_id,
      pg_temp.any_of('sms', 'email', null) as channel, pg_temp.any_of('campaign', 'flow', null) as message_type,
      floor(random() * 1000) as sms_unique_sends, floor(random() * 10) as platform_reported_orders,
      case when random() < 0.5 then round((random() * 100)::numeric, 2) end as platform_reported_order_revenue,
      pg_temp.any_of('EUR', 'USD', null) as currency
    from generate_series(1, many)) as r;
  insert into @schema@.message_performance (store_id, source_system, date, message_id, granularity, campaign_id,
    channel, message_type, sms_unique_sends, platform_reported_orders, platform_reported_order_revenue, currency)
  select * from batch
  on conflict (store_id, source_system, figure_day, figure_until, message_id, figure_campaign, granularity) do update
  set date = excluded.date, campaign_id = excluded.campaign_id, channel = excluded.channel,
    message_type = excluded.message_type,
    sms_unique_sends = excluded.sms_unique_sends, platform_reported_orders = excluded.platform_reported_orders,
    platform_reported_order_revenue = excluded.platform_reported_order_revenue, currency = excluded.currency;
  create temporary table touched_message_performance on commit drop as
  select store_id, source_system, message_id, true as changed from batch;
  drop table batch;
end $$;

create function pg_temp.write_coverage(many integer) returns void
language plpgsql as $$
begin
  create temporary table touched_coverage on commit drop as
  select store_id, stream, source_system, observed_at from @schema@.export_coverage with no data;
  with added as (
    insert into @schema@.export_coverage (store_id, stream, source_system, covers_from, covers_until, observed_at,
      is_complete)
    select pg_temp.any_of('a', 'b'), stream,
      case stream when 'shopify_orders' then 'shopify' else pg_temp.any_of('postscript', 'klaviyo', 'attentive') end,
      case when random() < 0.7 then (date '2025-02-27' + day)::text
        else to_char(timestamp '2025-02-27' + day * interval '1 day' + interval '9 hours',
          'YYYY-MM-DD"T"HH24:MI:SS"Z"') end,
      (date '2025-02-28' + day + floor(random() * 4)::integer)::text,
      timestamptz '2025-03-10 00:00Z' + floor(random() * 5)::integer * interval '1 day', random() < 0.7
    from (select pg_temp.any_of('shopify_orders', 'attributed_orders', 'message_performance') as stream,
      floor(random() * 8)::integer as day from generate_series(1, many)) as g
    on conflict do nothing
    returning store_id, stream, source_system, observed_at
  ) insert into touched_coverage select * from added;
end $$;

-- The marts as one table of texts, with or without the place of each row on disk.
create function pg_temp.contents(with_place boolean) returns table (mart text, line text)
language sql volatile as $$
  select 'claim_outcomes', o::text || case when with_place then ctid::text else '' end
    from @schema@.claim_outcomes as o
  union all select 'coverage_days', o::text || case when with_place then ctid::text else '' end
    from @schema@.coverage_days as o
  union all select 'order_checks', o::text || case when with_place then ctid::text else '' end
    from @schema@.order_checks as o
  union all select 'messages', o::text || case when with_place then ctid::text else '' end
    from @schema@.rpt_outbound_message_performance_summary_daily as o
  union all select 'obt_orders', o::text from @schema@.obt_orders as o
$$;

create function pg_temp.expect_equal(what text, one regclass, other regclass) returns void
language plpgsql as $$
declare
  difference text;
begin
  execute format('(select ''first only: '' || d::text from (table %1$s except all table %2$s) as d limit 1)'
    ' union all (select ''second only: '' || d::text from (table %2$s except all table %1$s) as d limit 1) limit 1',
    one, other) into difference;
  if difference is not null then
    raise exception '%: %', what, difference;
  end if;
end $$;

-- The rules read naively: a claim is beaten when any other one is better.
create view pg_temp.naive_outcomes as
with claims as (
  select a.store_id, a.source_system, a.order_ref, a.message_id, a.order_key,
    case when (a.snapshot_at > a.seen_at) is true or exists (
        select from @schema@.claim_candidates as b
        where b.store_id = a.store_id and b.source_system = a.source_system and b.order_key = a.order_key
          and b.seen_at >= a.complete_at and a.complete_at > a.seen_at)
        or exists (
          select from @schema@.claim_candidates as b
          where b.store_id = a.store_id and b.source_system = a.source_system and b.order_key = a.order_key
            and b.message_id = a.message_id and b.order_ref <> a.order_ref
            and (coalesce(b.seen_at, '-infinity') > coalesce(a.seen_at, '-infinity')
              or b.seen_at is not distinct from a.seen_at and b.order_ref < a.order_ref))
      then 'withdrawn' else a.status end as validation_status,
    array[case when touch_at is null then 1 else 0 end::numeric, - coalesce(extract(epoch from touch_at), 0),
      case attribution_type when 'click' then 0 when 'view' then 2 else 1 end,
      case when sent_at is null then 1 else 0 end, - coalesce(extract(epoch from sent_at), 0)] as place
  from @schema@.claim_candidates as a
), winners as (
  select * from claims as c
  where validation_status in ('valid', 'adjusted') and not exists (
    select from claims as b
    where b.validation_status in ('valid', 'adjusted') and b.store_id = c.store_id and b.order_key = c.order_key
      and b.source_system = c.source_system
      and (b.place, b.message_id, b.order_ref) < (c.place, c.message_id, c.order_ref))
)
select c.store_id, c.source_system, c.order_ref, c.message_id,
  case when c.validation_status in ('rejected', 'unverifiable', 'withdrawn') then c.validation_status
    when w.store_id is null then 'superseded'
    when exists (select from winners as b
      where b.store_id = w.store_id and b.order_key = w.order_key
        and (b.place, b.source_system) < (w.place, w.source_system)) then 'credited_elsewhere'
    else 'last_touch' end as outcome
from claims as c
left join winners as w using (store_id, source_system, order_ref, message_id);

do $$
declare
  last_settings jsonb;
begin
  perform setseed(coalesce(current_setting('postscript_etl.seed', true), '0.5')::double precision);
  for batch_number in 1 .. coalesce(current_setting('postscript_etl.batches', true), '20')::integer loop
    drop table if exists touched_shopify_orders, touched_attributed_orders, touched_message_performance,
      touched_coverage,
      before, after, quiet, again, expected, found;
    if random() < 0.6 then perform pg_temp.write_orders(1 + floor(random() * 15)::integer); end if;
    if random() < 0.7 then perform pg_temp.write_claims(1 + floor(random() * 25)::integer); end if;
    if random() < 0.6 then perform pg_temp.write_performance(1 + floor(random() * 15)::integer); end if;
    if random() < 0.5 then perform pg_temp.write_coverage(1 + floor(random() * 3)::integer); end if;
    if random() < 0.1 then
      update @schema@.settings set reporting_timezone = pg_temp.any_of('UTC', 'America/New_York', 'Asia/Tokyo'),
        revenue_date = pg_temp.any_of('order', 'message'), exclude_zero_net_orders = random() < 0.5,
        accepted_sales_channels = case when random() < 0.5 then '{web}'::text[] end,
        click_window = case when random() < 0.5 then interval '12 hours' end,
        revenue_figure = pg_temp.any_of('net', 'total', 'subtotal'), accept_view_only = random() < 0.5;
    end if;

    perform @schema@.refresh_marts();
    create temporary table before on commit drop as select * from pg_temp.contents(false);
    create temporary table quiet on commit drop as select * from pg_temp.contents(true);
    perform @schema@.refresh_marts();
    if random() < 0.3 then perform @schema@.rebuild_marts(); end if;
    create temporary table again on commit drop as select * from pg_temp.contents(true);
    perform pg_temp.expect_equal('a refresh without changes wrote, batch ' || batch_number, 'again', 'quiet');

    delete from @schema@.claim_outcomes;
    delete from @schema@.coverage_days;
    delete from @schema@.order_checks;
    delete from @schema@.rpt_outbound_message_performance_summary_daily;
    perform @schema@.rebuild_marts();
    create temporary table after on commit drop as select * from pg_temp.contents(false);
    perform pg_temp.expect_equal('refreshed against rebuilt, batch ' || batch_number, 'before', 'after');

    create temporary table expected on commit drop as select * from pg_temp.naive_outcomes;
    create temporary table found on commit drop as
    select store_id, source_system, order_ref, message_id, outcome from @schema@.claim_outcomes;
    perform pg_temp.expect_equal('rules against outcomes, batch ' || batch_number, 'expected', 'found');
  end loop;
end $$;
