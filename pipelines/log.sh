# shellcheck shell=sh
# How scripts say something: as the stages do, in text or, with POSTSCRIPT_ETL_LOG_FORMAT=json, in JSON.
# They set `name`, the name that they go by, and read this in.
: "${name:?is to be the name of the script}"

# The time, as logs have it.
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

# Whether only what goes wrong is to be told.
is_quiet() {
  case ${POSTSCRIPT_ETL_LOG_LEVEL:-info} in error | warning) return 0 ;; *) return 1 ;; esac
}

# json TEXT: the text as a JSON string, on one line.
json() {
  printf '"%s"' "$(printf '%s' "$1" | tr '\n\r\t' '   ' | tr -d '\000-\037\177' |
    sed 's/\\/\\\\/g; s/"/\\"/g')"
}

# say LEVEL MESSAGE...: a line on standard error as the programs write theirs, in the form and from the
# level on that POSTSCRIPT_ETL_LOG_FORMAT and POSTSCRIPT_ETL_LOG_LEVEL say.
say() {
  said_as=$1
  shift
  case ${POSTSCRIPT_ETL_LOG_LEVEL:-info}-$said_as in
    error-warning | error-info | warning-info) return 0 ;;
  esac
  if [ "${POSTSCRIPT_ETL_LOG_FORMAT:-text}" = json ]; then
    printf '{"time":"%s","program":"%s","level":"%s","message":%s}\n' "$(now)" "$name" "$said_as" \
      "$(json "$*")" >&2
  elif [ "$said_as" = warning ]; then
    echo "$name: warning: $*" >&2
  else
    echo "$name: $*" >&2
  fi
}

# die CODE MESSAGE...: ends the script; what is told of a run has the message from $work/message.
die() {
  code=$1
  shift
  [ ! -d "${work:-}" ] || { echo "$*" >"$work/message"; } 2>/dev/null || true
  say error "$@"
  exit "$code"
}
