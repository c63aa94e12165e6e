"""The same rules over a registry: every bucket of patients is a whole problem, evaluated by the same SQL files.

A bucket is loaded into DuckDB inside the worker (a process of the local pool, or a Spark task) and evaluated exactly as
a clinic's store is; only alerts leave the worker. A finished bucket stays finished, so that a run that broke goes on
where it stopped; a bucket that cannot be read is tried again, then named, and stops nobody else.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from analytics.alerts import evaluate
from data.errors import TroughlineError
from data.lake import lake_summary, newest_manifests, open_bucket

ANSWER = pa.schema(
    [
        ("bucket", pa.int32()),
        ("about", pa.string()),  # "alert", or "bucket" for the one row that says how the bucket went
        ("patient_id", pa.string()),
        ("rule", pa.string()),
        ("severity", pa.string()),
        ("status", pa.string()),
        ("began_on", pa.date32()),
        ("latest_on", pa.date32()),
        ("ended_on", pa.date32()),
        ("symptom", pa.string()),
        ("symptom_key", pa.string()),
        ("value", pa.float64()),
        ("comparator", pa.string()),
        ("unit", pa.string()),
        ("threshold", pa.float64()),
        ("why", pa.string()),
        ("sequence", pa.int64()),
        ("evidence", pa.string()),
        ("missing", pa.string()),
        ("problem", pa.string()),
        ("results", pa.int64()),
        ("seconds", pa.float64()),
    ]
)
_ATTEMPTS = 2
_BUCKETS_PER_WAVE = 32


@dataclass(frozen=True)
class Run:
    """How an evaluation of a lake went: buckets done now and before, and the buckets that failed with their reason."""

    buckets: int
    already_done: int
    problems: dict[int, str]
    seconds: float


def evaluate_bucket(lake: str, bucket: int, as_of: date, known_on: date | None = None) -> pa.Table:
    """The alerts of one bucket, and one row that says how it went; never raises for a bucket that cannot be read."""
    started = time.perf_counter()
    problem = ""
    for attempt in range(_ATTEMPTS):
        try:
            with open_bucket(lake, newest_manifests(lake), bucket) as store:
                alerts = evaluate(store, as_of, known_on=known_on).alerts
                results = int(store.value("SELECT count(*) FROM results"))
            return pa.concat_tables([_alert_rows(bucket, alerts), _bucket_row(bucket, "", results, started)])
        except TroughlineError as error:
            problem = str(error)
        except Exception as error:  # a defect in one bucket is named at the end and stops no other bucket
            problem = f"{type(error).__name__} while evaluating, attempt {attempt + 1}"
    return _bucket_row(bucket, problem, 0, started)


def evaluate_lake(
    lake: str,
    output: str,
    as_of: date,
    *,
    known_on: date | None = None,
    engine: str = "local",
    remote: str | None = None,
    workers: int | None = None,
) -> Run:
    """Evaluate every bucket of the lake and write the alerts as Parquet to the folder output.

    engine is "local" (a pool of processes) or "spark"; remote is a Spark Connect address (sc://host). Raises
    TroughlineError for an empty lake, an output folder that holds another run, or Spark without its extra.
    """
    started = time.perf_counter()
    manifests = newest_manifests(lake)
    if not manifests:
        raise TroughlineError(
            f"Nothing was exported to {lake} yet. Start with `troughline export lake --output {lake}`."
        )
    _claim(Path(output), {"as_of": str(as_of), "known_on": str(known_on), **lake_summary(manifests)})
    done = _finished(output)
    todo = [bucket for bucket in range(manifests[0].buckets) if bucket not in done]
    if todo and engine == "spark":
        _with_spark(lake, output, todo, as_of, known_on, remote)
    elif todo:
        _with_processes(lake, output, todo, as_of, known_on, workers or os.cpu_count() or 1)
    return Run(manifests[0].buckets, len(done), _problems(output), time.perf_counter() - started)


def read_alerts(output: str) -> pd.DataFrame:
    """The alerts of a finished run, in the columns and order of a store's own evaluation."""
    table = ds.dataset(f"{output}/alerts", format="parquet", schema=ANSWER, partitioning=None).to_table(
        filter=ds.field("about") == "alert"
    )
    kept = [name for name in ANSWER.names if name not in ("bucket", "about", "problem", "results", "seconds")]
    alerts = table.select(kept).to_pandas()
    for day in ("began_on", "latest_on", "ended_on"):
        alerts[day] = pd.to_datetime(alerts[day])
    return alerts.sort_values(["patient_id", "rule", "began_on", "sequence"], kind="stable").reset_index(
        drop=True
    )


def _alert_rows(bucket: int, alerts: pd.DataFrame) -> pa.Table:
    known = {"bucket": pa.scalar(bucket, pa.int32()), "about": pa.scalar("alert")}
    columns = [
        pa.array(alerts[field.name], from_pandas=True).cast(field.type)
        if field.name in alerts
        else pa.repeat(known.get(field.name, pa.scalar(None, field.type)), len(alerts))
        for field in ANSWER
    ]
    return pa.Table.from_arrays(columns, schema=ANSWER)


def _bucket_row(bucket: int, problem: str, results: int, started: float) -> pa.Table:
    row: dict[str, Any] = dict.fromkeys(ANSWER.names)
    row |= {
        "bucket": bucket,
        "about": "bucket",
        "problem": problem,
        "results": results,
        "seconds": time.perf_counter() - started,
    }
    return pa.Table.from_pylist([row], schema=ANSWER)


def _claim(output: Path, what: dict[str, Any]) -> None:
    """An output folder belongs to one question about one state of the lake; anything else is refused."""
    output.mkdir(parents=True, exist_ok=True)
    label = output / "run.json"
    wanted = json.dumps(what, sort_keys=True, indent=1)
    if not label.exists():
        label.write_text(wanted, encoding="utf-8")
    elif label.read_text(encoding="utf-8") != wanted:
        raise TroughlineError(
            f"{output} holds the alerts of another day or of other exports. Name an empty folder."
        )


def _bucket_rows(output: str) -> pd.DataFrame:
    if not Path(output, "alerts").exists():
        return pd.DataFrame({"bucket": [], "problem": []})
    rows = ds.dataset(f"{output}/alerts", format="parquet", schema=ANSWER, partitioning=None)
    return rows.to_table(columns=["bucket", "problem"], filter=ds.field("about") == "bucket").to_pandas()


def _finished(output: str) -> set[int]:
    rows = _bucket_rows(output)
    return set(rows.loc[rows["problem"] == "", "bucket"].astype(int))


def _problems(output: str) -> dict[int, str]:
    rows = _bucket_rows(output)
    return {int(row.bucket): str(row.problem) for row in rows.itertuples() if row.problem != ""}


def _evaluate_to_file(lake: str, output: str, bucket: int, as_of: date, known_on: date | None) -> None:
    folder = Path(output, "alerts", f"part={bucket}")
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(evaluate_bucket(lake, bucket, as_of, known_on), folder / "unfinished")
    (folder / "unfinished").replace(folder / "alerts.parquet")


def _with_processes(
    lake: str, output: str, todo: list[int], as_of: date, known_on: date | None, workers: int
) -> None:
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for finished in [
            pool.submit(_evaluate_to_file, lake, output, bucket, as_of, known_on) for bucket in todo
        ]:
            finished.result()


def _with_spark(
    lake: str, output: str, todo: list[int], as_of: date, known_on: date | None, remote: str | None
) -> None:
    """Waves of buckets, each written by Spark in one commit; a wave that is there is never evaluated again."""
    spark = _spark_session(remote)

    def evaluate_buckets(wave: list[int]) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
        def answers(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                for position in batch.column(0).to_pylist():
                    yield from (
                        evaluate_bucket(lake, wave[position], as_of, known_on).combine_chunks().to_batches()
                    )

        return answers

    target = Path(output, "alerts").absolute().as_uri()
    try:
        for start in range(0, len(todo), _BUCKETS_PER_WAVE):
            wave = todo[start : start + _BUCKETS_PER_WAVE]
            rows = spark.range(0, len(wave), 1, len(wave)).mapInArrow(evaluate_buckets(wave), _spark_schema())
            rows.selectExpr("*", "bucket AS part").write.mode("overwrite").partitionBy("part").parquet(target)
    finally:
        spark.stop()


def _spark_schema() -> str:
    names = {
        pa.int32(): "int",
        pa.int64(): "long",
        pa.float64(): "double",
        pa.string(): "string",
        pa.date32(): "date",
    }
    return ", ".join(f"{field.name} {names[field.type]}" for field in ANSWER)


def _spark_session(remote: str | None) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise TroughlineError(
            "Spark is not installed here: `pip install 'troughline[spark]'` adds it (it needs Java 17)."
        ) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.sql.sources.partitionOverwriteMode": "dynamic",
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
    }
    builder = SparkSession.builder.remote(remote) if remote else SparkSession.builder.master("local[*]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.appName("troughline").getOrCreate()
