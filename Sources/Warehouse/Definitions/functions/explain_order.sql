-- One row per statement, in the order in which the rules apply: the order, the policy, the exports that cover it, and
-- each claim with the values that were compared, the winner first.
create or replace function @schema@.explain_order(store text, order_id_or_name text)
returns table (about text, statement text)
language plpgsql stable
set search_path = @schema@, pg_temp
as $$
#variable_conflict use_column
declare
  asked text := regexp_replace(btrim(order_id_or_name), '^gid://shopify/Order/', '');
  name text := order_name_key(order_id_or_name);
  keys text[];
  key text;
begin
  -- All orders of the name, and whatever claims name it without being to one of them.
  if exists (select from order_checks as k where k.store_id = store and k.order_id = asked) then
    keys := array[asked];
  else
    keys := array(
      select k.order_id from order_checks as k where k.store_id = store and k.name_key = name
      union
      select o.order_key from claim_outcomes as o where o.store_id = store and o.order_name_key = name
      union
      -- A claim with another id than that of the order that its name led to.
      select o.order_key from claim_outcomes as o where o.order_ref = asked and o.store_id = store
      order by 1);
  end if;
  if cardinality(keys) = 0 then
    keys := array[asked];
  end if;
  if cardinality(keys) > 1 then
    return query select 'order'::text, format('%s: %s orders and claims have that name', order_id_or_name,
      cardinality(keys));
  end if;

  foreach key in array keys loop
    return query
    select 'order'::text, format('%s (%s) of %s: revenue %s %s by the figure %s, %s%s%s',
      k.order_id, k.order_name, coalesce(k.order_at::text, 'unknown time'), coalesce(k.revenue::text, 'unknown'),
      k.currency, s.revenue_figure, case when k.is_valid then 'valid' else 'invalid' end,
      case when cardinality(k.faults) > 0 then '; against any claim: ' || array_to_string(k.faults, ', ') else '' end,
      coalesce('; ' || k.order_kind, ''))
    from order_checks as k join store_settings as s on s.store_id = k.store_id
    where k.store_id = store and k.order_id = key;
    if not found then
      return query select 'order'::text, format('%s: the warehouse does not hold it', key);
    end if;

    return query
    select 'policy'::text, format('of %s: %s is %s',
      case s.settings_of when '*' then 'all stores' else s.settings_of end,
      p.key, coalesce(p.value, 'not set'))
    from store_settings as s cross join lateral jsonb_each_text(s.policy - 'order_kind_rules') as p
    where s.store_id = store order by p.key;

    return query
    select distinct 'coverage'::text,
      format('%s of %s on %s: newest export of %s, newest that is complete for the day %s',
      d.stream, d.source_system, d.day, d.observed_at, coalesce(d.snapshot_at::text, 'none'))
    from claim_outcomes as o
    join coverage_days as d on d.store_id = o.store_id and d.day = o.order_day
      and (d.stream = 'shopify_orders' or d.stream = 'attributed_orders' and d.source_system = o.source_system)
    where o.store_id = store and o.order_key = key order by 2;

    return query
    select 'claim'::text, format('%s, message %s (%s): %s%s. Claims %s %s, order %s. %s, touch %s, %s minutes before '
      'the order, window %s, customer %s. Seen %s, judged by the %s%s',
      o.source_system, o.message_id, coalesce(o.message_name, o.campaign_name, 'unnamed'), o.outcome,
      coalesce(' because of ' || case when o.status = 'rejected' and o.outcome = 'rejected'
        then array_to_string(o.rejection_reasons, ', ') else o.outcome_reason end, ''),
      coalesce(o.claimed_revenue::text, 'an unknown amount'), coalesce(o.currency, ''),
      coalesce(o.order_revenue::text, 'unknown'), coalesce(o.attribution_type, 'unknown kind'),
      coalesce(o.touch_at::text, 'unknown'), coalesce(o.minutes_to_order::text, '?'),
      case when o.window_checked then 'checked' else 'not checked' end,
      case o.customer_match when true then 'the same' when false then 'another' else 'not compared' end,
      coalesce(a._sdc_extracted_at::text, 'at an unknown time'),
      case o.judged_by when 'record' then 'record, which has the verdict of its own run' else o.judged_by end,
      coalesce('; lost to ' || o.lost_to_source_system || ', message ' || o.lost_to_message_id, ''))
    from claim_outcomes as o
    join attributed_orders as a using (order_ref, message_id, source_system, store_id)
    where o.store_id = store and o.order_key = key
    order by o.touch_rank nulls last, o.source_system, o.platform_rank;
  end loop;
end
$$;

comment on function @schema@.explain_order(text, text) is
  'Why the revenue of an order counts for whom it counts: the order, the policy, the exports that cover its day, and '
  'every claim with the values compared and what became of it. By order id or name.';
