-- Refresh of claim_outcomes and claim_coverage. The functions of a refresh hand temporary tables on to each other:
--   mart_claims        the claims to judge: always all claims of an order, never some
--   mart_claim_orders  the orders those claims are or were about
--   mart_message_days  what to recompute in the message mart
-- They run under the loader's lock, one refresh at a time.

-- Writes rows into a mart: new keys inserted, changed rows updated, equal rows left alone.
create function @schema@.mart_write(mart text, key text, source text) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  columns text;
  old_row text;
  new_row text;
  is_empty boolean;
begin
  select string_agg(quote_ident(attname), ', ' order by attnum),
    string_agg('m.' || quote_ident(attname), ', ' order by attnum),
    string_agg('excluded.' || quote_ident(attname), ', ' order by attnum)
  into columns, old_row, new_row
  from pg_attribute where attrelid = mart::regclass and attnum > 0 and not attisdropped;
  -- A first load has nothing to conflict with, and is a third faster without looking.
  execute format('select not exists (select from %s)', mart) into is_empty;
  execute format('insert into %s as m (%s) %s', mart, columns, source) || case when is_empty then '' else
    format(' on conflict (%s) do update set (%s) = row(%s) where (%s) is distinct from (%s)',
      key, columns, new_row, old_row, new_row) end;
end
$$;
comment on function @schema@.mart_write(text, text, text) is
  'Merges the rows of a query, given in the column order of the mart, into it without rewriting equal rows.';

-- Statistics for what this very transaction wrote: without them a first load is planned as if it were empty.
create function @schema@.mart_analyze(relation text, changed bigint, columns text default '') returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  if changed > 1000 + 0.1 * (select reltuples from pg_class where oid = relation::regclass) then
    execute format('analyze %s %s', relation, columns);
  end if;
end
$$;
comment on function @schema@.mart_analyze(text, bigint, text) is
  'Analyzes a table, or the columns given, where more than a tenth of its rows changed.';

create view @schema@.claims_to_judge as
select a.store_id, a.source_system, a.order_ref, a.message_id,
  coalesce(a.matched_order_id, a.order_ref) as order_key,
  (case s.revenue_date when 'order' then coalesce(a.order_processed_at, a.order_at) else a.sent_at end
    at time zone s.reporting_timezone)::date as date,
  coalesce(a.validation_status, 'unvalidated') as status,
  a.rejection_reasons ->> 0 as first_reason,
  coalesce(a.validation_status in ('valid', 'adjusted'), false) as stands,
  case a.attribution_type when 'click' then 0 when 'view' then 2 else 1 end as action_rank,
  a.sent_at, a.currency, a.claimed_revenue, a.validated_revenue, a.channel, a.message_type, a.campaign_id,
  a.campaign_name, coalesce(a.campaign_id, 'name:' || a.campaign_name, 'none') as campaign_ref, a.message_name,
  a.attribution_type, a.touch_at, a.minutes_to_order
from @schema@.attributed_orders as a
cross join @schema@.settings as s;

comment on view @schema@.claims_to_judge is
  'Claims with the order they compete for, their day, and what decides between them.';

-- The rule of which claim counts; see claim_outcomes.
create function @schema@.mart_judge() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  perform mart_write('claim_outcomes', 'store_id, source_system, order_ref, message_id', $query$
    -- order_key leads each partition: it tells rows apart sooner than the store does.
    with in_platform as (
      select c.*,
        row_number() over platform as platform_rank,
        first_value(message_id) over platform as platform_winner
      from mart_claims as c
      window platform as (
        partition by order_key, store_id, source_system
        order by stands desc, touch_at desc nulls last, action_rank, sent_at desc nulls last, message_id, order_ref)
    ), in_all as (
      select p.*,
        case when stands and platform_rank = 1 then row_number() over touch end as touch_rank,
        first_value(source_system) over touch as last_touch_platform,
        first_value(message_id) over touch as last_touch_message
      from in_platform as p
      window touch as (
        partition by order_key, store_id, (stands and platform_rank = 1)
        order by touch_at desc nulls last, action_rank, sent_at desc nulls last, source_system, message_id)
    )
    select store_id, source_system, order_ref, message_id, order_key, date,
      case when not stands then status when touch_rank = 1 then 'last_touch' when touch_rank > 1 then 'counted'
        else 'superseded' end,
      case when stands then
          case when touch_rank > 1 then 'other_platform_wins' when touch_rank is null then 'other_message_wins' end
        when status = 'unverifiable' then coalesce(first_reason, 'order_not_covered')
        when status = 'unvalidated' then 'not_validated'
        else coalesce(first_reason, 'no_reason_given') end,
      platform_rank, touch_rank,
      case when touch_rank > 1 then last_touch_platform when stands and touch_rank is null then source_system end,
      case when touch_rank > 1 then last_touch_message when stands and touch_rank is null then platform_winner end,
      currency, claimed_revenue, case when touch_rank is not null then validated_revenue end, channel,
      message_type, campaign_id, campaign_name, campaign_ref, message_name, attribution_type, touch_at,
      minutes_to_order
    from in_all
  $query$);
end
$$;
comment on function @schema@.mart_judge() is 'Decides the outcome of every claim of mart_claims.';

-- The days within which a platform's orders are known claim by claim. Where they move, the message analytics of
-- the days between come under the other rule.
create function @schema@.mart_refresh_coverage() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table mart_coverage on commit drop as
  select p.store_id, p.source_system, p.channel, range.first_date, range.last_date,
    old.first_date as old_first, old.last_date as old_last
  from (
    select distinct store_id, source_system, coalesce(channel, '') as channel from mart_claims
    union select store_id, source_system, channel from claim_coverage
  ) as p
  left join claim_coverage as old using (store_id, source_system, channel)
  cross join lateral (
    select
      (select date from claim_outcomes as o
        where (o.store_id, o.source_system, coalesce(o.channel, '')) = (p.store_id, p.source_system, p.channel)
          and coalesce(o.date, 'infinity') < 'infinity'
        order by coalesce(o.date, 'infinity') limit 1) as first_date,
      (select date from claim_outcomes as o
        where (o.store_id, o.source_system, coalesce(o.channel, '')) = (p.store_id, p.source_system, p.channel)
          and coalesce(o.date, 'infinity') < 'infinity'
        order by coalesce(o.date, 'infinity') desc limit 1) as last_date
  ) as range;

  delete from mart_coverage where (first_date, last_date) is not distinct from (old_first, old_last);

  insert into mart_message_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
  select p.store_id, p.source_system, p.date, p.message_id, p.campaign_ref, p.granularity
  from mart_coverage as c
  join message_performance as p
    on p.store_id = c.store_id and p.source_system = c.source_system and coalesce(p.channel, '') = c.channel
    and p.date between least(c.first_date, c.old_first) and greatest(c.last_date, c.old_last)
    and coalesce(p.date between c.first_date and c.last_date, false)
      <> coalesce(p.date between c.old_first and c.old_last, false);

  delete from claim_coverage as v using mart_coverage as c
  where c.first_date is null
    and (v.store_id, v.source_system, v.channel) = (c.store_id, c.source_system, c.channel);
  perform mart_write('claim_coverage', 'store_id, source_system, channel',
    'select store_id, source_system, channel, first_date, last_date from mart_coverage '
    'where first_date is not null');
  drop table mart_coverage;
end
$$;
comment on function @schema@.mart_refresh_coverage() is
  'Brings claim_coverage up to date, and notes the message analytics that it now decides otherwise.';

create function @schema@.mart_refresh_claims(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  claims bigint := (select count(*) from mart_claims);
begin
  create temporary table mart_claim_orders (store_id text collate "C", order_key text collate "C") on commit drop;
  if claims > 0 then
    if not everything then
      insert into mart_claim_orders
      select store_id, order_key from mart_claims
      union
      select o.store_id, o.order_key
      from claim_outcomes as o join mart_claims as c using (store_id, source_system, order_ref, message_id);

      -- Both where a claim was and where it goes: its old day loses it.
      insert into mart_message_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
      select distinct o.store_id, o.source_system, coalesce(o.date, 'infinity'), o.message_id, o.campaign_ref, 'day'
      from claim_outcomes as o join mart_claims as c using (store_id, source_system, order_ref, message_id);
    end if;

    perform mart_judge();
    perform mart_analyze('claim_outcomes', claims);

    insert into mart_message_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
    select distinct store_id, source_system, coalesce(date, 'infinity'), message_id, campaign_ref, 'day'
    from mart_claims;
  end if;
  perform mart_refresh_coverage();
end
$$;
comment on function @schema@.mart_refresh_claims(boolean) is
  'Judges the claims of mart_claims, and notes the message days and (unless everything is under way) the orders '
  'that this touches.';
