-- The functions of a refresh hand temporary tables on to each other. They run under the loader's lock, one refresh at
-- a time.
create or replace function @schema@.begin_refresh() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  -- Coverage that was stated, with the time of the export, or null for all statements; days of it that changed.
  create temporary table refresh_coverage (store_id text collate "C", stream text collate "C",
    source_system text collate "C", observed_at timestamptz) on commit drop;
  create temporary table refresh_changed_days (store_id text collate "C", stream text collate "C",
    source_system text collate "C", day date) on commit drop;
  -- Orders to look at; those of which a verdict may change, with the names they had and have.
  create temporary table refresh_orders (store_id text collate "C", order_id text collate "C") on commit drop;
  create temporary table refresh_changed_orders (store_id text collate "C", order_id text collate "C",
    old_name text collate "C", new_name text collate "C") on commit drop;
  -- Claims to judge, by key, and then with their verdict: always all claims of an order, never some.
  create temporary table refresh_claim_keys (store_id text collate "C", source_system text collate "C",
    order_ref text collate "C", message_id text collate "C") on commit drop;
  create temporary table refresh_claims (like claim_candidates) on commit drop;
  -- Claims that a new export withdraws, and all claims of the days that it covers, by platform; read by the loader.
  create temporary table if not exists refresh_withdrawals (store_id text collate "C", source_system text collate "C",
    withdrawn bigint, claims bigint) on commit drop;
  -- Messages of which all rows are to be looked at, and single rows of the message mart.
  create temporary table refresh_messages (store_id text collate "C", source_system text collate "C",
    message_id text collate "C") on commit drop;
  create temporary table refresh_days (store_id text collate "C", source_system text collate "C", date_key date,
    message_id text collate "C", campaign_ref text collate "C", granularity text collate "C") on commit drop;
  -- Days of which the claims are to be added up one by one.
  create temporary table refresh_recounts (store_id text collate "C", source_system text collate "C", date date,
    message_id text collate "C", campaign_ref text collate "C") on commit drop;
end
$$;

comment on function @schema@.begin_refresh() is 'Creates the temporary tables that say what a refresh is about.';
