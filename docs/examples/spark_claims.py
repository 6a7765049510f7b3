"""Claims as bare NDJSON, each once, into the warehouse: a task for each partition. See docs/spark.md.

spark-submit docs/examples/spark_claims.py claims.ndjson 8
spark-submit docs/examples/spark_claims.py claims.ndjson 8 /data/orders.ndjson judged
"""

import os
import shlex
import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import get_json_object

KEY = ["store_id", "source_system", "order_ref", "message_id"]
STREAM = ["--partition", "--stream", "attributed_orders"]


def pipe(lines, *stages):
    """The lines through programs that are one pipe, of which none may fail.

    Two pipe() of Spark in a row would wait for ever where the first one fails. Without checkCode a
    program that failed would have "succeeded" with some of its records.
    """
    script = "set -o pipefail; " + " | ".join(shlex.join(stage) for stage in stages)
    return lines.pipe(shlex.join(["bash", "-c", script]), env=dict(os.environ), checkCode=True)


path, partitions = sys.argv[1], int(sys.argv[2])
spark = SparkSession.builder.appName("postscript-etl").getOrCreate()
# Records of one key into one partition: else each would be once per partition.
lines = spark.read.text(path).repartition(
    partitions, *[get_json_object("value", "$." + field) for field in KEY]
)
lines = lines.rdd.map(lambda row: row.value)
stages = [
    ["transform-dedupe", *STREAM, "--bare", "--keep", "last"]
    + ["--order-by", "time_extracted", "--key", ",".join(KEY)]
]
load = ["load-postgres", *STREAM]
if len(sys.argv) > 3:
    # Every task judges by all orders, from a file that all workers reach. What it says is kept, too.
    orders, judged = sys.argv[3:]
    stages.append(["transform-validate", *STREAM, "--bare", "--orders", orders])
    pipe(lines, *stages).saveAsTextFile(judged)
    lines, stages = spark.sparkContext.textFile(judged), []
pipe(lines, *stages, load).count()
spark.stop()
