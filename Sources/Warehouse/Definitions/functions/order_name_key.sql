-- Some exports leave the leading # of an order's name out, so two names that differ by it alone are the same.
create or replace function @schema@.order_name_key(name text) returns text
language sql immutable parallel safe
return nullif(btrim(case
  when name like '#_%' then substr(name, 2)
  else regexp_replace(name, '^\s*#(?=.)', '')
end, E' \t\r\n'), '');

comment on function @schema@.order_name_key(text) is
  'The name of an order without white space around it and without its leading #.';
