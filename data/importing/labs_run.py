"""Run laboratory rows down the road, a long file in batches so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import numpy as np
import pyarrow as pa

from data.importing import labs, labs_outcomes, look_alikes
from data.importing.account import Account
from data.importing.desk import Desk
from data.importing.labs_fields import Shaper
from data.importing.mapping import Layout
from data.importing.progress import Progress
from data.importing.raw import RawTable
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
    with Desk.beside(cursor) as desk:
        done = 0
        together: list[pa.Table] = []
        for rows in _batches(_accounted(raw, account), Shaper(survey.layout)):
            if not is_short:
                rows, held = survey.apart(rows)
                together += [held] if held.num_rows else []
            _one(desk, rows, judging, import_id, backfill, account)
            done += rows.num_rows
            progress.stored(done, survey.rows)
        if together:
            _one(desk, pa.concat_tables(together), judging, import_id, backfill, account)


def _accounted(raw: RawTable, account: Account) -> Iterator[RawTable]:
    """The pieces; their rows that could not be split into cells are rejected."""
    for piece in raw.pieces():
        account.count({"rejected": sum(problem.outcome == "rejected" for problem in piece.problems)})
        account.problems += piece.problems
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


def _one(
    desk: Desk,
    rows: pa.Table,
    judging: labs.Judging,
    import_id: int,
    backfill: bool,
    account: Account,
) -> None:
    seq = pa.array(np.arange(rows.num_rows, dtype="int64"))
    rows = rows.set_column(rows.schema.get_field_index("seq"), "seq", seq)
    labs_outcomes.settle(desk, rows, judging)
    known = len(account.new_patients)
    labs_outcomes.store(desk, rows, import_id, judging.today, backfill, account)
    account.problems += look_alikes.warnings(desk, account.new_patients[known:], judging.named)
