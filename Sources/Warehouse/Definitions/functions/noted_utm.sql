-- Of one witness, never of two: as the API has parsed the visit, else as the order's notes have it. Most orders have
-- neither, and a function that is not called costs nothing.
create or replace function @schema@.noted_utm(utm_parameters jsonb, note_attributes jsonb) returns jsonb
language sql immutable parallel safe
return case
  when utm_parameters <> 'null' then utm_parameters
  when note_attributes is not null then @schema@.attribute_utm(note_attributes)
end;

comment on function @schema@.noted_utm(jsonb, jsonb) is
  'The UTM parameters of an order without those of a landing page, as an object of source, medium, campaign, …; else '
  'null.';
