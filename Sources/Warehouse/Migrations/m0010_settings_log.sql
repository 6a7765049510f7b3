-- The log of settings says what changed for a store, not that a row came or went: a store gets a row of its own as a
-- copy of the row of all stores, and without one that row holds for it again.
create or replace function @schema@.log_setting_changes() returns trigger
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  moment timestamptz := clock_timestamp();
  store text := case tg_op when 'DELETE' then old.store_id else new.store_id end;
  common jsonb := (select to_jsonb(s) from settings as s where s.store_id = '*');
begin
  if tg_op <> 'UPDATE' then
    insert into settings_log (changed_at, store_id, setting, old_value, new_value) values
      (moment, store, 'store_id', case tg_op when 'DELETE' then store end, case tg_op when 'INSERT' then store end);
  end if;
  insert into settings_log (changed_at, store_id, setting, old_value, new_value)
  select moment, store, key, o.value, n.value
  from jsonb_each_text(case tg_op when 'INSERT' then common else to_jsonb(old) end) as o
  full join jsonb_each_text(case tg_op when 'DELETE' then common else to_jsonb(new) end) as n using (key)
  where o.value is distinct from n.value and key <> 'store_id';
  return null;
end
$$;

comment on column @schema@.settings_log.store_id is 'The row of settings; ''*'' also for order_kind_rules.';
comment on column @schema@.settings_log.setting is
  'The column of settings; store_id where a store got a policy of its own or lost it; order_kind_rules for a rule.';
comment on column @schema@.settings_log.old_value is
  'Its value before, of a store that had no row that of the row ''*''; null where a rule is new.';
comment on column @schema@.settings_log.new_value is
  'Its value since, of a store that has no row any more that of the row ''*''; null where a rule was removed.';

create function @schema@.log_order_kind_changes() returns trigger
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  insert into settings_log (store_id, setting, old_value, new_value) values ('*', 'order_kind_rules',
    case when tg_op <> 'INSERT' then to_jsonb(old)::text end,
    case when tg_op <> 'DELETE' then to_jsonb(new)::text end);
  return null;
end
$$;
comment on function @schema@.log_order_kind_changes() is 'Trigger of order_kind_rules: writes settings_log.';
create trigger settings_log after insert or update or delete on @schema@.order_kind_rules
  for each row execute function @schema@.log_order_kind_changes();

-- What no document of settings could say.
alter table @schema@.settings
  add constraint settings_windows_whole check (
    (date_trunc('second', click_window), date_trunc('second', view_window), date_trunc('second', coupon_window),
      date_trunc('second', keyword_window), date_trunc('second', unknown_window))
    is not distinct from (click_window, view_window, coupon_window, keyword_window, unknown_window)),
  add constraint settings_channels_named check (cardinality(accepted_sales_channels) > 0);

comment on table @schema@.settings is
  'The policy of each store; the row ''*'' is that of every store without one of its own. Change it with load-postgres '
  'settings set or import, which rebuild what it touches; a change by hand takes effect with the next load, or at once '
  'with: select refresh_marts().';
