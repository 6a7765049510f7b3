-- Only what was percent-encoded is decoded; bytes that are not UTF-8 leave the text as it came.
create or replace function @schema@.url_decode(value text) returns text
language plpgsql immutable strict parallel safe
as $$
declare
  bytes bytea := '';
  part text;
begin
  value := replace(value, '+', ' ');
  if strpos(value, '%') = 0 then
    return value;
  end if;
  for part in select m[1] from regexp_matches(value, '(%[0-9a-fA-F]{2}|[^%]+|%)', 'g') as m loop
    if part ~ '^%[0-9a-fA-F]{2}$' then
      bytes := bytes || decode(substr(part, 2), 'hex');
    else
      bytes := bytes || convert_to(part, 'UTF8');
    end if;
  end loop;
  return convert_from(bytes, 'UTF8');
exception when character_not_in_repertoire or untranslatable_character then
  return value;
end
$$;

comment on function @schema@.url_decode(text) is 'A URL parameter without its percent-encoding.';
