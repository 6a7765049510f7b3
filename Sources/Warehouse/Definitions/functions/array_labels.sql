-- A list that a source gives as one comma-separated string, as an array of strings, or as an array of objects
-- that have a code or a name. Two functions, because only one without a subquery is inlined, and most lists are
-- null or a string.
create or replace function @schema@.array_labels(value jsonb) returns text[]
language sql immutable parallel safe
return array(
  select coalesce(e.item ->> 'code', e.item ->> 'name', e.item #>> '{}')
  from jsonb_array_elements(value) with ordinality as e (item, place)
  where e.item <> 'null'
  order by e.place);

comment on function @schema@.array_labels(jsonb) is
  'The labels of a JSON array of strings, or of objects with a code or a name.';
