create or replace function @schema@.email_key(address text) returns text
language sql immutable parallel safe
return case when strpos(address, '@') > 0 then @schema@.small_letters(btrim(address, E' \t\r\n')) end;

comment on function @schema@.email_key(text) is
  'An e-mail address in the form in which two of them are compared; null where the text is none.';
