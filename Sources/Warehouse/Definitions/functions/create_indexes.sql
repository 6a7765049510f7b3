create or replace function @schema@.create_indexes(statements text[]) returns void
language plpgsql
set maintenance_work_mem = '256MB'
as $$
declare
  statement text;
begin
  foreach statement in array coalesce(statements, '{}') loop
    execute statement;
  end loop;
end
$$;

comment on function @schema@.create_indexes(text[]) is 'Makes again what drop_indexes() dropped.';
