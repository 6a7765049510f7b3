-- The rule of which claim counts; see claim_outcomes.
create or replace function @schema@.rank_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  perform merge_into_mart('claim_outcomes', 'store_id, source_system, order_ref, message_id', $query$
    -- Most orders have one claim, which needs no sorting. order_key leads each partition: it tells rows apart sooner
    -- than the store does.
    with contested as (
      select order_key, store_id from refresh_claims group by order_key, store_id having count(*) > 1
    ), alone as (
      select c.*, false as is_told_again, coalesce(snapshot_at > coalesce(seen_at, '-infinity'), false) as is_gone
      from refresh_claims as c
      where not exists (select from contested as d where d.order_key = c.order_key and d.store_id = c.store_id)
    ), told as (
      -- One claim to one order by one message: told by the order's name and by its id it is still one.
      select c.*, row_number() over (
          partition by order_key, store_id, source_system, message_id
          order by coalesce(seen_at, '-infinity') desc, order_ref) > 1 as is_told_again
      from refresh_claims as c
      where exists (select from contested as d where d.order_key = c.order_key and d.store_id = c.store_id)
    ), seen as (
      select c.*,
        -- Gone: a newer export of the whole day lacks the claim; or one that may be cut within the day lacks it and
        -- names the order, whose claims it then has all of.
        coalesce(snapshot_at > coalesce(seen_at, '-infinity'), false)
          or coalesce(complete_at > coalesce(seen_at, '-infinity')
            and max(seen_at) over (partition by order_key, store_id, source_system) >= complete_at, false)
          or is_told_again as is_gone
      from told as c
    ), in_platform as (
      select c.*, stands and not is_gone as competes,
        row_number() over platform as platform_rank,
        first_value(message_id) over platform as platform_winner
      from seen as c
      window platform as (
        partition by order_key, store_id, source_system
        order by stands and not is_gone desc, is_gone, touch_at desc nulls last, action_rank,
          sent_at desc nulls last, message_id, order_ref)
    ), in_all as (
      select p.*,
        case when competes and platform_rank = 1 then row_number() over touch end as touch_rank,
        first_value(source_system) over touch as last_touch_platform,
        first_value(message_id) over touch as last_touch_message
      from in_platform as p
      window touch as (
        partition by order_key, store_id, (competes and platform_rank = 1)
        order by touch_at desc nulls last, action_rank, sent_at desc nulls last, source_system, message_id)
    ), ranked as (
      select a.*, min(case when channel = 'sms' then touch_rank end) over (partition by order_key, store_id) as sms_rank
      from in_all as a
      union all
      select c.*, won.is_so as competes, 1 as platform_rank, message_id as platform_winner,
        won.touch_rank, source_system as last_touch_platform, message_id as last_touch_message,
        case when channel = 'sms' then won.touch_rank end as sms_rank
      from alone as c
      cross join lateral (
        select stands and not is_gone as is_so, case when stands and not is_gone then 1 end as touch_rank) as won
    )
    select store_id, source_system, order_ref, message_id, order_key, order_held, order_name_key, order_day, date,
      case when is_gone then 'withdrawn' when not stands then status when touch_rank = 1 then 'last_touch'
        when touch_rank > 1 then 'credited_elsewhere' else 'superseded' end as outcome,
      case when is_told_again then 'told_again' when is_gone then 'not_in_newest_export'
        when not stands then status_reason
        when touch_rank > 1 then 'other_platform_wins' when touch_rank is null then 'other_message_wins' end
        as outcome_reason,
      status, judged_by, rejection_reasons, platform_rank, touch_rank,
      coalesce(touch_rank = sms_rank, false) as is_sms_winner,
      case when touch_rank > 1 then last_touch_platform when competes and touch_rank is null then source_system end
        as lost_to_source_system,
      case when touch_rank > 1 then last_touch_message when competes and touch_rank is null then platform_winner end
        as lost_to_message_id,
      currency, order_currency, claimed_revenue, order_revenue, validated_revenue,
      case when touch_rank is not null then validated_revenue end as counted_revenue, channel, message_type,
      campaign_id, campaign_name, campaign_ref, message_name, attribution_type, touch_at, order_at,
      minutes_to_order, window_checked, customer_match
    from ranked
  $query$, many => (select count(*) from refresh_claims) > 1000);
end
$$;

comment on function @schema@.rank_claims() is 'Decides the outcome of every claim of refresh_claims.';
