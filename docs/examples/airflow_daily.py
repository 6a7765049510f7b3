"""The exports of the day into the warehouse, as an Airflow DAG. See docs/orchestrators.md.

Copy it into the folder of the DAGs.
"""

import datetime
import json
import os
import subprocess

from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

# What another try may change: the exit codes with "retry" in load-postgres --about.
RETRY = {69, 74, 75, 130, 143}
TRIES = 3
DELAY = float(os.environ.get("RETRY_DELAY", "60"))


@dag(
    schedule="0 6 * * *",
    start_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    catchup=False,
    max_active_runs=1,
)
def postscript_etl_daily():
    """The DAG of every day."""

    @task(retries=TRIES - 1, retry_delay=datetime.timedelta(seconds=DELAY))
    def load():
        """Loads the folder EXPORTS and returns what the loaders counted; without files it is skipped.

        The programs read the names of the run and of the try from Airflow's own variables.
        """
        folder = os.environ.get("EXPORTS", "exports")
        if not any(entry.is_file() for entry in os.scandir(folder)):
            raise AirflowSkipException(f"nothing to do: no files in {folder}")
        environment = dict(os.environ, POSTSCRIPT_ETL_LOG_FORMAT="json")
        counts = {"read": 0, "inserted": 0, "rejected": 0}
        with subprocess.Popen(
            ["postscript-etl-daily", folder], env=environment, stderr=subprocess.PIPE, text=True
        ) as run:
            for line in run.stderr:
                print(line.rstrip())
                event = json.loads(line) if line.startswith("{") else {}
                if event.get("event") == "summary" and event["program"] == "load-postgres":
                    for name in counts:
                        counts[name] += event.get(name, 0)
        if run.returncode in RETRY:
            raise AirflowException(f"postscript-etl-daily ended with {run.returncode}")
        if run.returncode != 0:
            # Ends the task at once, whatever its retries.
            raise AirflowFailException(f"postscript-etl-daily ended with {run.returncode}")
        return counts

    load()


daily = postscript_etl_daily()
