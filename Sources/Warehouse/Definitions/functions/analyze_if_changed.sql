-- Statistics for what this very transaction wrote: without them a first load is planned as if it were empty.
create or replace function @schema@.analyze_if_changed(relation text, changed bigint, columns text default '')
returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  if are_many(changed, relation) then
    execute format('analyze %s %s', relation, columns);
  end if;
end
$$;

comment on function @schema@.analyze_if_changed(text, bigint, text) is
  'Analyzes a table, or the columns given, where more than a tenth of its rows changed.';
