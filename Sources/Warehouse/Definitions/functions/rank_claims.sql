-- The rule of which claim counts; see claim_outcomes.
create or replace function @schema@.rank_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  perform merge_into_mart('claim_outcomes', 'store_id, source_system, order_ref, message_id', $query$
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

comment on function @schema@.rank_claims() is 'Decides the outcome of every claim of mart_claims.';
