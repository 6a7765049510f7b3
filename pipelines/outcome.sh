# shellcheck shell=sh
# What became of a whole run, for those who wait for it: one line for people and one for machines at its end, the same
# to a command of theirs, and a row in etl_runs where it failed. A pipeline reads this in after stages.sh.
#
# A run that failed is kept in a file until the warehouse has it: one that was refused there can't write it itself. A run
# that was killed outright says nothing at all: the next one finds its mark, whose process is gone, and speaks for it.

# begin_run FILE...: names the run and leaves its mark.
begin_run() {
  : "${name:?}" "${work:?is made by prepare}" "${warn_rejects:?is in percent}"
  began=$(date -u +%s)
  began_text=$(now)
  # The engine's name for it, as the programs find it; a pod's is its host's.
  # shellcheck disable=SC3028 # where there is no HOSTNAME, nothing is known
  engine_run=${SLURM_JOB_ID:-${KUBERNETES_SERVICE_HOST:+${HOSTNAME:-}}}
  [ -z "${SLURM_ARRAY_TASK_ID:-}" ] || engine_run=${SLURM_ARRAY_JOB_ID:-}_$SLURM_ARRAY_TASK_ID
  engine_run=${POSTSCRIPT_ETL_RUN_ID:-${AIRFLOW_CTX_DAG_RUN_ID:-$engine_run}}
  if [ -z "$engine_run" ]; then
    engine_run=$name-$(date -u +%Y%m%dT%H%M%SZ)-$$
    POSTSCRIPT_ETL_RUN_ID=$engine_run
    export POSTSCRIPT_ETL_RUN_ID
  fi
  # Stages tell what they counted here, whatever they log.
  POSTSCRIPT_ETL_SUMMARIES=$work/summaries
  export POSTSCRIPT_ETL_SUMMARIES
  : >"$work/summaries"
  : >"$work/warnings"
  run_files=$#
  list=
  for file in "$@"; do list=$list${list:+,}$(json "$file"); done
  run="\"run_id\":$(json "$engine_run")"
  run="$run,\"pipeline\":$(json "$POSTSCRIPT_ETL_PIPELINE")"
  [ -z "${POSTSCRIPT_ETL_STORE:-}" ] || run="$run,\"store\":$(json "$POSTSCRIPT_ETL_STORE")"
  run="$run,\"started_at\":\"$began_text\",\"files\":[$list]"
  # One place for each warehouse: without the name and the password, of which one may be wrong.
  target=$(printf '%s\n' "${DATABASE_URL:-}" "${DATABASE_URL_FILE:-}" "${PGSERVICE:-}" "${PGHOST:-}" \
    "${PGPORT:-}" "${PGDATABASE:-}" "${POSTSCRIPT_ETL_SCHEMA:-}" | sed 's,//[^@/]*@,//,' | cksum | tr ' ' -)
  kept=${XDG_STATE_HOME:-${HOME:-/nonexistent}/.local/state}/postscript-etl
  mark=$kept/running-$target-$$
  failures=$kept/failed-$target.ndjson
  if (umask 077 && mkdir -p "$kept" && printf '%s\n' "{$run}" >"$mark") 2>/dev/null; then
    speak_for_killed
  else
    mark=
  fi
}

# A mark whose process is gone is that of a run that nothing could be told of.
speak_for_killed() {
  for other in "$kept/running-$target"-*; do
    [ -e "$other" ] || continue
    if kill -0 "${other##*-}" 2>/dev/null; then continue; fi
    # Of several runs that find it, one can move it.
    mv "$other" "$work/killed" 2>/dev/null || continue
    read -r line <"$work/killed" || continue
    line="${line%\}},\"exit_code\":137,\"message\":\"killed: it left nothing but its mark\"}"
    printf '%s\n' "$line" >>"$failures"
    notify "$name: failed with exit code 137: an earlier run was killed" "{\"event\":\"run\",\"status\":\"failed\",${line#\{}"
  done
}

# Hands what has failed to the warehouse; where that does not work, the next run tries again.
hand_over_failures() {
  [ -s "$failures" ] || return 0
  mv "$failures" "$work/failures" 2>/dev/null || return 0
  # The run is over: a server that isn't there is not waited for.
  if ! (
    unset POSTSCRIPT_ETL_SUMMARIES
    POSTSCRIPT_ETL_CONNECT_TIMEOUT=3s load-postgres failures "$work/failures"
  ) >/dev/null 2>&1; then
    (umask 077 && cat "$work/failures" >>"$failures")
  fi
}

# notify TEXT JSON: both to the user's command, the JSON last and on a line of its own.
notify() {
  [ -n "$notify" ] || return 0
  printf '%s\n%s\n' "$1" "$2" | sh -c "$notify" >&2 ||
    say warning "the command of --notify failed with exit code $?"
}

# total PROGRAM COUNT: the sum of a count over the summaries of a program; of all where it is empty.
total() {
  { grep "\"program\":\"$1" "$work/summaries" || true; } | sed -n "s/.*\"$2\":\([0-9][0-9]*\).*/\1/p" |
    awk '{ sum += $1 } END { print sum + 0 }'
}

# ask QUESTION PART FILE: the answer's rows as JSON; none where there is no warehouse yet.
ask() {
  (unset POSTSCRIPT_ETL_SUMMARIES && report "$1" --part "$2" --format ndjson) >"$3" 2>/dev/null ||
    : >"$3"
}

# What stands before the first file is loaded.
ask_before() { ask summary platforms "$work/before"; }

# value NAME: of each line on standard input that value, without quotes; an empty line for null.
value() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" | sed 's/^null$//'; }

# The figures of all platforms together, one line for each store and currency: what they are, and what they were.
changed_figures() {
  grep '"platform":"all platforms"' "$work/after" | while IFS= read -r line; do
    key=$(printf '%s\n' "$line" | sed 's/.*\("store":.*\),"platform".*/\1/')
    figures=
    for figure in reported validated last_touch; do
      new=$(printf '%s\n' "$line" | value "$figure")
      old=$(grep -F "$key,\"platform\":\"all platforms\"" "$work/before" | value "$figure")
      figures="$figures,\"$figure\":${new:-null},\"${figure}_before\":${old:-null}"
    done
    printf '{%s%s}\n' "$key" "$figures"
  done
}

# What is green but wrong: a sentence a line.
look_for_trouble() {
  sed -n 's/.*"days_missing":\([1-9][0-9]*\).*/&/p' "$work/coverage" | while IFS= read -r line; do
    printf '%s of %s: %s days are covered by no export\n' "$(printf '%s\n' "$line" | value stream)" \
      "$(printf '%s\n' "$line" | value platform)" "$(printf '%s\n' "$line" | value days_missing)"
  done
  grep '"platform":"all platforms"' "$work/after" | while IFS= read -r line; do
    part=$(printf '%s\n' "$line" | value reported_of_shop)
    case $part in
      '' | 0 | 0.* | 1 | 1.0000) ;;
      *) printf 'the platforms claim %s %s, more than the %s that the shop sold\n' \
        "$(printf '%s\n' "$line" | value currency)" "$(printf '%s\n' "$line" | value reported)" \
        "$(printf '%s\n' "$line" | value shop_revenue)" ;;
    esac
  done
  grep 'may be reported twice' "$work/missing" | while IFS= read -r line; do
    printf '%s: %s\n' "$(printf '%s\n' "$line" | value missing)" \
      "$(printf '%s\n' "$line" | value consequence)"
  done
  # The loader has read what no stage before it rejected.
  read_in_all=$((records + rejected - $(total load-postgres rejected)))
  if [ "$rejected" -gt 0 ] && [ $((rejected * 100)) -gt $((read_in_all * warn_rejects)) ]; then
    printf '%s of %s records were rejected, more than %s%%\n' "$rejected" "$read_in_all" "$warn_rejects"
  fi
}

# For the trap of EXIT: no signal and no fault in the telling changes how the run ended.
end_run() {
  status=$?
  trap '' INT TERM
  set +e
  finish_run "$status"
  rm -rf "$work"
}

# finish_run STATUS: tells what became of the run.
finish_run() {
  # The cause: what the stage said that failed first, else what this script did.
  message=$(sed -n '1{p;q;}' "$work/message" 2>/dev/null)
  cause=$(grep -F "\"program\":\"${message%% *}\"" "$work/summaries" |
    sed -n 's/.*"error":"\(\([^"\\]\|\\.\)*\)".*/\1/p' | head -n 1 | sed 's/\\"/"/g; s/\\\\/\\/g')
  case $message in *'failed with exit code'*) message="$message${cause:+: $cause}" ;; esac
  records=$(total load-postgres read)
  rejected=$(total '' rejected)
  inserted=$(total load-postgres inserted)
  updated=$(total load-postgres updated)
  deleted=$(total load-postgres deleted)
  : >"$work/after"
  : >"$work/coverage"
  : >"$work/missing"
  # A warehouse that refused is not asked again, nor one that was never asked.
  if [ -e "$work/before" ]; then
    case $1 in
      69 | 77) ;;
      *) ask summary platforms "$work/after" && ask coverage sources "$work/coverage" &&
        ask missing missing "$work/missing" ;;
    esac
  fi
  # Where the warehouse could not be asked, nobody knows what is covered.
  covered='' holes=''
  if [ -s "$work/coverage" ]; then
    covered=$(value days_covered <"$work/coverage" | awk '$1 > most { most = $1 } END { print most + 0 }')
    holes=$(value days_missing <"$work/coverage" | awk '{ sum += $1 } END { print sum + 0 }')
  fi
  changed_figures >"$work/figures" || true
  [ "$1" -ne 0 ] || look_for_trouble >>"$work/warnings" || true
  state=ok
  [ ! -s "$work/warnings" ] || state=warning
  [ "$1" -eq 0 ] || state=failed

  text="files $run_files, records $records, rejected $rejected"
  text="$text${covered:+, days covered $covered, missing $holes}"
  text="$text; rows new $inserted, changed $updated, gone $deleted$(figures_text)"
  list=
  while IFS= read -r line; do list=$list${list:+,}$(json "$line"); done <"$work/warnings"
  line="{\"event\":\"run\",\"status\":\"$state\",$run,\"exit_code\":$1"
  [ "$1" -eq 0 ] || line="$line,\"message\":$(json "${message:-ended by itself}")"
  line="$line,\"records\":$records,\"rejected\":$rejected,\"days_covered\":${covered:-null}"
  line="$line,\"days_missing\":${holes:-null},\"rows_inserted\":$inserted,\"rows_updated\":$updated"
  line="$line,\"rows_deleted\":$deleted,\"figures\":[$(paste -s -d , "$work/figures")]"
  line="$line,\"warnings\":[$list],\"seconds\":$(($(date -u +%s) - began))}"

  if [ "$1" -ne 0 ]; then
    text="failed with exit code $1: ${message:-ended by itself}; $text"
    kept_line="{$run,\"exit_code\":$1,\"message\":$(json "${message:-ended by itself}")"
    kept_line="$kept_line,\"records\":$records,\"rejected\":$rejected}"
    (umask 077 && printf '%s\n' "$kept_line" >>"$failures") 2>/dev/null ||
      say warning "$kept cannot be written: that this run failed is kept nowhere"
  fi
  hand_over_failures
  [ -z "$mark" ] || rm -f "$mark"
  if [ "${POSTSCRIPT_ETL_LOG_FORMAT:-text}" = json ]; then
    if [ "$state" != ok ] || ! is_quiet; then printf '%s\n' "$line" >&2; fi
  else
    while IFS= read -r warning; do say warning "$warning"; done <"$work/warnings"
    if [ "$1" -ne 0 ]; then
      say error "$text"
    else
      say info "$text"
    fi
    is_quiet || printf '%s\n' "$line" >&2
  fi
  notify "$name: $text$(sed 's/^/; warning: /' "$work/warnings" | tr -d '\n')" "$line"
}

# "; last touch USD 12.50, was 10.00" of each currency, and of each store where there are several.
figures_text() {
  stores=$(value store <"$work/figures" | sort -u | wc -l)
  while IFS= read -r line; do
    new=$(printf '%s\n' "$line" | value last_touch)
    old=$(printf '%s\n' "$line" | value last_touch_before)
    currency=$(printf '%s\n' "$line" | value currency)
    [ "$stores" -le 1 ] || currency="of $(printf '%s\n' "$line" | value store) $currency"
    if [ "$new" = "$old" ]; then
      printf '; last touch %s %s, as before' "$currency" "${new:-unknown}"
    else
      printf '; last touch %s %s, was %s' "$currency" "${new:-unknown}" "${old:-unknown}"
    fi
  done <"$work/figures"
}
