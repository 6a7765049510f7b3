-- The tables and views of a warehouse as sources of dbt. Descriptions are the comments; keys and accepted values of
-- tables are their constraints. What no constraint can say is told here: the keys of views, and what refers to what.
set client_encoding = 'UTF8';
select set_config('search_path', quote_ident(:'schema'), false) \g /dev/null

\echo '# Made by scripts/describe-dbt from a warehouse; a change made here is lost with the next.'
\echo 'version: 2'
\echo 'sources:'
\echo '  - name: sms'
\echo '    schema: "{{ var(\'sms_schema\', \'sms\') }}"'
\echo '    description: The warehouse of postscript-etl.'
\echo '    config:'
\echo '      loaded_at_field: _sdc_batched_at'
\echo '    tables:'

with relations as (
  select c.oid, c.relname as name, c.relkind, obj_description(c.oid, 'pg_class') as meaning
  from pg_class as c
  where c.relnamespace = quote_ident(current_schema())::regnamespace
    and c.relkind in ('r', 'p', 'v') and not c.relispartition
    -- Tables of streams that others define are no part of the package.
    and not exists (select from etl_streams as s where s.table_name = c.relname)
), declared_keys (name, key, can_be_null) as (
  -- Of views; and of the message mart, whose unique index is over expressions, since a day and a currency can be
  -- unknown. Without a key are message_rows and rpt_outbound_message_performance_daily, which leave out columns of
  -- the key beneath them, and coverage_stretches; claim_candidates and order_check_facts would be computed anew.
  values
    ('claim_amounts', '{store_id,source_system,order_ref,message_id}'::text[], '{}'::text[]),
    ('click_through_monthly', '{store,platform,channel,month}', '{channel,month}'),
    ('contested_orders', '{store,order_id,currency}', '{currency}'),
    ('coverage_calendar', '{store,stream,platform,day}', '{}'),
    ('delivery_failure_weekly', '{store,week,platform,channel,message_kind}', '{week,channel,message_kind}'),
    ('flow_against_campaign', '{store,platform,channel,message_kind,currency}', '{channel,currency}'),
    ('flow_revenue', '{store,platform,channel,flow,currency}', '{channel,flow,currency}'),
    ('list_growth_weekly', '{store,week}', '{}'),
    ('merged_message_rows',
      '{store_id,source_system,message_id,date_key,campaign_ref,granularity,currency_key}', '{}'),
    ('message_identities', '{store_id,source_system,message_id}', '{}'),
    ('message_ranking', '{store,platform,message_id,currency}', '{currency}'),
    ('message_totals', '{store,platform,message_id,currency}', '{currency}'),
    ('obt_orders', '{sm_store_id,order_id}', '{}'),
    ('order_claims', '{store_id,order_id}', '{}'),
    ('order_evidence', '{store_id,order_id}', '{}'),
    ('order_witnesses', '{store_id,order_id}', '{}'),
    ('platform_comparison_monthly', '{store,month,currency,platform,channel}', '{month,currency,channel}'),
    ('revenue_not_counted', '{store,currency,platform,outcome,reason}', '{currency,reason}'),
    ('revenue_summary', '{store,currency,platform,channel}', '{currency}'),
    ('rpt_outbound_message_performance_summary_daily',
      '{message_id,source_system,sm_store_id,date,campaign_ref,granularity,currency}', '{date,currency}'),
    ('revenue_summary_monthly', '{store,month,currency,platform,channel}', '{month,currency}'),
    ('source_freshness', '{store,stream,platform}', '{}'),
    ('store_settings', '{store_id}', '{}')
), keys as (
  select name, key, array(select unnest(key) except select unnest(can_be_null)) as never_null from declared_keys
  union all
  select r.name, k.key, k.key
  from relations as r
  join pg_constraint as p on p.conrelid = r.oid and p.contype = 'p'
  cross join lateral (
    select array_agg(a.attname::text order by n.place) as key
    from unnest(p.conkey) with ordinality as n (attnum, place)
    join pg_attribute as a on a.attrelid = r.oid and a.attnum = n.attnum) as k
), accepted as (
  select r.name, a.attname as "column", v.list
  from relations as r
  join pg_constraint as p on p.conrelid = r.oid and p.contype = 'c' and cardinality(p.conkey) = 1
  join pg_attribute as a on a.attrelid = r.oid and a.attnum = p.conkey[1]
  cross join lateral (
    select jsonb_agg(m.found[1] order by m.place) as list
    from regexp_matches(pg_get_constraintdef(p.oid), '''([^'']*)''::text', 'g') with ordinality as m (found, place)
  ) as v
  where pg_get_constraintdef(p.oid) like '%= ANY (ARRAY[%'
), refers (name, columns, target, target_columns, condition) as (
  values
    ('claim_outcomes', '{store_id,source_system,order_ref,message_id}'::text[], 'attributed_orders',
      '{store_id,source_system,order_ref,message_id}'::text[], null),
    ('attributed_orders', '{store_id,source_system,order_ref,message_id}', 'claim_outcomes',
      '{store_id,source_system,order_ref,message_id}', null),
    ('claim_outcomes', '{store_id,order_key}', 'order_checks', '{store_id,order_id}', 'order_held'),
    ('order_checks', '{store_id,order_id}', 'shopify_orders', '{store_id,order_id}', null),
    ('shopify_orders', '{store_id,order_id}', 'order_checks', '{store_id,order_id}', null),
    ('obt_orders', '{sm_store_id,order_id}', 'shopify_orders', '{store_id,order_id}', null),
    ('claim_days', '{store_id}', 'stores', '{store_id}', null),
    ('claim_outcomes', '{store_id}', 'stores', '{store_id}', null),
    ('message_performance', '{store_id}', 'stores', '{store_id}', null),
    ('order_checks', '{store_id}', 'stores', '{store_id}', null),
    ('rpt_outbound_message_performance_summary_daily', '{sm_store_id}', 'stores', '{store_id}', null)
), tests_of_relations as (
  select name, 1 as place, format(E'          - unique_key:\n              arguments:\n                columns: [%s]',
    array_to_string(key, ', ')) as text
  from keys
  union all
  select name, 2, format(E'          - refers_to:\n              arguments:\n                columns: [%s]\n'
    '                to: source(''sms'', ''%s'')\n                to_columns: [%s]%s',
    array_to_string(columns, ', '), target, array_to_string(target_columns, ', '),
    coalesce(E'\n                condition: ' || condition, ''))
  from refers
), tests_of_columns as (
  select name, c."column", 1 as place, '              - not_null' as text
  from keys cross join lateral unnest(never_null) as c ("column")
  union all
  select name, "column", 2, format(E'              - accepted_values:\n                  arguments:\n'
    '                    values: %s', list)
  from accepted
), columns as (
  select r.name, string_agg(concat_ws(E'\n',
      '          - name: ' || a.attname,
      '            data_type: ' || format_type(a.atttypid, a.atttypmod),
      '            description: ' || to_json(col_description(r.oid, a.attnum)),
      m.text,
      t.text
    ), E'\n' order by a.attnum) as text
  from relations as r
  join pg_attribute as a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  left join lateral (
    select E'            data_tests:\n' || string_agg(t.text, E'\n' order by t.place, t.text collate "C") as text
    from tests_of_columns as t where t.name = r.name and t."column" = a.attname
  ) as t on true
  left join lateral (
    select format(E'            config:\n              meta:\n                metric: %s\n                unit: %s%s',
      m.name, m.unit, E'\n                quotient: ' || m.numerator || ' / ' || m.denominator) as text
    from metrics as m where m.name = a.attname and r.name = any (m.views)
  ) as m on true
  group by r.name
), freshness (name, loaded_at) as (
  -- When the newest export was made, of the platform whose is the oldest: that moves on quiet days too. Where nobody
  -- knows, when rows were last written.
  select stream, format(E'loaded_at_query: >\n'
    '            select coalesce(min(newest), (select max(_sdc_batched_at) from {{ this }})) from (\n'
    '            select max(observed_at) filter (where isfinite(observed_at)) as newest\n'
    '            from {{ this.include(identifier=false) }}.export_coverage\n'
    '            where stream = ''%s'' group by store_id, source_system) as sources', stream)
  from unnest('{shopify_orders,attributed_orders,message_performance}'::text[]) as stream
  union all
  select 'etl_runs', 'loaded_at_field: committed_at'
)
select concat_ws(E'\n',
  '      - name: ' || r.name,
  '        description: ' || to_json(r.meaning),
  E'        config:\n          freshness:\n            warn_after: {count: 26, period: hour}\n'
    '            error_after: {count: 74, period: hour}\n          ' || f.loaded_at,
  (select E'        data_tests:\n' || string_agg(t.text, E'\n' order by t.place, t.text collate "C")
    from tests_of_relations as t where t.name = r.name),
  '        columns:',
  c.text)
from relations as r
join columns as c using (name)
left join freshness as f using (name)
order by r.name collate "C";
