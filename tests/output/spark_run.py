"""Run the recipe for Spark of docs/scale.md, on two threads of this machine: spark_run.py FOLDER_IN FOLDER_OUT."""

import sys

from tests.output.recipes import spark_recipe

if __name__ == "__main__":
    from pyspark.sql import SparkSession

    papers, claims = sys.argv[1:]
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    try:
        code = spark_recipe().replace("s3a://bucket/papers/", papers).replace("s3a://bucket/claims/results", claims)
        exec(compile(code, "docs/scale.md", "exec"), {"spark": spark, "__name__": "__main__"})
    finally:
        spark.stop()
