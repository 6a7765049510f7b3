-- The rules have changed: what the marts hold came of the earlier ones.
create or replace function @schema@.request_rebuild() returns void
language sql
set search_path = @schema@, pg_temp
as $$ update stores set built_by = null $$;

comment on function @schema@.request_rebuild() is 'Makes the next refresh rebuild the marts of all stores.';
