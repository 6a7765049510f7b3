# shellcheck shell=sh
# What the trials of engines share: a PostgreSQL of their own, three stores with twelve windows each, the
# warehouse that one run of them makes, and tasks that are killed. They set `trial`, their name.
: "${trial:?is to be the name of the trial}"
cd "$(dirname "$0")/../.." || exit
checkout=$PWD
data=${ENGINES_DATA:-$checkout/.build/engines}/$trial
rm -rf "$data"
mkdir -p "$data/bin" "$data/killed" "$data/exports"

# The programs, and the pipelines under the names that they have when installed.
PATH=$data/bin:$checkout/.build/release:$PATH
for pipeline in backfill daily; do
  ln -s "$checkout/pipelines/$pipeline" "$data/bin/postscript-etl-$pipeline"
done
XDG_STATE_HOME=$data/state
export PATH XDG_STATE_HOME

tell() { echo "$trial, $(($(date +%s) - began)) s: $*"; }
fail() {
  tell "$@" >&2
  exit 1
}
began=$(date +%s)

# Ends what was started, last first; scripts add to it.
at_end() { :; }
finish() {
  at_end
  "$checkout/pipelines/private-postgres" stop "$data/postgres"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
server=$(pipelines/private-postgres start --no-sync "$data/postgres")

# Makes a database, and names it in the environment.
use_new_database() {
  psql -X -q "$server" -c "create database $1"
  DATABASE_URL=$(printf '%s\n' "$server" | sed "s,/postscript?,/$1?,")
  export DATABASE_URL
}

# What the warehouse holds, without times of loading: of each table and view its rows, and a digest of
# them in any order. Parts of the data say other things of what they cover than the whole of it, so that
# of the coverage only the days count.
snapshot() {
  psql -X -A -t -q "$DATABASE_URL" <<'SQL'
set timezone = 'UTC';
select format(
  'select %L, count(*), md5(string_agg(r::text, e''\n'' order by r::text)) from (select %s from sms.%I) r',
  relname, string_agg(format('%I', attname), ', ' order by attnum), relname)
from pg_class join pg_attribute on attrelid = pg_class.oid
where relnamespace = 'sms'::regnamespace and relkind in ('r', 'p', 'v', 'm') and not relispartition
  and relname not like 'etl\_%' and relname not like 'schema\_%'
  and relname not in ('export_coverage', 'coverage_parts', 'coverage_stretches', 'source_freshness')
  and attnum > 0 and not attisdropped and attname <> '_sdc_batched_at'
group by relname order by relname \gexec
SQL
}

# Compares the warehouse with a snapshot of another.
expect_snapshot() {
  snapshot >"$data/snapshot"
  diff "$1" "$data/snapshot" >&2 || fail "the warehouse is another one"
  tell "the same warehouse: $(awk -F '|' '{ sum += $2 } END { print NR " tables and views, " sum " rows" }' "$1")"
}

# Three stores, twelve windows of each; some messages were sent before the first order.
range="--since 2025-08-20 --until 2026-01-01 --days 12 --stores $data/stores"
make_stores() {
  seed=0
  for store in uk de fr; do
    seed=$((seed + 1))
    generate-sample --orders "${ORDERS:-300}" --seed "$seed" "$data/exports/$store" 2>/dev/null
    echo "$store" >>"$data/stores"
  done
  # A task for one window of one store, in its first try killed with all that it started where a file
  # says after how many seconds.
  cat >"$data/bin/task" <<TASK
#!/bin/sh
set -eu
run() { exec postscript-etl-daily --orders "\$data/orders-\$POSTSCRIPT_ETL_STORE" \
  "\$data/exports/\$POSTSCRIPT_ETL_STORE" "\$@"; }
data=\${TASK_DATA:-$data}
mark=$data/killed/\$POSTSCRIPT_ETL_STORE-\$2
if [ -e "\$mark" ] && seconds=\$(cat "\$mark") && rm "\$mark"; then
  (run "\$@") &
  sleep "\$seconds"
  # Its process group is that of the task alone, whichever engine has started it.
  kill -s KILL 0
fi
run "\$@"
TASK
  chmod +x "$data/bin/task"
}

# The warehouse of one run of each store, in the file `expected`.
load_at_once() {
  use_new_database "expected"
  while read -r store; do
    POSTSCRIPT_ETL_STORE=$store postscript-etl-daily "$data/exports/$store" 2>"$data/log" ||
      { cat "$data/log" >&2; fail "one run of $store has failed"; }
  done <"$data/stores"
  snapshot >"$data/expected"
  tell "loaded at once"
}

prepare_orders() {
  while read -r store; do
    POSTSCRIPT_ETL_STORE=$store postscript-etl-daily --prepare-orders "$data/orders-$store" \
      "$data/exports/$store" 2>"$data/log" || { cat "$data/log" >&2; fail "no orders of $store"; }
  done <"$data/stores"
}

# choose_victims COUNT: tasks that are to be killed, some seconds after their start. SEED makes it the same again.
choose_victims() {
  seed=${SEED:-$(date +%s)}
  tell "seed $seed"
  # shellcheck disable=SC2086 # words without special characters
  postscript-etl-backfill $range --list |
    awk -v seed="$seed" 'BEGIN { srand(seed) } { print rand() "\t" $4 "-" $2 "\t" 1 + 4 * rand() }' |
    sort | head -n "$1" | while read -r _ name seconds; do echo "$seconds" >"$data/killed/$name"; done
  tell "to be killed: $(cd "$data/killed" && echo *)"
}
