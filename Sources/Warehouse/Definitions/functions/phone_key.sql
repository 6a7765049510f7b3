create or replace function @schema@.phone_key(phone text, calling_code text) returns text
language sql immutable parallel safe
return case
  when phone ~ '^\+[1-9][0-9]{7,14}$' then substr(phone, 2)
  when phone is not null then @schema@.phone_key_of_other_form(phone, calling_code)
end;

comment on function @schema@.phone_key(text, text) is
  'The digits of a phone number in E.164 form; null where the text is no number with a country code.';
