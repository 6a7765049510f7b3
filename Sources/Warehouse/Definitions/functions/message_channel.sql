create or replace function @schema@.message_channel(words text) returns text
language sql immutable parallel safe
return case
  when words ~* '(attentive|postscript|sms|mms)' then 'sms'
  when words ~* 'whats[ _-]?app' then 'whatsapp'
  when words ~* '(^|[^a-z])rcs([^a-z]|$)' then 'rcs'
  when words ~* '(^|[^a-z])push([^a-z]|$)' then 'push'
  when words ~* '(klaviyo|email)' then 'email'
end;

comment on function @schema@.message_channel(text) is
  'The channel that words such as utm_source and utm_medium name: sms, which is looked for first, whatsapp, rcs, push, '
  'email, or null.';
