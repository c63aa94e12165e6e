"""The buckets of a registry as Spark tasks: each task evaluates one bucket in DuckDB and writes its file; Spark sees only
how it went. The cohort figures are Spark SQL over those files.

Tasks write through pyarrow, not through Spark's own committer: a bucket is then finished by itself, not with the whole
job, an object store needs no further Java libraries, and a task that Spark runs twice writes the same file twice.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa

from analytics import cohort_at_scale, lake_output
from analytics.bucket import ANSWER, Question, evaluate_to_file, file_of, tell_problem
from data.errors import TroughlineError

_FAILURES = 3
"""So often Spark starts a task whose worker died."""
_READING_TASKS = 64
Batches = Iterator[pa.RecordBatch]


def run(question: Question, todo: list[int], buckets: int, remote: str | None) -> None:
    """Evaluate the buckets, and once every bucket is there make the cohort figures."""
    spark = session(remote)
    try:
        while todo:
            broken = _evaluate(spark, question, todo)
            if broken is None:
                break
            tell_problem(
                question.output, broken, "its worker died again and again (killed, or out of memory)"
            )
            todo = [b for b in todo if b != broken and b not in lake_output.finished(question.output)]
        if not lake_output.missing(question.output, buckets):
            _figures(spark, question.output)
    finally:
        spark.stop()


def _evaluate(spark: Any, question: Question, todo: list[int]) -> int | None:
    """Run the buckets as one job; the bucket whose worker died too often ends it and is returned."""
    rows = spark.range(0, len(todo), 1, len(todo)).mapInArrow(
        _task(question, todo), "bucket long, problem string"
    )
    try:
        rows.collect()
    except Exception as error:
        lost = re.search(r"Task (\d+) in stage \S+ failed", str(error))
        if lost is None:
            raise
        return todo[int(lost[1])]
    return None


def _task(question: Question, todo: list[int]) -> Callable[[Batches], Batches]:
    def evaluate(batches: Batches) -> Batches:
        for batch in batches:
            buckets = [todo[position] for position in batch.column(0).to_pylist()]
            problems = [evaluate_to_file(question, bucket) for bucket in buckets]
            yield pa.RecordBatch.from_pydict(
                {"bucket": pa.array(buckets, pa.int64()), "problem": pa.array(problems, pa.string())}
            )

    return evaluate


def _figures(spark: Any, output: str) -> None:
    buckets = sorted(lake_output.finished(output))
    names = list(cohort_at_scale.COLUMNS)
    schema = ", ".join(f"{name} {_SPARK_TYPES[ANSWER.field(name).type]}" for name in names)

    def read(batches: Batches) -> Batches:
        import pyarrow.parquet as pq

        from data.folder import Folder

        folder = Folder.open(output)
        for batch in batches:
            for position in batch.column(0).to_pylist():
                path = folder.path(file_of(buckets[position]))
                table = pq.read_table(path, columns=names, filesystem=folder.filesystem, partitioning=None)
                yield from table.select(names).combine_chunks().to_batches()

    evaluated = (
        spark.range(0, len(buckets), 1, min(len(buckets), _READING_TASKS)).mapInArrow(read, schema).cache()
    )
    evaluated.createOrReplaceTempView("evaluated")
    cohort_at_scale.write(output, lambda text: spark.sql(text).toArrow())


_SPARK_TYPES = {
    pa.int32(): "int",
    pa.int64(): "long",
    pa.float64(): "double",
    pa.string(): "string",
    pa.date32(): "date",
}


def session(remote: str | None) -> Any:
    """The Spark of this machine, or the one behind a Spark Connect address. Raises TroughlineError without the extra."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise TroughlineError(
            "Spark is not installed here: `pip install 'troughline[spark]'` adds it (it needs Java 17)."
        ) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.task.maxFailures": str(_FAILURES),
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
    }
    builder = SparkSession.builder
    if remote:
        builder = builder.remote(remote)
    else:
        builder = builder.master(
            f"local[*,{_FAILURES}]"
        )  # without the number a local task is never tried again
        for key, value in settings.items():
            builder = builder.config(key, value)
    try:
        return builder.appName("troughline").getOrCreate()
    except ImportError as error:  # Spark Connect needs packages of its own
        raise TroughlineError(
            f"Spark Connect is not complete here ({error}): `pip install 'troughline[spark]'` adds what is missing."
        ) from error
