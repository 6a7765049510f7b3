-- What Shopify has parsed of a visit has a column of its own: among the fields without one, a source with other such
-- fields took it away.
alter table @schema@.shopify_orders add column utm_parameters jsonb;
comment on column @schema@.shopify_orders.utm_parameters is
  'UTM parameters of the last visit as the API has parsed them: source, medium, campaign, content, term.';

create function @schema@.move_utm_parameters() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  extra_bit bigint;
  utm_bit bigint;
begin
  select min(1::bigint << attnum - 1) filter (where attname = 'extra'),
    min(1::bigint << attnum - 1) filter (where attname = 'utm_parameters')
  into extra_bit, utm_bit
  from pg_attribute where attrelid = 'shopify_orders'::regclass;
  update shopify_orders set
    utm_parameters = nullif(extra -> 'utm_parameters', 'null'),
    extra = nullif(extra - 'utm_parameters', '{}'),
    _sdc_known = case when _sdc_known & extra_bit <> 0 then _sdc_known | utm_bit else _sdc_known end,
    _sdc_stamps = case when _sdc_stamps ? 'extra'
      then _sdc_stamps || jsonb_build_object('utm_parameters', _sdc_stamps -> 'extra') else _sdc_stamps end
  where extra ? 'utm_parameters';
end
$$;
select @schema@.move_utm_parameters();
drop function @schema@.move_utm_parameters();
