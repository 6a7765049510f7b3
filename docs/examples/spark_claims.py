"""Claims as bare NDJSON, each once, into the warehouse: a task for each partition. See docs/spark.md.

spark-submit docs/examples/spark_claims.py claims.ndjson 8
"""

import os
import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import get_json_object

KEY = ["store_id", "source_system", "order_ref", "message_id"]

path, partitions = sys.argv[1], int(sys.argv[2])
spark = SparkSession.builder.appName("postscript-etl").getOrCreate()
# Records of one key into one partition: else each would be once per partition.
lines = spark.read.text(path).repartition(
    partitions, *[get_json_object("value", "$." + field) for field in KEY]
)
# Without checkCode a program that failed would have "succeeded" with some of its records.
once = lines.rdd.map(lambda row: row.value).pipe(
    "transform-dedupe --partition --bare --stream attributed_orders --keep last"
    " --order-by time_extracted --key " + ",".join(KEY),
    env=dict(os.environ),
    checkCode=True,
)
loaded = once.pipe(
    "load-postgres --partition --stream attributed_orders",
    env=dict(os.environ),
    checkCode=True,
)
loaded.count()
spark.stop()
