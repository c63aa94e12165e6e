"""Few patients of a store, asked about in a statement that is planned once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from analytics.alerts import Evaluation, evaluate, evaluation
from analytics.kept_run import UNUSED
from analytics.planned import Planned
from analytics.runner import sql
from analytics.settings import Settings
from data.store import Store

FEW = 8
"""So many patients are asked about with the kept plan; more are read sooner together."""
_TABLES = (
    ("results", "doses", "patients"),
    ("transplants", "symptoms", "events", "targets"),
)
"""Half each of what reading one patient costs."""
_Rows = dict[str, list[pa.Table]]

_kept: tuple[tuple[date, date | None, str, Settings], Planned] | None = None
_guard = threading.Lock()
_hands = ThreadPoolExecutor(len(_TABLES), "few")


def keep(store: Store, as_of: date, known_on: date | None, settings: Settings) -> None:
    """Plan the statement for these days, so that evaluate_few has it; takes as long as a few patients."""
    global _kept
    key = (as_of, known_on, str(store.time_zone), settings)
    with _guard:
        if _kept is None or _kept[0] != key:
            threads = min(store.cores, 2)  # more have nothing to do
            _kept = (key, Planned(as_of, known_on, str(store.time_zone), settings, threads=threads))
            # what the first question in a process loads is loaded now
            evaluate_few(store, as_of, known_on=known_on, patients=[""], settings=settings)


def evaluate_few(
    store: Store, as_of: date, *, known_on: date | None, patients: Sequence[str], settings: Settings
) -> Evaluation:
    """As alerts.evaluate; sooner for few patients on the days that were kept last."""
    chosen = sorted(set(patients))
    kept = _kept
    if (
        kept is None
        or not 0 < len(chosen) <= FEW
        or kept[0] != (as_of, known_on, str(store.time_zone), settings)
    ):
        return evaluate(store, as_of, known_on=known_on, patients=chosen, settings=settings)
    rows: _Rows = {}
    for part in _hands.map(partial(_record_of, store, known_on, chosen), _TABLES):
        rows |= part
    return evaluation(as_of, known_on, kept[1].answers(chosen, rows))


def _record_of(store: Store, known_on: date | None, patients: Sequence[str], tables: Sequence[str]) -> _Rows:
    with store.cursor() as cursor:
        found = {table: [_theirs(cursor, table, patient) for patient in patients] for table in tables}
        undone = cursor.execute(sql("", "undone"), {"known_on": known_on}).to_arrow_table()["import_id"]
    if not len(undone):
        return found
    return {
        table: [rows.filter(pc.invert(pc.is_in(rows["import_id"], undone))) for rows in parts]
        for table, parts in found.items()
    }


def _theirs(cursor: duckdb.DuckDBPyConnection, table: str, patient: str) -> pa.Table:
    """The rows of a record table of one patient; of results those of every analyte, which are found sooner."""
    columns = ", ".join(("patient_id", *(UNUSED if table == "results" else ())))
    question = f"SELECT * EXCLUDE ({columns}) FROM {table} WHERE patient_id = $patient"
    return cursor.execute(question, {"patient": patient}).to_arrow_table()
