-- Writes rows into a mart: new keys inserted, changed rows updated, equal rows left alone. Columns meet by their names:
-- a query that lacks one of the mart, or has one that the mart lacks, is an error.
create or replace function @schema@.merge_into_mart(mart text, key text, source text, many boolean default false)
returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  columns text;
  old_row text;
  new_row text;
  no_values text;
  is_empty boolean;
  indexes text[];
begin
  select string_agg(quote_ident(attname), ', ' order by attnum),
    string_agg('m.' || quote_ident(attname), ', ' order by attnum),
    string_agg('excluded.' || quote_ident(attname), ', ' order by attnum), string_agg('null', ', ')
  into columns, old_row, new_row, no_values
  from pg_attribute where attrelid = mart::regclass and attnum > 0 and not attisdropped;
  -- A first load has nothing to conflict with; and where it is large, its indexes are sorted once in place of being
  -- filled row by row.
  execute format('select not exists (select from %s)', mart) into is_empty;
  if is_empty and many and is_blank(mart::regclass) then
    indexes := drop_indexes(mart::regclass);
  end if;
  -- A column that the query lacks is an error; so is one that the mart lacks, since it makes the row longer than that
  -- of the nulls. The comparison itself never runs.
  execute format('insert into %1$s as m (%2$s) select %2$s from (%3$s) as source
      where not (false and row(source.*) is not distinct from row(%4$s))', mart, columns, source, no_values)
    || case when is_empty then '' else
      -- To the letter: of a sum that was 80.0 and is 80.00, marts would else keep what they came to first.
      format(' on conflict (%s) do update set (%s) = row(%s)
          where row(%s)::record operator(pg_catalog.*<>) row(%s)::record',
        key, columns, new_row, old_row, new_row) end;
  perform create_indexes(indexes);
end
$$;

comment on function @schema@.merge_into_mart(text, text, text, boolean) is
  'Merges the rows of a query into a mart by the names of its columns, without rewriting equal rows. many says that '
  'there are so many that an empty mart is better filled without its indexes.';
