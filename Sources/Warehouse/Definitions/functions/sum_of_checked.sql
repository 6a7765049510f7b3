-- A sum over nothing is 0 where claims were checked, or where the platform makes none any more; else it is unknown.
create or replace function @schema@.sum_of_checked(amount numeric, claims bigint, checked bigint) returns numeric
language sql immutable parallel safe
return case when checked > 0 or claims = 0 then coalesce(amount, 0) end;

comment on function @schema@.sum_of_checked(numeric, bigint, bigint) is
  'What claims came to of which so many are made and so many could be checked; null where that is unknown.';
