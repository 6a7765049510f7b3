# The loader beside \copy and the same merge in psql; read by run.
# shellcheck shell=sh

# A stream that no migration knows: its table has no marts to refresh, and psql can do the same.
# shellcheck disable=SC2154
load() {
  rows=$(grep -c '"type":"RECORD"' "$data/verdicts.ndjson")
  sed 's/"stream":"attributed_orders"/"stream":"bench_claims"/' "$data/verdicts.ndjson" >"$data/bench.ndjson"
  size=$(megabytes "$data/bench.ndjson")
  note "load: $rows rows, $size MB of NDJSON (to beat: 1.25 x psql's time, 64 MiB)"
  query 'drop schema if exists sms cascade'
  load-postgres <"$data/bench.ndjson" >/dev/null 2>"$data/log" || cat "$data/log" >&2
  prepare_merge sms.bench_claims

  note " into an empty table"
  ours "load-postgres" "$size" "$(seconds "psql -q $(quoted 'truncate sms.bench_claims') && load-postgres <$data/bench.ndjson")"
  theirs "psql: copy, last of each key, upsert" \
    "$(seconds "psql -q $(quoted 'truncate sms.bench_claims') && psql -X -q -v ON_ERROR_STOP=1 -f $data/merge.sql \"\$DATABASE_URL\"")"
  note " nothing changed"
  ours "load-postgres" "$size" "$(seconds "load-postgres <$data/bench.ndjson")"
  theirs "psql: copy, last of each key, guarded upsert" "$(seconds "psql -X -q -v ON_ERROR_STOP=1 -f $data/merge.sql \"\$DATABASE_URL\"")"
  note "  memory: $(memory "$data/bench.ndjson" load-postgres) MiB"
}

# A first load with its reporting tables, beside the same rows merged by hand into a table without any.
# shellcheck disable=SC2154 # orders is set by run
first_load() {
  note "first load of $orders orders and of the claims to them, reporting tables included (to beat: 2.5 x psql's time)"
  query 'drop schema if exists sms cascade'
  load-postgres migrate 2>/dev/null
  for stream in shopify_orders attributed_orders; do
    input=$data/orders.ndjson
    [ "$stream" = shopify_orders ] || input=$data/verdicts.ndjson
    ours "load-postgres, $stream" "$(megabytes "$input")" "$(slow_seconds "load-postgres <$input")"
    query "drop table if exists sms.bench_rows"
    query "create table sms.bench_rows (like sms.$stream including all)"
    prepare_merge "sms.$stream" sms.bench_rows
    theirs "psql: copy, last of each key, upsert" \
      "$(slow_seconds "psql -X -q -v ON_ERROR_STOP=1 -f $data/merge.sql \"\$DATABASE_URL\"")"
  done
  query "drop table sms.bench_rows"
}

# Writes the rows of a table to a file, and what merges them into another table, or into the same.
prepare_merge() {
  target=${2:-$1}
  columns=$(query "select string_agg(quote_ident(attname), ',' order by attnum) from pg_attribute
    where attrelid = '$1'::regclass and attnum > 0 and not attisdropped and attgenerated = ''")
  query "\\copy (select $columns from $1) to '$data/bench.csv' csv"
  merge_sql >"$data/merge.sql"
}

quoted() { printf -- "-c '%s' \"\$DATABASE_URL\"" "$1"; }
query() { psql --no-psqlrc -q -A -t -v ON_ERROR_STOP=1 -c "$1" "$DATABASE_URL"; }

# The merge that the loader does, as one would write it by hand.
merge_sql() {
  key=$(query "select string_agg(quote_ident(attname), ',') from pg_index join pg_attribute
    on attrelid = indrelid and attnum = any (indkey) where indrelid = '$target'::regclass and indisprimary")
  updates=$(query "select string_agg(format('%1\$I = excluded.%1\$I', c), ',') from
    unnest(string_to_array('$columns', ',')) as c where c <> all (string_to_array('$key', ','))")
  others=$(query "select string_agg(format('t.%I', c), ','), string_agg(format('excluded.%I', c), ',') from
    unnest(string_to_array('$columns', ',')) as c where c <> all (string_to_array('$key', ',')) and c not like '\\_sdc%'")
  cat <<EOF
begin;
create temporary table staged (like $target including generated);
alter table staged add _seq bigserial;
\\copy staged ($columns) from '$data/bench.csv' csv
insert into $target as t ($columns)
select $columns from (
  select distinct on ($key) * from staged order by $key, _seq desc) as last
on conflict ($key) do update set $updates
where (${others%%|*}) is distinct from (${others##*|});
commit;
EOF
}

# shellcheck disable=SC2154 # orders is set by run
whole_pipe() {
  # shellcheck disable=SC2086
  size=$(megabytes $reports)
  note "whole pipe: $size MB of revenue reports, $orders orders as side input, marts refreshed"
  query 'drop schema if exists sms cascade'
  load-postgres <"$data/orders.ndjson" >/dev/null 2>&1
  ours "extract | dedupe | validate | load" "$size" "$(
    slow_seconds "extract-csv --profile postscript-revenue $reports | transform-dedupe --keep last --order-by time_extracted |
      transform-validate --orders $data/orders.ndjson | load-postgres"
  )"
}
