-- The two ways to bring the marts up to date: only what a commit touched, or all from scratch. Both go through the
-- same steps, so that they cannot come to different results by different rules.

create or replace function @schema@.begin_refresh() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table mart_claims on commit drop as select * from claim_candidates with no data;
  create temporary table mart_message_days (
    store_id text collate "C", source_system text collate "C", date_key date, message_id text collate "C",
    campaign_ref text collate "C", granularity text collate "C") on commit drop;
  create temporary table mart_orders (store_id text collate "C", order_id text collate "C") on commit drop;
end
$$;

comment on function @schema@.begin_refresh() is 'Creates the temporary tables that say what a refresh is about.';
