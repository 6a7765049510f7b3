create or replace function @schema@.are_many(number bigint, relation text) returns boolean
language sql stable
set search_path = @schema@, pg_temp
return number > 1000 + 0.1 * (select reltuples from pg_class where oid = relation::regclass);

comment on function @schema@.are_many(bigint, text) is
  'True for more than about a tenth of a table''s rows: then one join is faster than looking at rows one by one, and '
  'the table''s statistics are out of date.';
