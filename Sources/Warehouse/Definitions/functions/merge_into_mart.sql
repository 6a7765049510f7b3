-- Refresh of claim_outcomes and claim_coverage. The functions of a refresh hand temporary tables on to each other:
--   mart_claims        the claims to judge: always all claims of an order, never some
--   mart_claim_orders  the orders those claims are or were about
--   mart_message_days  what to recompute in the message mart
-- They run under the loader's lock, one refresh at a time.

-- Writes rows into a mart: new keys inserted, changed rows updated, equal rows left alone.
create or replace function @schema@.merge_into_mart(mart text, key text, source text) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  columns text;
  old_row text;
  new_row text;
  is_empty boolean;
begin
  select string_agg(quote_ident(attname), ', ' order by attnum),
    string_agg('m.' || quote_ident(attname), ', ' order by attnum),
    string_agg('excluded.' || quote_ident(attname), ', ' order by attnum)
  into columns, old_row, new_row
  from pg_attribute where attrelid = mart::regclass and attnum > 0 and not attisdropped;
  -- A first load has nothing to conflict with, and is a third faster without looking.
  execute format('select not exists (select from %s)', mart) into is_empty;
  execute format('insert into %s as m (%s) %s', mart, columns, source) || case when is_empty then '' else
    format(' on conflict (%s) do update set (%s) = row(%s) where (%s) is distinct from (%s)',
      key, columns, new_row, old_row, new_row) end;
end
$$;

comment on function @schema@.merge_into_mart(text, text, text) is
  'Merges the rows of a query, given in the column order of the mart, into it without rewriting equal rows.';
