"""The exports of the day into the warehouse, as a Dagster asset. See docs/orchestrators.md.

dagster dev -f docs/examples/dagster_daily.py
"""

import json
import os
import subprocess

import dagster

# What another try may change: the exit codes with "retry" in load-postgres --about.
RETRY = {69, 74, 75, 130, 143}
TRIES = 3
DELAY = float(os.environ.get("RETRY_DELAY", "60"))


@dagster.asset(output_required=False)
def warehouse(context: dagster.AssetExecutionContext):
    """The warehouse with the exports of the folder EXPORTS; without files it is not materialized."""
    folder = os.environ.get("EXPORTS", "exports")
    if not any(entry.is_file() for entry in os.scandir(folder)):
        context.log.info(f"nothing to do: no files in {folder}")
        return
    environment = dict(
        os.environ,
        POSTSCRIPT_ETL_RUN_ID=context.run.run_id,
        POSTSCRIPT_ETL_ATTEMPT=str(context.retry_number + 1),
        POSTSCRIPT_ETL_LOG_FORMAT="json",
    )
    counts = {"read": 0, "inserted": 0, "rejected": 0}
    with subprocess.Popen(
        ["postscript-etl-daily", folder], env=environment, stderr=subprocess.PIPE, text=True
    ) as run:
        for line in run.stderr:
            context.log.info(line.rstrip())
            event = json.loads(line) if line.startswith("{") else {}
            if event.get("event") == "summary" and event["program"] == "load-postgres":
                for name in counts:
                    counts[name] += event.get(name, 0)
    if run.returncode in RETRY:
        raise dagster.RetryRequested(max_retries=TRIES - 1, seconds_to_wait=DELAY)
    if run.returncode != 0:
        raise dagster.Failure(
            f"postscript-etl-daily ended with {run.returncode}",
            metadata={"exit_code": run.returncode},
            allow_retries=False,
        )
    yield dagster.MaterializeResult(metadata=counts)


daily = dagster.define_asset_job("daily", [warehouse])
defs = dagster.Definitions(
    assets=[warehouse],
    jobs=[daily],
    schedules=[dagster.ScheduleDefinition(job=daily, cron_schedule="0 6 * * *")],
)
