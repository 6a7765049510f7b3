-- One policy for the validity of an order and for the verdict on claims to it: so that no order that is credited is
-- invalid, and none is called valid to which claims are rejected for its state.
create or replace view @schema@.order_check_facts as
select
  o.store_id,
  o.order_id,
  o.order_name,
  @schema@.order_name_key(o.order_name) as name_key,
  coalesce(o.processed_at, o.created_at) as order_at,
  known.currency,
  case s.revenue_figure
    when 'total' then o.total_price
    when 'subtotal' then o.subtotal_price
    else o.total_price - known.refunds
  end as revenue,
  known.refunds,
  goods.net as net_goods,
  array_remove(array[
    case when o.test then 'order_test' end,
    case when o.cancelled_at is not null or known.status in ('cancelled', 'canceled') then 'order_cancelled' end,
    case when known.status in ('', 'voided', 'expired', 'draft', 'uncollectible') then 'order_voided' end,
    case when known.status = 'refunded' or known.paid_back then 'order_refunded' end,
    case when known.excluded then 'order_excluded' end,
    case when kind.order_kind = 'subscription_renewal' and not s.accept_renewals then 'order_renewal' end
  ], null) as faults,
  not (
    coalesce(o.test, false)
    or o.cancelled_at is not null
    or known.status in
      ('', 'voided', 'expired', 'draft', 'uncollectible', 'cancelled', 'canceled', 'refunded')
    or known.paid_back
    or known.excluded
  ) as is_valid,
  kind.order_kind,
  @schema@.phone_key(o.phone, s.calling_code) as phone_key,
  @schema@.email_key(o.email) as email_key,
  case
    when o.customer_id is not null then o.customer_id
    when btrim(o.email) <> ''
      then left(encode(sha256(convert_to(@schema@.small_letters(btrim(o.email)), 'UTF8')), 'hex'), 32)
    when btrim(o.phone) <> '' then left(encode(sha256(convert_to(btrim(o.phone), 'UTF8')), 'hex'), 32)
  end as customer_key,
  s.reporting_timezone
from @schema@.shopify_orders as o
join @schema@.store_settings as s using (store_id)
left join (
  -- Of several currencies only the order's own can be taken off.
  select f.store_id, f.order_id, sum(f.amount) filter (where c.is_own) as amount,
    bool_and(c.is_own and f.amount is not null) as is_known
  from @schema@.shopify_refunds as f
  join @schema@.shopify_orders as b on b.order_id = f.order_id and b.store_id = f.store_id
  join @schema@.store_settings as p on p.store_id = f.store_id
  cross join lateral (
    select coalesce(upper(nullif(btrim(f.currency), ''))
      = coalesce(upper(nullif(btrim(b.currency), '')), p.default_currencies ->> 'shopify'), true) as is_own) as c
  group by f.store_id, f.order_id
) as r on r.order_id = o.order_id and r.store_id = o.store_id
-- The patterns of one kind in one array each: an order is matched against them without a look at a table.
cross join (
  select
    array_agg(pattern) filter (where field = 'tag' and order_kind = 'subscription_renewal') as renewal_tags,
    array_agg(pattern) filter (where field = 'tag' and order_kind = 'one_time') as one_time_tags,
    array_agg(pattern) filter (where field = 'tag' and order_kind = 'subscription_first') as first_tags,
    array_agg(pattern) filter (where field = 'source_name' and order_kind = 'subscription_renewal')
      as renewal_sources,
    array_agg(pattern) filter (where field = 'source_name' and order_kind = 'one_time') as one_time_sources,
    array_agg(pattern) filter (where field = 'source_name' and order_kind = 'subscription_first') as first_sources
  from @schema@.order_kind_rules
) as rules
-- `offset 0` keeps what several columns share from being computed for each of them.
cross join lateral (
  select coalesce(@schema@.small_letters(btrim(o.financial_status)), '') as status,
    @schema@.small_letters(nullif(btrim(o.source_name), '')) as source,
    @schema@.label_list(o.tags) as tags
  offset 0) as written
cross join lateral (
  select
    written.status,
    coalesce(upper(nullif(btrim(o.currency), '')), s.default_currencies ->> 'shopify') as currency,
    -- Some sources write what was paid back as a negative amount. A status that knows of refunds says that there are
    -- none where it names none, and that all is paid back where it says so. What the refunds themselves come to may
    -- be newer than the order, which may not even have a column for them; where they come to nothing, what a status
    -- that knows of some is about is unknown.
    case
      when written.status = 'refunded' then greatest(abs(o.total_refunded), o.total_price)
      when o.total_refunded is not null then greatest(abs(o.total_refunded), r.amount)
      -- Some of them are of another currency, or without an amount.
      when not r.is_known then null
      when written.status not in ('', 'partially_refunded') then greatest(0, r.amount)
      else nullif(r.amount, 0)
    end as refunds
  offset 0) as known_money
cross join lateral (
  select case
    when known_money.refunds >= o.total_price and known_money.refunds > 0
      or known_money.refunds > o.subtotal_price then 0
    else o.subtotal_price - known_money.refunds
  end as net
  offset 0) as goods
cross join lateral (
  select known_money.status, known_money.currency, known_money.refunds,
    coalesce(greatest(abs(o.total_refunded), r.amount) > 0
      and greatest(abs(o.total_refunded), r.amount) >= o.total_price, false) as paid_back,
    coalesce(o.source_name <> all (s.accepted_sales_channels), false)
    or (s.exclude_zero_net_orders and coalesce(goods.net = 0, false))
    or (written.tags is not null and exists (
      select from unnest(written.tags) as t (tag), unnest(s.excluded_order_tags) as x (tag)
      where @schema@.small_letters(btrim(t.tag)) = @schema@.small_letters(btrim(x.tag)))) as excluded
  offset 0) as known
cross join lateral (
  select coalesce(
    o.order_kind,
    case when written.tags is not null then (
      select case
        when bool_or(@schema@.small_letters(btrim(tag)) like any (rules.renewal_tags)) then 'subscription_renewal'
        when bool_or(@schema@.small_letters(btrim(tag)) like any (rules.one_time_tags)) then 'one_time'
        when bool_or(@schema@.small_letters(btrim(tag)) like any (rules.first_tags)) then 'subscription_first'
      end from unnest(written.tags) as t (tag)) end,
    case
      when written.source is null then null
      when written.source like any (rules.renewal_sources) then 'subscription_renewal'
      when written.source like any (rules.one_time_sources) then 'one_time'
      when written.source like any (rules.first_sources) then 'subscription_first'
      else 'one_time'
    end
  ) as order_kind
  offset 0) as kind;

comment on view @schema@.order_check_facts is 'What order_checks holds, from the order and the policy of its store.';
comment on column @schema@.order_check_facts.store_id is 'See order_checks.';
comment on column @schema@.order_check_facts.order_id is 'See order_checks.';
comment on column @schema@.order_check_facts.order_name is 'See order_checks.';
comment on column @schema@.order_check_facts.name_key is 'See order_checks.';
comment on column @schema@.order_check_facts.order_at is 'See order_checks.';
comment on column @schema@.order_check_facts.currency is 'See order_checks.';
comment on column @schema@.order_check_facts.revenue is 'See order_checks.';
comment on column @schema@.order_check_facts.refunds is 'See order_checks.';
comment on column @schema@.order_check_facts.net_goods is 'See order_checks.';
comment on column @schema@.order_check_facts.faults is 'See order_checks.';
comment on column @schema@.order_check_facts.is_valid is 'See order_checks.';
comment on column @schema@.order_check_facts.order_kind is 'See order_checks.';
comment on column @schema@.order_check_facts.phone_key is 'See order_checks.';
comment on column @schema@.order_check_facts.email_key is 'See order_checks.';
comment on column @schema@.order_check_facts.customer_key is 'See order_checks.';
comment on column @schema@.order_check_facts.reporting_timezone is 'See order_checks.';
