-- A number begins with + or 00, or gets the calling code, for which a zero before the national number is dropped.
-- Without that code, a number that lacks one is not guessed at.
create or replace function @schema@.phone_key_of_other_form(phone text, calling_code text) returns text
language plpgsql immutable parallel safe
as $$
declare
  -- Spreadsheets are told with an apostrophe that a number is text.
  written text := regexp_replace(btrim(phone, E' \t\r\n'), '^''', '');
  digits text := regexp_replace(written, '[^0-9]', '', 'g');
begin
  if written !~ '^\+?[0-9 ()./-]*$' or digits = '' then
    return null;
  elsif written like '+%' then
    null;
  elsif digits like '00_%' then
    digits := substr(digits, 3);
  elsif calling_code is null then
    return null;
  elsif digits like '0%' then
    digits := calling_code || substr(digits, 2);
  elsif length(digits) <= 10 or digits not like calling_code || '%' then
    digits := calling_code || digits;
  end if;
  return case when digits ~ '^[1-9]' and length(digits) between 8 and 15 then digits end;
end
$$;

comment on function @schema@.phone_key_of_other_form(text, text) is
  'phone_key of a number that is not written in plain E.164 form.';
