-- Every key names the store: two shops may give one id, and a table can only be spread by a column of its key. What is
-- unique by the id alone stays so with the store beside it, so no row can be in the way.

alter table @schema@.postscript_subscribers
  drop constraint postscript_subscribers_pkey, add primary key (id, store_id);
alter table @schema@.postscript_keywords
  drop constraint postscript_keywords_pkey, add primary key (id, store_id);
alter table @schema@.postscript_webhooks
  drop constraint postscript_webhooks_pkey, add primary key (id, store_id);

-- Streams of ours whose tables are made by their own schema. A table that another tap has made without a store stays
-- as it is, and so does one that somebody has dropped.
create function @schema@.add_store_to_keys() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  one record;
begin
  for one in
    select s.stream, s.key_properties[1] as id, s.table_name, stores.name as store_column, ids.name as id_column,
      k.conname
    from etl_streams as s
    join pg_namespace as n on n.nspname = current_schema()
    join pg_class as c on c.relname = s.table_name and c.relnamespace = n.oid
    left join pg_constraint as k on k.conrelid = c.oid and k.contype = 'p'
    cross join lateral (
      select e ->> 'column' as name from jsonb_array_elements(s.columns) as e
      where e ->> 'property' = 'store_id' and e ->> 'type' = 'text') as stores
    cross join lateral (
      select e ->> 'column' as name from jsonb_array_elements(s.columns) as e
      where e ->> 'property' = s.key_properties[1]) as ids
    where (s.stream in ('postscript_sent_messages', 'postscript_message_requests') and s.key_properties = '{id}'
        or s.stream = 'postscript_webhook_events' and s.key_properties = '{delivery_id}')
      and (select count(*) from pg_attribute as a
        where a.attrelid = c.oid and not a.attisdropped and a.attname in (stores.name, ids.name)) = 2
  loop
    if one.conname is not null then
      execute format('alter table %I drop constraint %I', one.table_name, one.conname);
    end if;
    execute format('update %I set %2$I = ''default'' where %2$I is null', one.table_name, one.store_column);
    execute format('alter table %I alter column %I type text collate "C", add primary key (%I, %2$I)',
      one.table_name, one.store_column, one.id_column);
    update etl_streams set key_properties = array['store_id', one.id], changed_at = now() where stream = one.stream;
  end loop;
end
$$;
select @schema@.add_store_to_keys();
drop function @schema@.add_store_to_keys();
