create or replace function @schema@.phone_key(phone text, calling_code text) returns text
language sql immutable parallel safe
return case
  -- The plain form, without a regular expression, which would cost ten times as much.
  when phone like '+%' and phone not like '+0%' and char_length(phone) between 9 and 16
    and translate(phone, '0123456789', '') = '+' then substr(phone, 2)
  when phone is not null then @schema@.phone_key_of_other_form(phone, calling_code)
end;

comment on function @schema@.phone_key(text, text) is
  'The digits of a phone number in E.164 form; null where the text is no number with a country code.';
