-- Writes the definitions of the catalogue as the comments of the columns that show the metrics.
create or replace function @schema@.describe_metrics() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  place record;
begin
  for place in
    select c.oid::regclass as view, a.attname as column, m.definition
      || coalesce(' ' || m.numerator || ' / ' || m.denominator || '.', '') as meaning
    from metrics as m
    cross join lateral unnest(m.views) as v (name)
    join pg_class as c on c.relname = v.name and c.relkind = 'v'
      and c.relnamespace = quote_ident(current_schema())::regnamespace
    join pg_attribute as a on a.attrelid = c.oid and a.attname = m.name and not a.attisdropped
    where col_description(c.oid, a.attnum) is distinct from m.definition
      || coalesce(' ' || m.numerator || ' / ' || m.denominator || '.', '')
  loop
    execute format('comment on column %s.%I is %L', place.view, place.column, place.meaning);
  end loop;
end
$$;

comment on function @schema@.describe_metrics() is
  'Makes the comments of the views'' columns say what the catalogue of metrics says.';
