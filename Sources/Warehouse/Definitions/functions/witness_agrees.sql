-- A witness that names another platform speaks against the one that has the order, also where the channel is the same.
-- RCS goes as SMS to phones that have none, under one link, and to people both are texts.
create or replace function @schema@.witness_agrees(words text, platform text, channel text) returns boolean
language sql immutable parallel safe
return case
  when words is null then null
  when words = '' then false
  when strpos(@schema@.small_letters(words), @schema@.small_letters(platform)) > 0 then true
  when words ~* '(attentive|postscript|klaviyo)' then false
  else coalesce(@schema@.message_channel(words) in (channel, case channel when 'rcs' then 'sms' end), false)
end;

comment on function @schema@.witness_agrees(text, text, text) is
  'Whether the words of a witness name the platform, or name no platform but the channel; null where the words are '
  'unknown.';
