-- Of several prefixes that fit a code the longest one counts. Codes are compared without case, as Shopify takes them.
create or replace function @schema@.code_words(discount_codes jsonb, prefixes jsonb) returns text
language sql immutable parallel safe
return case
  when prefixes = '{}' then null
  when discount_codes is null then ''
  else coalesce((
    select string_agg(best.platform, ' ' order by c.place)
    from unnest(@schema@.label_list(discount_codes)) with ordinality as c (code, place)
    cross join lateral (
      select p.value as platform from jsonb_each_text(prefixes) as p
      where starts_with(upper(btrim(c.code)), upper(p.key))
      order by length(p.key) desc, p.key limit 1) as best), '')
end;

comment on function @schema@.code_words(jsonb, jsonb) is
  'The platforms to which the prefixes of an order''s discount codes belong (settings.discount_code_prefixes); empty '
  'where none fits, null where there are no prefixes.';
