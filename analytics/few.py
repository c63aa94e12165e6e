"""Few patients of a store, asked about on statements that are planned once.

Where there are two cores, two engines share the rules, each with the records and measures that its rules read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import TypeVar

import duckdb
import pyarrow as pa

from analytics import catalogue
from analytics.alerts import Answers, Evaluation, answers, evaluate, put_together
from analytics.kept_run import KeptRun, theirs
from analytics.settings import Settings
from data.store import RECORD_TABLES, Store

FEW = 8
"""So many patients are asked about on kept plans; more are read sooner together."""
FIRST_HALF = (
    "cips_window",
    "cips_pain_in_window",
    "cips_pain_after_cni_increase",
    "pain_after_exposure_change",
    "cips_alp_raised",
    "cips_pain_beyond_18_months",
    "hypercalcaemia_severe",
    "phosphorus_very_low",
    "trough_due_after_dose_change",
    "creatinine_rise_after_cni_reduction",
)
"""Half of what the rules cost, when those stand together that read the same measures, or one the other's answers."""
SECOND_HALF = tuple(name for name in catalogue.ORDER if name not in FIRST_HALF)
_TABLES = tuple(RECORD_TABLES.values())
_Rows = dict[str, pa.Table]

_kept: tuple[tuple[date, date | None, str, Settings], list[KeptRun]] | None = None
_guard = threading.Lock()
_hands = ThreadPoolExecutor(1, "few"), ThreadPoolExecutor(1, "few")
"""One for each half, because two threads are in each other's way when one frees the memory that the other has taken."""
_Given = TypeVar("_Given")
_Got = TypeVar("_Got")


def _side_by_side(work: Callable[[_Given], _Got], halves: Sequence[_Given]) -> list[_Got]:
    """What the work gives for each half, each on its own thread; it waits for no other work of these threads."""
    tasks = [hand.submit(work, half) for hand, half in zip(_hands, halves, strict=False)]
    return [task.result() for task in tasks]


def keep(store: Store, as_of: date, known_on: date | None, settings: Settings) -> None:
    """Plan the statements for these days, so that evaluate_few has them; takes as long as a few patients."""
    global _kept
    key = (as_of, known_on, str(store.time_zone), settings)

    def planned(rules: Sequence[str]) -> KeptRun:
        run = KeptRun(as_of, known_on, str(store.time_zone), settings, rules=rules)
        with run.about([], lambda _: None) as this:
            answers(this)
        return run

    with _guard:
        if _kept is None or _kept[0] != key:
            halves = (FIRST_HALF, SECOND_HALF) if store.cores > 1 else (catalogue.ORDER,)
            _kept = (key, _side_by_side(planned, halves))
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
    for part in _side_by_side(partial(_record_of, store, chosen), (_TABLES[::2], _TABLES[1::2])):
        rows |= part
    parts = _side_by_side(lambda run: _answers(run, chosen, rows), kept[1])
    return put_together(as_of, known_on, parts)


def _record_of(store: Store, patients: Sequence[str], tables: Sequence[str]) -> _Rows:
    with store.cursor() as cursor:
        rows = {
            f"scope_{table}": pa.concat_tables(
                [theirs(cursor, table, number, patient) for number, patient in enumerate(patients)]
            )
            for table in tables
        }
        rows["import_undos"] = cursor.execute("SELECT * FROM import_undos").to_arrow_table()
    return rows


def _answers(run: KeptRun, patients: Sequence[str], rows: _Rows) -> Answers:
    def fill(_: duckdb.DuckDBPyConnection) -> None:
        for table, found in rows.items():
            run.put(table, found)

    with run.about(patients, fill) as this:
        return answers(this)
