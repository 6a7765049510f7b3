# shellcheck shell=sh
# What the pipelines `push-order-edits` and `push-loyalty` share: a batch of records is made and
# counted (plan), and then sent (apply). They have read in stages.sh, and define `make_batch`, which
# writes the records of the sources that it is given.
: "${name:?stages.sh is to be read in first}"
work=''
# Each has a folder of its own: a batch and what was accepted of it belong together.
folder=postscript-${name##*push-}
batch=batch.ndjson plan=plan.json journal=${POSTSCRIPT_ETL_JOURNAL:-journal}
guarded=${POSTSCRIPT_ETL_MAX_RECORDS:-} replication=''

# What both have in their --help, with the line of a command that only one has.
push_usage() {
  own=${1:+
}$1
  cat <<EOF
Commands:
  plan           read the sources, and write what would be sent to the folder
  apply          send exactly what the plan counts
  run            plan and apply at once, for cron: needs --max-records
  status         what state the connection is in: Connected, Integration
                 disabled, API key not configured, or Integration not complete
  disable        send nothing until enable, whoever asks
  enable         send again$own

  --folder DIR       where journal, plan and logs are kept from run to run
                     (default $folder); each shop needs one of its own
  --max-records N    send nothing where more than N records would be sent; N%
                     of those read works too
  --replication-key COLUMN
                     of a table, read only what has changed by this column

A source is a file of NDJSON or CSV (*.csv, *.csv.gz), - for NDJSON on standard
input, or table:NAME, a table or view of the warehouse. The key is read from
POSTSCRIPT_API_KEY, or the file that POSTSCRIPT_API_KEY_FILE names; the guards
of load-postscript and all other settings of the programs work as environment
variables, for example POSTSCRIPT_ETL_QUIET_HOURS, POSTSCRIPT_ETL_COUNTRY or
POSTSCRIPT_ETL_REJECTS (records that cannot be read).

What was planned and not accepted stays for the next plan. Where a warehouse is
set (DATABASE_URL, its _FILE, PGDATABASE or PGHOST), what became of each record
is loaded as postscript_sync_log; otherwise it is in the folder.

Exit codes: 0 done, or nothing to do; 65 a record was rejected, and the others
were sent; 75 some are held back, or another run is under way: the same again
later; 78 disabled or not configured; otherwise that of the stage that failed
first.
EOF
}

# Takes an option that both have; 1 where it is none.
push_option() {
  case $1 in
    --folder | --max-records | --replication-key) [ $# -ge 2 ] || die 64 "$1 needs a value" ;;
    *) return 1 ;;
  esac
  case $1 in
    --folder) [ -n "$2" ] || die 64 "--folder needs a folder"; folder=$2 ;;
    --max-records) guarded=$2 ;;
    --replication-key) replication=$2 ;;
  esac
}

# Takes the folder for this run, and what an earlier one has left in the middle.
open_folder() {
  umask 077
  mkdir -p "$folder" 2>/dev/null || die 73 "cannot make the folder $folder"
  # The programs that are started have it too: the lock ends with the last of them.
  exec 9>>"$folder/lock" || die 73 "cannot write in the folder $folder"
  flock -n 9 || die 75 "another run uses the folder $folder"
  case $journal in */*) ;; *) journal=$folder/$journal ;; esac
  batch=$folder/$batch plan=$folder/$plan
  keep_accepted
}

# The last whole STATE that the sender wrote is what Postscript has accepted.
keep_accepted() {
  keep_state "$folder/states" "$folder/accepted.json"
  rm -f "$folder/states"
}

# read_source STREAM SOURCE: the records of a source, in Singer's form or bare.
read_source() {
  case $2 in
    table:?*)
      stage extract-postgres "${2#table:}" --stream "$1" \
        ${replication:+--replication-key "$replication" --state "$folder/accepted.json"}
      ;;
    -) stage cat ;;
    *.csv | *.csv.gz | *.CSV) stage extract-csv --profile generic --stream "$1" "$2" ;;
    *) stage cat "$2" ;;
  esac
}

# check_source SOURCE: ends the run where it is no source.
check_source() {
  case $1 in
    - | table:?*) ;;
    *) [ -r "$1" ] || die 66 "cannot read $1: a source is a file, - or table:NAME" ;;
  esac
}

# transform_source STREAM SOURCE MAPPING: the records of a source as Postscript wants them.
transform_source() {
  read_source "$1" "$2" | stage transform-events --mapping "$3" --stream "$1"
}

# Events of a batch that was not accepted to its end go into the next one, before its own; the journal
# knows which of them were accepted. Updates are not needed: what of them was not accepted is still a
# change.
left_over() {
  [ -e "$batch" ] || return 0
  sed '/^{"type":"RECORD","stream":"postscript_subscriber_updates",/d' "$batch"
}

whole_batch() { { left_over && make_batch "$@"; } >"$batch.new"; }

# The records of the sources, as a batch; what an earlier run has said of its own is put away.
plan_batch() {
  [ ! -e "$batch" ] || echo "$name: the plan before this one was not applied to its end: its" \
    "events that were not accepted are in this one" >&2
  run whole_batch "$@"
  mv -f "$batch.new" "$batch"
  if [ -e "$folder/sync-log.ndjson" ]; then
    [ -e "$folder/sync-log.loaded" ] || cat "$folder/sync-log.ndjson" >>"$folder/unloaded.ndjson"
    rm -f "$folder/sync-log.ndjson" "$folder/sync-log.loaded"
  fi
  rm -f "$folder/last-rejects.ndjson" "$plan"
  run rehearse
}

rehearse() {
  stage load-postscript --journal "$journal" --plan "$plan" ${guarded:+--max-records "$guarded"} \
    --rejects "$work/rehearsed" <"$batch"
}

# The numbers of a plan that are not nought: what is in it by stream, what would become of it, and
# what is left out.
show_plan() {
  awk -v plan="$plan" '
    function number(line,  part) { split(line, part, /[":,]+/); label = part[2]; return part[3] + 0 }
    /^  "to_send":/ { print number($0) " records in the plan, of which"; next }
    /^  "people_to_create":/ && number($0) > 0 { print "  people to be asked for consent: " number($0) }
    /^  "(by_stream|fates)": \{/ { before = "  "; next }
    /^  "not_sent": \{/ { before = "not in it, "; next }
    /^  [}"]/ { before = "" }
    before != "" && /^    "[a-z_]+": [0-9]+,?$/ && number($0) > 0 {
      count = number($0)
      gsub(/_/, " ", label)
      text = before label ": " count "\n"
      if (before == "  ") inside = inside text; else outside = outside text
    }
    END { printf "%s%sthe whole plan, with a sample: %s\n", inside, outside, plan }' "$plan"
}

# Sends the batch as planned. What became of it is kept whichever way it ends.
apply_plan() {
  [ ! -e "$folder/disabled" ] ||
    die 78 "Integration disabled: nothing is sent until \"$name enable\""
  if [ ! -e "$plan" ] || [ ! -e "$batch" ]; then
    die 66 "there is no plan in $folder to apply: make one with \"$name plan\""
  fi
  if grep -q '^  "to_send": 0,' "$plan"; then
    # The state moves all the same: there was nothing to send before it.
    echo "$name: the plan sends nothing" >&2
  fi
  # shellcheck disable=SC2317 # run calls it
  at_end() {
    keep_accepted
    keep_rejects
    load_log
  }
  # Of an attempt that was cut off; what it has rejected is rejected again.
  rm -f "$folder/last-rejects.ndjson"
  run send
  rm -f "$batch" "$plan"
  [ ! -s "$folder/last-rejects.ndjson" ] ||
    die 65 "Postscript did not take some records: $folder/rejects.ndjson says which, and why"
}

send() {
  stage load-postscript --journal "$journal" --apply "$plan" ${guarded:+--max-records "$guarded"} \
    --sync-log "$folder/sync-log.ndjson" --rejects "$folder/last-rejects.ndjson" \
    <"$batch" >"$folder/states"
}

keep_rejects() {
  [ ! -s "$folder/last-rejects.ndjson" ] ||
    cat "$folder/last-rejects.ndjson" >>"$folder/rejects.ndjson"
}

has_warehouse() {
  [ -n "${DATABASE_URL:-}${DATABASE_URL_FILE:-}${PGDATABASE:-}${PGHOST:-}${PGSERVICE:-}" ]
}

# What was sent, to whom, and why not, for the warehouse. That it can't be loaded now is no reason to
# say that sending failed: it is loaded by a later run.
load_log() {
  [ -s "$folder/sync-log.ndjson" ] || return 0
  if ! has_warehouse; then
    echo "$name: no warehouse is set: what became of each record is in $folder/sync-log.ndjson" >&2
    return 0
  fi
  for log in "$folder/unloaded.ndjson" "$folder/sync-log.ndjson"; do
    [ -s "$log" ] || continue
    POSTSCRIPT_ETL_REJECTS='' load-postgres <"$log" >/dev/null || {
      echo "$name: warning: $log could not be loaded: the next run tries again" >&2
      return 0
    }
  done
  rm -f "$folder/unloaded.ndjson"
  : >"$folder/sync-log.loaded"
}

# The connection in the words of those who set it up.
show_status() {
  if [ -e "$folder/disabled" ]; then
    echo "Integration disabled: \"$name enable\" sends again"
    return 78
  fi
  code=0
  load-postscript --check --log-level error >"$work/state" 2>/dev/null || code=$?
  state=$(cat "$work/state")
  case $state in
    connected:*) echo "Connected: ${state#connected: }" ;;
    'key not configured:'*) echo "${state#key not configured: }" ;;
    '') echo "Integration not complete: load-postscript ended with $code; see load-postscript --check" ;;
    *) echo "Integration not complete: API key saved but connection could not be verified ($state)" ;;
  esac
  return "$code"
}

# push COMMAND SOURCE...: does what a command says, once the options are read.
push() {
  command=$1
  shift
  open_folder
  case $command in
    plan)
      plan_batch "$@"
      show_plan
      ;;
    apply) apply_plan ;;
    run)
      [ -n "$guarded" ] ||
        die 64 "run sends what nobody has looked at: it needs --max-records, as N or N%"
      [ ! -e "$folder/disabled" ] ||
        die 78 "Integration disabled: nothing is sent until \"$name enable\""
      plan_batch "$@"
      show_plan >&2
      apply_plan
      ;;
    status) show_status ;;
    disable) : >"$folder/disabled" ;;
    enable) rm -f "$folder/disabled" ;;
  esac
}
