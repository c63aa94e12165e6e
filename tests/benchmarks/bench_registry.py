"""Spark over a registry against one DuckDB on the same files in the same run; memory of a worker; one patient's page.

    python tests/benchmarks/bench_registry.py [patients] [results per patient] [buckets] [FOLDER]
                                                          default 200000 50 100, a folder that is taken away again

Prints: the one DuckDB (all buckets in one store in memory, all cores), Spark without the start of the JVM (at most 1.6 times
that), the largest worker (under 500 MB), the median bucket, and one patient's page (under 0.5 s): rows read from the lake,
rules, record. A lake that FOLDER holds already is used again.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import duckdb
from made_up_registry import AS_OF, fill

from analytics import lake_output, on_spark
from analytics.alerts import evaluate
from analytics.bucket import Question
from analytics.few import evaluate_few, keep
from analytics.record import patient_record
from analytics.registry import Choice, Registry
from analytics.settings import load
from data.lake import export_lake, exports_of, newest_manifests
from data.lake_reading import open_buckets
from data.store import Store


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def make_lake(folder: Path, patients: int, each: int, buckets: int) -> None:
    """A made-up registry of one site; the patients are known by id and sex."""
    with Store.open(folder / "registry.duckdb", time_zone="UTC") as store:
        fill(store, patients, each)
        with store.transaction("benchmark", "patients") as cursor:
            cursor.execute(
                "INSERT INTO patients BY NAME SELECT record_id, import_id, known_on, patient_id, 'female' AS sex FROM transplants"
            )
        export_lake(
            store,
            str(folder / "lake"),
            site="north",
            exported_at=datetime(2025, 7, 1, tzinfo=UTC),
            buckets=buckets,
        )


def one_duckdb(lake: str) -> int:
    """Every bucket in one store in memory, evaluated at once; the number of alerts."""
    manifests = newest_manifests(lake)
    with open_buckets(lake, manifests, range(manifests[0].buckets)) as store:
        return len(evaluate(store, AS_OF).alerts)


def spark_run(lake: str, output: str) -> tuple[float, float]:
    """(start of the JVM and of Spark, evaluation with writing and cohort figures) in seconds."""
    manifests = newest_manifests(lake)
    question = Question(lake, exports_of(manifests), output, AS_OF, None, duckdb.__version__)
    lake_output.claim(question, manifests)
    start = seconds(lambda: on_spark.session(None).range(1).collect())
    return start, seconds(
        lambda: on_spark.run(question, list(range(manifests[0].buckets)), manifests[0].buckets, None)
    )


def page(registry: Registry, patient: str, day: date) -> None:
    """What opening a patient costs beside drawing: as on the page, the record is read while the rules are asked."""
    store = registry.store_of(patient)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(patient_record, store, patient, day, known_on=None, settings=load())
        evaluate_few(store, day, known_on=None, patients=[patient], settings=load())
        reading.result()


def main(patients: int, each: int, buckets: int, folder: Path) -> None:
    """Run and print."""
    lake, output = str(folder / "lake"), str(folder / f"alerts-{time.time_ns()}")
    if not newest_manifests(lake):
        print(
            f"making the lake: {seconds(lambda: make_lake(folder, patients, each, buckets)):.0f} s",
            flush=True,
        )
    start, spark = spark_run(lake, output)
    figures = lake_output.bucket_figures(output)
    print(
        f"{figures['patients'].sum():,} patients, {figures['results'].sum():,} results, {len(figures)} buckets"
    )
    print(
        f"Spark: {spark:.1f} s after {start:.1f} s of start; problems: {lake_output.problems(output) or 'none'}"
    )
    print(
        f"a bucket: median {figures['results'].median():,.0f} results, {figures['seconds'].median():.2f} s in its worker;"
        f" largest worker {figures['peak_mb'].max()} MB (under 500)",
        flush=True,
    )
    registry = Registry(lake, output)
    found = [seconds(partial(registry.worklist, Choice(), start=at)) for at in (0, 25, 1000)]
    print(
        f"the list: {registry.worklist(Choice()).patients:,} patients, a page in {max(found) * 1000:.0f} ms"
    )
    keep(registry.store_of("P0000000"), AS_OF, None, load())  # as the server does when it starts
    times = [seconds(partial(page, registry, f"P{n:07d}", AS_OF)) for n in range(7, patients, patients // 9)]
    print(
        f"one patient's page: median {statistics.median(times[1:]):.2f} s, longest {max(times[1:]):.2f} s (under 0.5)"
    )
    alerts = 0

    def alone() -> None:
        nonlocal alerts
        alerts = one_duckdb(lake)

    one = seconds(alone)
    same = alerts == len(lake_output.read_alerts(output))
    print(
        f"one DuckDB: {one:.1f} s; Spark is {spark / one:.2f} times that (at most 1.6); as many alerts: {same}"
    )


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:4]]
    with tempfile.TemporaryDirectory() as temporary:
        main(
            *(numbers + [200_000, 50, 100][len(numbers) :]),
            Path(sys.argv[4] if len(sys.argv) > 4 else temporary),
        )
