"""The buckets of a registry as Spark tasks: each task evaluates one bucket in DuckDB, and Spark writes its file of answers
to a sink of ours. The cohort figures are Spark SQL over what was written.

The sink puts each task's file in place when that task is done, not when the job is: what a broken run has finished stays
finished, and a task that Spark runs twice writes the same file twice. It writes through pyarrow, so that an object store
needs no further Java libraries.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from analytics import cohort_at_scale, lake_output
from analytics.answers_file import ANSWER, PACKED, tell_problem
from analytics.bucket import Question, evaluated
from analytics.texts import asking as texts
from data.errors import TroughlineError

_FAILURES = 3
"""So often Spark starts a task whose worker died, and we a job whose planning failed: the worker with which Spark plans
may die too, and in words that hang on the moment."""
_BUCKETS_A_READING_TASK = 500
Batches = Iterator[pa.RecordBatch]


def run(question: Question, todo: list[int], buckets: int, remote: str | None) -> None:
    """Evaluate the buckets, and once every bucket is there make the cohort figures."""
    spark = session(remote)
    try:
        lost = 0
        while todo:
            try:
                _evaluate(spark, question, todo)
                break
            except Exception as error:
                broken = re.search(r"Task (\d+) in stage \S+ failed", str(error))
                lost += broken is None
                if broken is None and lost >= _FAILURES:
                    raise
            over = lake_output.finished(question.output)
            if broken is not None:
                over.add(todo[int(broken[1])])
                tell_problem(question.output, todo[int(broken[1])], texts.WORKER_DIED_AGAIN)
            todo = [bucket for bucket in todo if bucket not in over]
        if not lake_output.missing(question.output, buckets):
            _figures(spark, question.output)
    finally:
        spark.stop()


def _evaluate(spark: Any, question: Question, todo: list[int]) -> None:
    from analytics.spark_sink import AnswerSink

    spark.dataSource.register(AnswerSink)
    answers = spark.range(0, len(todo), 1, len(todo)).mapInArrow(_task(question, todo), _columns(PACKED))
    answers.write.format(AnswerSink.name()).mode("append").save(question.output)


def _task(question: Question, todo: list[int]) -> Callable[[Batches], Batches]:
    def evaluate(batches: Batches) -> Batches:
        for batch in batches:
            for position in batch.column(0).to_pylist():
                yield pa.RecordBatch.from_pylist([asdict(evaluated(question, todo[position]))], PACKED)

    return evaluate


def _columns(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name} {_SPARK_TYPES[field.type]}" for field in schema)


def _figures(spark: Any, output: str) -> None:
    buckets = sorted(lake_output.finished(output))
    names = list(cohort_at_scale.COLUMNS)
    schema = _columns(pa.schema([ANSWER.field(name) for name in names]))

    def read(batches: Batches) -> Batches:
        for batch in batches:
            some = [buckets[position] for position in batch.column(0).to_pylist()]
            yield from cohort_at_scale.shares(output, some).combine_chunks().to_batches()

    evaluated = (
        spark.range(0, len(buckets), 1, -(-len(buckets) // _BUCKETS_A_READING_TASK))
        .mapInArrow(read, schema)
        .cache()
    )
    evaluated.createOrReplaceTempView("evaluated")
    cohort_at_scale.write(output, lambda text: spark.sql(text).toArrow())


_SPARK_TYPES = {
    pa.int32(): "int",
    pa.int64(): "long",
    pa.float64(): "double",
    pa.string(): "string",
    pa.binary(): "binary",
    pa.date32(): "date",
}


def session(remote: str | None) -> Any:
    """The Spark of this machine, or the one behind a Spark Connect address. Raises TroughlineError without the extra."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise TroughlineError(texts.NO_SPARK) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.task.maxFailures": str(_FAILURES),
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        # the JVM only hands out buckets: compiling further, or collecting side by side, takes the workers' cores
        "spark.driver.defaultJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
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
        raise TroughlineError(texts.NO_CONNECT.format(problem=error)) from error
