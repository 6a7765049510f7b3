-- Writes rows into a mart: new keys inserted, changed rows updated, equal rows left alone. Columns meet by their names:
-- a query that lacks one of the mart, or has one that the mart lacks, is an error.
create or replace function @schema@.merge_into_mart(mart text, key text, source text, many boolean default false)
returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  names text[];
  strangers text;
  columns text;
  old_row text;
  new_row text;
  is_empty boolean;
  indexes text[];
begin
  execute 'create temporary view mart_source as ' || source;
  select array_agg(attname order by attnum) into names
  from pg_attribute where attrelid = 'pg_temp.mart_source'::regclass and attnum > 0;
  select string_agg(coalesce(a.attname, n.name), ', ') into strangers
  from (select attname from pg_attribute where attrelid = mart::regclass and attnum > 0 and not attisdropped) as a
  full join unnest(names) as n (name) on n.name = a.attname
  where a.attname is null or n.name is null;
  if strangers is not null then
    raise exception 'mart % and its query do not have the same columns: %', mart, strangers;
  end if;
  select string_agg(quote_ident(name), ', '), string_agg('m.' || quote_ident(name), ', '),
    string_agg('excluded.' || quote_ident(name), ', ')
  into columns, old_row, new_row from unnest(names) as n (name);
  -- A first load has nothing to conflict with; and where it is large, its indexes are sorted once in place of being
  -- filled row by row.
  execute format('select not exists (select from %s)', mart) into is_empty;
  if is_empty and many and (select sum(pg_relation_size(relid)) from pg_partition_tree(mart::regclass)) = 0 then
    indexes := drop_indexes(mart::regclass);
  end if;
  execute format('insert into %1$s as m (%2$s) select %2$s from pg_temp.mart_source', mart, columns)
    || case when is_empty then '' else
      format(' on conflict (%s) do update set (%s) = row(%s) where (%s) is distinct from (%s)',
        key, columns, new_row, old_row, new_row) end;
  perform create_indexes(indexes);
  drop view pg_temp.mart_source;
end
$$;

comment on function @schema@.merge_into_mart(text, text, text, boolean) is
  'Merges the rows of a query into a mart by the names of its columns, without rewriting equal rows. many says that '
  'there are so many that an empty mart is better filled without its indexes.';
