-- In all scripts, whatever the locale of the server: with that of C, lower() knows ASCII alone. Text of ASCII, as
-- nearly all is, takes the short way.
create or replace function @schema@.small_letters(value text) returns text
language sql immutable parallel safe
return case when octet_length(value) = char_length(value) then lower(value collate "C")
  else lower(value collate "und-x-icu") collate "C" end;

comment on function @schema@.small_letters(text) is
  'A text in small letters, in the form in which two spellings of a word are compared.';
