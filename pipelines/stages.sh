# shellcheck shell=sh
# What the pipelines `daily` and `postscript` share: their name, their programs, the stages of a pipe,
# which failure is the cause, and signals. They set `self`, their own path, and `stages`, that of this
# file, or `shared`, that of its folder, and read this in.
: "${self:?is to be the path of the pipeline}"

# As installed, a pipeline has another name, and the programs lie beside it. In a checkout they are
# those on PATH, or else those that `make build` made.
name=$(basename "$self")
here=$(dirname "$self")
if [ -x "$here/extract-csv" ]; then PATH=$here:$PATH; else PATH=$PATH:$here/../.build/release; fi
# Told by every summary in JSON, and by the warehouse of each run.
POSTSCRIPT_ETL_PIPELINE=${POSTSCRIPT_ETL_PIPELINE:-$name}
export PATH POSTSCRIPT_ETL_PIPELINE

log=$(dirname "${stages:-$shared/stages.sh}")/log.sh
# shellcheck source=pipelines/log.sh
. "$log"

# Makes ready for stages of the named programs. Where one is missing the run ends here: a shell's own
# exit code for that is not one of ours.
prepare() {
  for program in "$@"; do
    command -v "$program" >/dev/null || die 69 "$program is not on PATH: make build, or make install"
  done
  work=$(mktemp -d 2>/dev/null) || die 73 "no temporary folder can be made"
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/running"
  : >"$work/failed"
  trap 'stop 130' INT
  trap 'stop 143' TERM
}

# Runs one stage of a pipe. A shell tells only the status of the last one: so each leaves its process
# id, which is the shell's own until it becomes the program, and writes down how it failed.
#
# The cause of a failure is the first line that was written. The others only follow from it: a stage
# that lost its reader ends with 141, one whose input was cut off with 65, one that is stopped with 143.
# They can't come first, since the shell that writes the line holds both ends of the stage's pipes:
# neither neighbour notices anything before the line is there.
#
# Where the loader has failed, nothing is gained by the others, and one that waits (for the API, for a
# long list of orders) would not notice: they are stopped. Where another one has failed, the loader
# goes on to the end of its input and commits what is whole.
stage() {
  sh -c 'echo $$ >"$0/running/$1"; [ ! -e "$0/stopping" ] || exit 143; exec "$@"' "$work" "$@" || {
    echo "$? $1" >>"$work/failed"
    rm -f "$work/running/$1"
    [ "$1" != load-postgres ] || stop_stages
    return 0
  }
  rm -f "$work/running/$1"
}

stop_stages() {
  : >"$work/stopping"
  # A stage that has ended in the meantime is no fault.
  for running in "$work"/running/*; do
    kill -s TERM "$(cat "$running" 2>/dev/null)" 2>/dev/null || true
  done
}

# keep_state OUTPUT FILE: the last STATE that a loader wrote to its output, which is what it has committed,
# takes the place of FILE. It names the shop's customers' last change: for its owner alone.
keep_state() {
  [ -s "$1" ] || return 0
  rm -f "$2.new"
  # A crash may have cut off the last line.
  if [ "$(tail -c 1 "$1" | wc -l)" -eq 1 ]; then
    (umask 077 && tail -n 1 "$1" >"$2.new")
  else
    (umask 077 && sed '$d' "$1" | tail -n 1 >"$2.new")
  fi
  if [ -s "$2.new" ]; then mv -f "$2.new" "$2"; else rm -f "$2.new"; fi
}

# What is left to do when the stages have ended, whichever way; a pipeline may replace it.
at_end() { :; }

# Runs a function that is a pipe of stages and ends the pipeline where one of them failed. The pipe is
# in the background, so that a signal reaches this script at once: it hands it on to the stages, and
# waits for them to stop at their last commit.
run() {
  "$@" &
  wait $! || true
  at_end
  [ -s "$work/failed" ] || return 0
  read -r code program <"$work/failed"
  die "$code" "$program failed with exit code $code"
}

stop() {
  echo "stopped by a signal" >"$work/message"
  stop_stages
  wait
  at_end
  exit "$1"
}
