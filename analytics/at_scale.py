"""The same rules over a registry: every bucket of patients is a whole problem, evaluated by the same SQL files.

A bucket is loaded into DuckDB inside the worker (a process of this machine, or a Spark task) and evaluated exactly as
a clinic's store is; only answers leave the worker. A finished bucket stays finished, so that a run that broke goes on
where it stopped; a bucket that cannot be read, or whose worker dies, is tried again, then named, and stops nobody else.
"""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from queue import Empty, SimpleQueue

import duckdb

from analytics import cohort_at_scale, lake_output
from analytics.answers_file import tell_problem
from analytics.bucket import Question, evaluate_to_file
from analytics.lake_output import read_alerts
from analytics.texts import asking as texts
from data.errors import TroughlineError
from data.lake import exports_of, newest_manifests

__all__ = ["Run", "evaluate_lake", "read_alerts"]

_ATTEMPTS = 2


@dataclass(frozen=True)
class Run:
    """How an evaluation of a lake went: buckets done now and before, and the buckets that failed with their reason."""

    buckets: int
    already_done: int
    problems: dict[int, str]
    seconds: float


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
    """Evaluate every bucket of the lake, write the alerts as Parquet to the output, then the cohort figures.

    engine is "local" (a pool of processes) or "spark"; remote is a Spark Connect address (sc://host). Raises
    TroughlineError for an empty lake, an output folder that holds another run, or Spark without its extra.
    """
    started = time.perf_counter()
    manifests = newest_manifests(lake)
    if not manifests:
        raise TroughlineError(texts.NO_EXPORT.format(lake=lake))
    question = Question(lake, exports_of(manifests), output, as_of, known_on, duckdb.__version__)
    lake_output.claim(question, manifests)
    done = lake_output.finished(output)
    todo = [bucket for bucket in range(manifests[0].buckets) if bucket not in done]
    if engine == "spark" and (todo or not cohort_at_scale.made(output)):
        from analytics import on_spark

        on_spark.run(question, todo, manifests[0].buckets, remote)
    elif engine == "local":
        _with_processes(question, todo, workers or os.cpu_count() or 1)
        if not lake_output.missing(output, manifests[0].buckets):
            cohort_at_scale.with_duckdb(output)
    left = lake_output.missing(output, manifests[0].buckets)
    return Run(manifests[0].buckets, len(done), left, time.perf_counter() - started)


def _with_processes(question: Question, todo: list[int], workers: int) -> None:
    """Each thread owns one process at a time, so that a process that is killed takes only its own bucket along."""
    waiting: SimpleQueue[int] = SimpleQueue()
    for bucket in todo:
        waiting.put(bucket)
    threads = [
        threading.Thread(target=_one_after_another, args=(question, waiting), daemon=True)
        for _ in range(min(workers, len(todo)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _one_after_another(question: Question, waiting: SimpleQueue[int]) -> None:
    pool = _process()
    while True:
        try:
            bucket = waiting.get_nowait()
        except Empty:
            pool.shutdown()
            return
        for _ in range(_ATTEMPTS):
            try:
                pool.submit(evaluate_to_file, question, bucket).result()
                break
            except BrokenProcessPool:
                pool = _process()
        else:
            tell_problem(question.output, bucket, texts.WORKER_DIED.format(attempts=_ATTEMPTS))


def _process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))
