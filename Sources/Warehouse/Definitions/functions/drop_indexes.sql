-- For the filling of an empty table: sorting a million keys once costs a tenth of a million descents. The lock keeps
-- others from the table until the end of the transaction.
create or replace function @schema@.drop_indexes(relation regclass) returns text[]
language plpgsql
as $$
declare
  statements text[] := '{}';
  one record;
begin
  -- Who may write a table may not always change it.
  if not (select pg_has_role(relowner, 'USAGE') from pg_class where oid = relation) then
    return statements;
  end if;
  execute format('lock table %s in access exclusive mode', relation);
  if not @schema@.is_blank(relation) then
    return statements;
  end if;
  for one in
    -- Of a partitioned table its own index alone would be made again, and never be valid.
    select i.indexrelid::regclass as name,
      regexp_replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') as definition, c.conname,
      pg_get_constraintdef(c.oid) as constraint_definition
    from pg_index as i left join pg_constraint as c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
    where i.indrelid = relation
    order by i.indexrelid
  loop
    if one.conname is null then
      execute format('drop index %s', one.name);
      statements := statements || one.definition;
    else
      execute format('alter table %s drop constraint %I', relation, one.conname);
      statements := statements
        || format('alter table %s add constraint %I %s', relation, one.conname, one.constraint_definition);
    end if;
  end loop;
  return statements;
end
$$;

comment on function @schema@.drop_indexes(regclass) is
  'Drops the indexes and keys of an empty table and returns the statements that make them again; none where the table '
  'is not empty once it is locked, or belongs to another role.';
