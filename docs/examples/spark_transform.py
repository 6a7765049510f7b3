"""Bare NDJSON of one stream through a transform, or several of them as one pipe: see docs/spark.md.

spark-submit docs/examples/spark_transform.py orders.ndjson 8 - shopify_orders transform-orders --stream orders
spark-submit docs/examples/spark_transform.py claims.ndjson 8 order_ref once \\
  transform-dedupe --stream attributed_orders --key order_ref
"""

import os
import shlex
import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import get_json_object

path, partitions, key, output, *words = sys.argv[1:]
stages = [[]]
for word in words:
    if word == "then":
        stages.append([])
    else:
        stages[-1].append(word)
script = "set -o pipefail; " + " | ".join(
    shlex.join([*stage, "--partition", "--bare"]) for stage in stages
)
spark = SparkSession.builder.appName(stages[0][0]).getOrCreate()
lines = spark.read.text(path)
if key == "-":
    lines = lines.repartition(int(partitions))
else:
    # Records of one key into one partition: what a program keeps in mind ends with the partition.
    fields = [get_json_object("value", "$." + field) for field in key.split(",")]
    lines = lines.repartition(int(partitions), *fields)
# Without checkCode a program that failed would have "succeeded" with some of its records.
lines.rdd.map(lambda row: row.value).pipe(
    shlex.join(["bash", "-c", script]), env=dict(os.environ), checkCode=True
).saveAsTextFile(output)
spark.stop()
