"""One bucket of a registry: loaded into DuckDB where the worker is, evaluated as a clinic's store is, written to one file."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from analytics.alerts import judged_alerts
from analytics.answers_file import ANSWER, Packed, packed, put_in_place, tried_again
from analytics.cohort import BURDEN_SEVERITIES
from analytics.kept_run import UNUSED, KeptRun, take_in
from analytics.runner import Run, sql
from analytics.settings import load
from analytics.texts import asking as texts
from data.errors import TroughlineError
from data.lake import named_manifests
from data.lake_reading import arrived, read_rows, sites_of, time_zone

_FIGURES = {name: sql("cohort_queries", name) for name in ("onset_timing", "first_days")}
"""What the cohort figures are made of, as table → SELECT."""
_SITES = "SELECT CAST(0 AS INTEGER) AS patient_id, '' AS site"
"""The columns of patient_sites, which is filled with the rows."""


@dataclass(frozen=True)
class Question:
    """What every worker is told: which exports of which lake, which days, where the answers go, on which DuckDB."""

    lake: str
    exports: tuple[tuple[str, str], ...]
    output: str
    as_of: date
    known_on: date | None
    duckdb_version: str


def evaluate_to_file(question: Question, bucket: int) -> str:
    """Evaluate one bucket and put its file in place; returns why it could not be done, else nothing. Never raises."""
    return put_in_place(question.output, evaluated(question, bucket))


def evaluated(question: Question, bucket: int) -> Packed:
    """A bucket's answers, or why there are none. Never raises."""
    if duckdb.__version__ != question.duckdb_version:
        problem = texts.OTHER_DUCKDB.format(here=duckdb.__version__, asked=question.duckdb_version)
        return Packed(bucket, problem, b"")
    try:
        return packed(bucket, tried_again(texts.EVALUATING, partial(answers_of, question, bucket)))
    except TroughlineError as error:
        return Packed(bucket, str(error), b"")


def answers_of(question: Question, bucket: int) -> pa.Table:
    """The alerts of one bucket, its share of the cohort figures, and one row about the bucket itself."""
    started = time.perf_counter()
    manifests = named_manifests(question.lake, question.exports)
    rows = read_rows(question.lake, manifests, [bucket], without=UNUSED)
    patients = sorted(
        {patient for table in rows.values() for patient in table["patient_id"].unique().to_pylist()}
    )
    results = rows["results"].num_rows if "results" in rows else 0
    with _kept_run(question, time_zone(manifests)).about(patients, partial(_fill, rows)) as this:
        alerts = judged_alerts(this)
        months, onsets, sites = _figures(this)
        known = int(this.execute("SELECT count(*) FROM known_patients").fetchall()[0][0])
    alerts["site"] = alerts["patient_id"].map(sites).astype("str")
    pa.default_memory_pool().release_unused()  # a worker goes on to the next bucket
    about = {"about": "bucket", "results": results, "patients": known, "peak_mb": _peak_mb()}
    about["seconds"] = time.perf_counter() - started
    parts = [alerts.assign(about="alert"), _began(alerts), months, onsets, pd.DataFrame([about])]
    return pa.concat_tables([_as_answers(bucket, part) for part in parts])


@lru_cache(maxsize=1)
def _kept_run(question: Question, zone: str) -> KeptRun:
    """The engine of a worker."""
    more = {"patient_sites": _SITES, **_FIGURES}
    return KeptRun(question.as_of, question.known_on, zone, load(), more=more)


def _fill(rows: dict[str, pa.Table], cursor: duckdb.DuckDBPyConnection) -> None:
    with arrived(cursor, rows) as numbered:
        for table, select in numbered.items():
            take_in(cursor, table, f"({select})")
        sites = sites_of(rows)
        if len(sites) == 1:
            cursor.execute(
                "INSERT INTO patient_sites SELECT number, $site FROM people", {"site": sites.pop()}
            )
        elif sites:
            every = " UNION ALL ".join(
                f"SELECT patient_id, came_from FROM incoming_{table}" for table in rows
            )
            cursor.execute(sql("registry_queries", "patient_sites").replace("$rows", every))
    rows.clear()  # the engine has them
    pa.default_memory_pool().release_unused()


def _figures(this: Run) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    for name, select in _FIGURES.items():
        this.make(name, select)
    months = this.execute(sql("registry_queries", "months")).df()
    sites = "SELECT n.patient_id, s.site FROM patient_sites s JOIN people n ON n.number = s.patient_id"
    onsets = this.execute(sql("registry_queries", "lags")).df()
    return months, onsets, dict(this.execute(sites).fetchall())


def _began(alerts: pd.DataFrame) -> pd.DataFrame:
    """How many of the alerts that ask for attention began, by site and calendar month."""
    asking = alerts[alerts["severity"].isin(BURDEN_SEVERITIES)]
    month = asking["began_on"].dt.to_period("M").dt.start_time.rename("month")
    return asking.groupby(["site", month]).size().rename("alerts").reset_index().assign(about="began")


def _as_answers(bucket: int, rows: pd.DataFrame) -> pa.Table:
    """The rows in the columns of ANSWER; what they do not have is unknown."""
    columns: list[Any] = []
    for field in ANSWER:
        if field.name == "bucket":
            columns.append(pa.repeat(pa.scalar(bucket, pa.int32()), len(rows)))
        elif field.name in rows:
            columns.append(pa.array(rows[field.name], from_pandas=True).cast(field.type))
        else:
            columns.append(pa.nulls(len(rows), field.type))
    return pa.Table.from_arrays(columns, schema=ANSWER)


def _peak_mb() -> int | None:
    """The most memory that this worker has had; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024) if sys.platform == "darwin" else peak // 1024
