"""The file of one bucket's answers, as bytes until it is in place: what leaves a worker.

Apart from bucket, because to write one needs neither DuckDB nor pandas.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.texts import asking as texts
from data.errors import TroughlineError
from data.folder import Folder

ANSWER = pa.schema(
    [
        ("bucket", pa.int32()),
        ("about", pa.string()),  # alert, began, months, onset, bucket (how it went, one row)
        ("site", pa.string()),
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
        ("month", pa.date32()),
        ("patients", pa.int64()),
        ("patient_days", pa.int64()),
        ("alerts", pa.int64()),
        ("change", pa.string()),
        ("lag_days", pa.int32()),
        ("results", pa.int64()),
        ("seconds", pa.float64()),
        ("peak_mb", pa.int64()),
    ]
)
PACKED = pa.schema([("bucket", pa.int32()), ("problem", pa.string()), ("content", pa.binary())])
_ATTEMPTS = 2
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Packed:
    """A bucket's answers as a Parquet file, or why there are none; its fields are those of PACKED."""

    bucket: int
    problem: str
    content: bytes


def packed(bucket: int, answers: pa.Table) -> Packed:
    """Answers in the columns of ANSWER as they are to be written."""
    sink = pa.BufferOutputStream()
    pq.write_table(answers, sink, compression="zstd")
    return Packed(bucket, "", sink.getvalue().to_pybytes())


def put_in_place(output: str, answers: Packed) -> str:
    """Write a bucket's file, or its problem; returns the problem, else nothing. Never raises."""
    problem = answers.problem
    try:
        if not problem:
            tried_again(texts.WRITING, partial(_write, output, answers))
    except TroughlineError as error:
        problem = str(error)
    try:
        tell_problem(output, answers.bucket, problem)
    except TroughlineError as error:
        return problem or str(error)
    return problem


def file_of(bucket: int) -> str:
    """Where a bucket's answers lie inside the output."""
    return f"alerts/bucket={bucket:05d}.parquet"


def problem_file_of(bucket: int) -> str:
    """Where the output says why a bucket failed."""
    return f"problems/bucket={bucket:05d}.json"


def tell_problem(output: str, bucket: int, problem: str) -> None:
    """Keep the reason for which a bucket failed, or forget the one it once had."""
    folder = Folder.open(output)
    if problem:
        folder.write_json(problem_file_of(bucket), {"problem": problem})
    else:
        folder.delete(problem_file_of(bucket))


def tried_again(doing: str, work: Callable[[], _Result]) -> _Result:
    """A second attempt for a folder that did not answer; a defect in one bucket is named and stops no other bucket."""
    problem = ""
    for attempt in range(_ATTEMPTS):
        try:
            return work()
        except TroughlineError as error:
            problem = str(error)
        except Exception as error:
            problem = texts.BROKE_OFF.format(problem=type(error).__name__, doing=doing, attempt=attempt + 1)
    raise TroughlineError(problem)


def _write(output: str, answers: Packed) -> None:
    folder = Folder.open(output)
    with (
        folder.writing(file_of(answers.bucket)) as path,
        folder.filesystem.open_output_stream(path) as stream,
    ):
        stream.write(answers.content)
