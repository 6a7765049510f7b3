create or replace function @schema@.label_list(value jsonb) returns text[]
language sql immutable parallel safe
return case jsonb_typeof(value)
  when 'string' then string_to_array(replace(btrim(value #>> '{}'), ', ', ','), ',')
  when 'array' then @schema@.array_labels(value)
end;

comment on function @schema@.label_list(jsonb) is
  'Tags or discount codes as an array, whether the source gives a comma-separated string or an array; else null.';
