create or replace function @schema@.url_parameter(url text, name text) returns text
language sql immutable parallel safe
return @schema@.url_decode(nullif(split_part(split_part(split_part(
  translate(url, '?', '&'), '&' || name || '=', 2), '&', 1), '#', 1), ''));

comment on function @schema@.url_parameter(text, text) is
  'The decoded value of a parameter of a URL; null where it is absent or empty.';
