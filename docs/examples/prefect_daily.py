"""The exports of the day into the warehouse, as a Prefect flow. See docs/orchestrators.md.

EXPORTS=/data/exports DATABASE_URL_FILE=/run/secrets/database-url python docs/examples/prefect_daily.py
"""

import json
import os
import subprocess

from prefect import flow, get_run_logger, runtime, task
from prefect.states import Completed

# What another try may change: the exit codes with "retry" in load-postgres --about.
RETRY = {69, 74, 75, 130, 143}
TRIES = 3
DELAY = float(os.environ.get("RETRY_DELAY", "60"))


def may_pass(_task, _run, state):
    """Whether another try may end otherwise."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, subprocess.CalledProcessError) and error.returncode in RETRY


@task(retries=TRIES - 1, retry_delay_seconds=DELAY, retry_condition_fn=may_pass)
def load(folder):
    """Loads a folder and returns what the loaders counted, stream by stream."""
    environment = dict(
        os.environ,
        POSTSCRIPT_ETL_RUN_ID=str(runtime.flow_run.id),
        POSTSCRIPT_ETL_ATTEMPT=str(runtime.task_run.run_count),
        POSTSCRIPT_ETL_LOG_FORMAT="json",
    )
    counts = {"read": 0, "inserted": 0, "rejected": 0}
    with subprocess.Popen(
        ["postscript-etl-daily", folder], env=environment, stderr=subprocess.PIPE, text=True
    ) as run:
        for line in run.stderr:
            get_run_logger().info(line.rstrip())
            event = json.loads(line) if line.startswith("{") else {}
            if event.get("event") == "summary" and event["program"] == "load-postgres":
                for name in counts:
                    counts[name] += event.get(name, 0)
    if run.returncode != 0:
        raise subprocess.CalledProcessError(run.returncode, "postscript-etl-daily")
    return counts


@flow
def daily(folder=os.environ.get("EXPORTS", "exports")):
    """The flow of every day; a folder without files is no fault."""
    if not any(entry.is_file() for entry in os.scandir(folder)):
        return Completed(name="Skipped", message=f"nothing to do: no files in {folder}")
    return load(folder)


if __name__ == "__main__":
    print(daily())
