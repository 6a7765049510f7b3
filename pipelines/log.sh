# shellcheck shell=sh
# How scripts say something: as the stages do, in text or, with POSTSCRIPT_ETL_LOG_FORMAT=json, in JSON.
# They set `name`, the name that they go by, and read this in.
: "${name:?is to be the name of the script}"

# say LEVEL MESSAGE...: error, warning or info; text has the message alone.
say() {
  said_as=$1
  shift
  if [ "${POSTSCRIPT_ETL_LOG_FORMAT:-text}" = json ]; then
    printf '{"time":"%s","program":"%s","level":"%s","message":"%s"}\n' \
      "$(date -u +%FT%TZ)" "$name" "$said_as" \
      "$(printf '%s' "$*" | tr '\000-\037' ' ' | sed 's/[\\"]/\\&/g')" >&2
  else
    echo "$name: $*" >&2
  fi
}

# die CODE MESSAGE...
die() {
  code=$1
  shift
  say error "$@"
  exit "$code"
}
