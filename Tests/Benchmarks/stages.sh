# Start-up and the stages before the warehouse; read by run.
# shellcheck shell=sh

# shellcheck disable=SC2154 # data, reports and runs are set by run
start_up() {
  note "start-up: --version, milliseconds (to beat: 10)"
  for program in extract-csv transform-dedupe transform-validate load-postgres; do
    time=$(seconds "for i in 1 2 3 4 5 6 7 8 9 10; do $program --version; done")
    awk -v name="$program" -v s="$time" 'BEGIN { printf "  %-44s %7.2f ms\n", name, s * 100 }'
  done
}

csv_to_ndjson() {
  # shellcheck disable=SC2086 # a list of files
  size=$(megabytes $reports)
  note "CSV to NDJSON: revenue reports, $size MB (to beat: 300 MB/s, 15 x Miller, 4 x DuckDB)"
  ours "extract-csv, typed, renamed, checked" "$size" \
    "$(seconds "extract-csv --profile postscript-revenue $reports")"
  if has mlr; then
    theirs "mlr --icsv --ojsonl cat" "$(slow_seconds "mlr --icsv --ojsonl cat $reports")"
  else
    skipped Miller
  fi
  if has duckdb; then
    query="copy (select * from read_csv('$data/postscript-revenue-*.csv', all_varchar = true)) to '/dev/stdout' (format json)"
    theirs "DuckDB, all cores, untyped" "$(seconds "duckdb -c \"$query\"")"
    query="copy (select * from read_csv('$data/postscript-revenue-*.csv')) to '/dev/stdout' (format json)"
    theirs "DuckDB, all cores, typed" "$(seconds "duckdb -c \"$query\"")"
  else
    skipped DuckDB
  fi
  first=${reports%% *}
  note "  memory: $(memory "$first" extract-csv --profile postscript-revenue) MiB"
}

dedupe() {
  size=$(megabytes "$data/claims.ndjson")
  note "dedupe: claims, $size MB of NDJSON (to beat: 500 MB/s, 64 MiB for a million keys)"
  ours "transform-dedupe" "$size" "$(seconds "transform-dedupe <$data/claims.ndjson")"
  if has jq; then
    theirs "jq --compact-output . (no dedupe)" "$(slow_seconds "jq --compact-output . $data/claims.ndjson")"
  else
    skipped jq
  fi
  if has mlr; then
    theirs "mlr head -n 1 -g (first of each key)" \
      "$(slow_seconds "mlr --ijsonl --ojsonl flatten then head -n 1 -g record.order_ref,record.message_id $data/claims.ndjson")"
  else
    skipped Miller
  fi
  note "  memory: $(memory "$data/claims.ndjson" transform-dedupe) MiB"
}

validate() {
  size=$(megabytes "$data/claims.ndjson")
  note "validate: claims, $size MB, against $orders orders (to beat: 400 MB/s, 160 MiB)"
  # Time and memory of the side input are in both.
  ours "transform-validate, orders and claims" "$(megabytes "$data/claims.ndjson" "$data/orders.ndjson")" \
    "$(seconds "transform-validate --orders $data/orders.ndjson <$data/claims.ndjson")"
  note "  memory: $(memory "$data/claims.ndjson" transform-validate --orders "$data/orders.ndjson") MiB"
}
