"""The folder that evaluate-lake writes: which question it answers, which buckets are done, the answers, the cohort figures.

run.json        the question: days, exports, DuckDB; written first, so that another question is refused
alerts/         one Parquet file a bucket (analytics.bucket.ANSWER), there only when it is whole
problems/       why a bucket failed
figures/        cohort figures, once every bucket is done
"""

from __future__ import annotations

import re
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from analytics.answers_file import ANSWER, file_of, problem_file_of
from analytics.bucket import Question
from analytics.texts import asking as texts
from data.errors import TroughlineError
from data.folder import Folder
from data.lake import Manifest, lake_summary

_READERS = 16


@dataclass(frozen=True)
class Evaluated:
    """What a finished or unfinished output says about itself."""

    as_of: date
    known_on: date | None
    exports: tuple[tuple[str, str], ...]
    buckets: int


def claim(question: Question, manifests: list[Manifest]) -> None:
    """An output belongs to one question about one state of the lake; anything else is refused."""
    wanted = {
        "as_of": str(question.as_of),
        "known_on": str(question.known_on) if question.known_on else None,
        "duckdb": question.duckdb_version,
        **lake_summary(manifests),
    }
    folder = Folder.open(question.output)
    found = folder.read_json("run.json")
    if found is None:
        folder.write_json("run.json", wanted)
        return
    if found.get("duckdb") != wanted["duckdb"] and {**found, "duckdb": None} == {**wanted, "duckdb": None}:
        raise TroughlineError(
            texts.BEGUN_WITH.format(output=question.output, begun=found.get("duckdb"), here=wanted["duckdb"])
        )
    if found != wanted:
        raise TroughlineError(texts.OTHER_QUESTION.format(output=question.output))


def read_run(output: str) -> Evaluated:
    """What was evaluated into a folder. Raises TroughlineError when nothing was."""
    found: dict[str, Any] | None = Folder.open(output).read_json("run.json")
    if found is None or "sites" not in found:
        raise TroughlineError(texts.NO_ALERTS.format(output=output))
    return Evaluated(
        date.fromisoformat(found["as_of"]),
        date.fromisoformat(found["known_on"]) if found["known_on"] else None,
        tuple(sorted(found["sites"].items())),
        int(found["buckets"]),
    )


def finished(output: str) -> set[int]:
    """The buckets whose file is there and whole; a damaged one, or one of another version, counts as not done."""
    folder = Folder.open(output)
    with ThreadPoolExecutor(_READERS) as pool:
        found = pool.map(partial(_finished_bucket, folder), folder.names("alerts"))
        return {bucket for bucket in found if bucket is not None}


def _finished_bucket(folder: Folder, name: str) -> int | None:
    match = re.fullmatch(r"alerts/bucket=(\d+)\.parquet", name)
    if match is None:
        return None
    try:
        columns = pq.read_metadata(folder.path(name), filesystem=folder.filesystem).schema.names
    except (pa.ArrowException, OSError):
        return None
    return int(match[1]) if columns == ANSWER.names else None


def problems(output: str) -> dict[int, str]:
    """Why buckets failed, by bucket."""
    folder = Folder.open(output)
    return {
        int(match[1]): str((folder.read_json(name) or {}).get("problem", texts.NO_LONGER_KNOWN))
        for name in folder.names("problems")
        if (match := re.fullmatch(r"problems/bucket=(\d+)\.json", name))
        and name == problem_file_of(int(match[1]))
    }


def missing(output: str, buckets: int) -> dict[int, str]:
    """The buckets that are not done, each with its reason."""
    known, done = problems(output), finished(output)
    return {b: known.get(b, texts.NOT_EVALUATED) for b in range(buckets) if b not in done}


def answers(output: str, buckets: Collection[int] | None = None) -> ds.Dataset:
    """All answers as a dataset; only finished buckets are in it. buckets: these, which are finished."""
    folder = Folder.open(output)
    chosen = finished(output) if buckets is None else buckets
    names = [folder.path(file_of(bucket)) for bucket in sorted(chosen)]
    return ds.dataset(names, filesystem=folder.filesystem, format="parquet", schema=ANSWER)


def read_alerts(output: str) -> pd.DataFrame:
    """The alerts of a run, in the columns and order of a store's own evaluation, and their site."""
    kept = ANSWER.names[ANSWER.names.index("site") : ANSWER.names.index("month")]
    table = answers(output).to_table(columns=kept, filter=ds.field("about") == "alert")
    alerts = table.to_pandas()
    for day in ("began_on", "latest_on", "ended_on"):
        alerts[day] = pd.to_datetime(alerts[day])
    return alerts.sort_values(["patient_id", "rule", "began_on", "sequence"], kind="stable").reset_index(
        drop=True
    )


def bucket_figures(output: str) -> pd.DataFrame:
    """One row a finished bucket: bucket, patients, results, seconds, peak_mb."""
    columns = ["bucket", "patients", "results", "seconds", "peak_mb"]
    rows = answers(output).to_table(columns=columns, filter=ds.field("about") == "bucket")
    return rows.to_pandas()
