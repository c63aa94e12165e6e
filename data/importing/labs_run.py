"""Run laboratory rows down the road, a long file in batches so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import duckdb
import pyarrow as pa

from data.importing import labs, labs_outcomes, look_alikes
from data.importing.account import Account
from data.importing.desk import Desk
from data.importing.labs_fields import Shaper
from data.importing.mapping import Layout
from data.importing.progress import Progress
from data.importing.raw import Problem, RawTable
from data.importing.survey import Survey

BATCH_ROWS = 500_000


def look_through(
    raw: RawTable,
    layout: Layout,
    judging: labs.Judging,
    progress: Progress,
    check: Callable[[RawTable], None],
) -> Survey:
    """What the whole table says of itself. Raises TwoReadings.

    check: whether a further piece of a long file is laid out as the first.
    """
    survey = Survey(layout, judging)
    shape = Shaper(layout)
    for number, piece in enumerate(raw.pieces()):
        if number:
            check(piece)
        survey.look(piece, shape(piece))
        progress.surveyed(survey.rows, piece.read_bytes)
    survey.settle()
    return survey


def run(
    cursor: duckdb.DuckDBPyConnection,
    raw: RawTable,
    survey: Survey,
    import_id: int,
    backfill: bool,
    account: Account,
    progress: Progress,
) -> None:
    """Judge, count and store the rows of a table that has been looked through."""
    judging = survey.judging
    is_short = survey.rows <= BATCH_ROWS
    unread: list[Problem] = []
    together: list[pa.Table] = []

    def batches() -> Iterator[labs.Read]:
        for rows in _batches(_whole(raw, unread), Shaper(survey.layout)):
            if not is_short:
                rows, held = survey.apart(rows)
                together.extend([held] if held.num_rows else [])
            yield labs.read(rows, judging)
        if together:
            yield labs.read(pa.concat_tables(together), judging)

    with Desk.beside(cursor) as desk, closing(_ahead(batches())) as parts:
        done, before = 0, len(account.new_patients)
        for read in parts:
            labs_outcomes.settle(desk, read, judging)
            known = len(account.new_patients)
            labs_outcomes.store(desk, read, import_id, judging.today, backfill, account, raw.sheet)
            account.problems += look_alikes.warnings(desk, account.new_patients[known:], judging.named)
            done += read.rows.num_rows
            progress.stored(done, survey.rows)
    account.new_patients[before:] = sorted(account.new_patients[before:])  # in whichever batch each came
    account.count({"rejected": sum(problem.outcome == "rejected" for problem in unread)})
    account.problems += unread


def _whole(raw: RawTable, unread: list[Problem]) -> Iterator[RawTable]:
    """The pieces; their rows that could not be split into cells go to unread."""
    for piece in raw.pieces():
        unread += piece.problems
        yield piece


def _batches(pieces: Iterator[RawTable], shape: Shaper) -> Iterator[pa.Table]:
    """Rows in batches of BATCH_ROWS, in the order of the file; at least one."""
    waiting: list[pa.Table] = []
    count = 0
    for piece in pieces:
        waiting.append(shape(piece))
        count += waiting[-1].num_rows
        while count > BATCH_ROWS:
            whole = pa.concat_tables(waiting)
            yield whole.slice(0, BATCH_ROWS)
            waiting, count = [whole.slice(BATCH_ROWS)], count - BATCH_ROWS
    yield pa.concat_tables(waiting)


def _ahead(parts: Iterator[labs.Read]) -> Generator[labs.Read, None, None]:
    """The same parts, each made while the one before it is worked on."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = beside.submit(next, parts, None)
            yield part
