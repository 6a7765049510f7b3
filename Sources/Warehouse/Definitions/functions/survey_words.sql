-- The sources have pairs as an array of objects with a name and a value. People say text where platforms say SMS.
create or replace function @schema@.survey_words(note_attributes jsonb, names text[]) returns text
language sql immutable parallel safe
return case
  when cardinality(names) = 0 then null
  when jsonb_typeof(note_attributes) is distinct from 'array' then ''
  else coalesce((
    select string_agg(regexp_replace(e.pair ->> 'value', '\mtext(s|ed)?\M', 'sms', 'gi'), ' ' order by e.place)
    from jsonb_array_elements(note_attributes) with ordinality as e (pair, place)
    where exists (
      select from unnest(names) as n (name) where @schema@.small_letters(btrim(n.name))
        = @schema@.small_letters(btrim(e.pair ->> 'name')))), '')
end;

comment on function @schema@.survey_words(jsonb, text[]) is
  'What the customer answered when asked where they heard of the shop: the note attributes of those names '
  '(settings.survey_attributes); empty where there are none, null where no names are set.';
