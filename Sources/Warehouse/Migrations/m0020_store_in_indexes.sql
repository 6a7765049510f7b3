-- Days, and messages without an id, are the same in many stores: an index without the store reads them all for each.
drop index @schema@.claim_outcomes_date, @schema@.claim_outcomes_day;
create index claim_outcomes_date
  on @schema@.claim_outcomes ((coalesce(date, 'infinity'::date)), message_id, store_id);
create index claim_outcomes_day on @schema@.claim_outcomes (order_day, source_system, store_id);
