"""Evaluations kept between page loads; after an import only the touched patients are evaluated again."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from datetime import date

import pandas as pd

from analytics.alerts import Evaluation, evaluate
from analytics.few import evaluate_few
from analytics.settings import Settings, load
from data.store import RECORD_TABLES, Store

KEPT = 8  # evaluations of different days kept at once


class Evaluator:
    """Keeps the last evaluations of one store, keyed by the two days and the store's version."""

    def __init__(self, store: Store, settings: Settings | None = None) -> None:
        self.store = store
        self.settings = settings or load()
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[date, date | None], tuple[int, int, int, Evaluation]] = OrderedDict()

    def at(self, as_of: date, known_on: date | None = None) -> Evaluation:
        """Every patient as seen on as_of, with what was known on known_on."""
        with self._lock:
            version, records, undos = self.store.version, self._newest_record(), self._undos()
            key = (as_of, known_on)
            kept = self._kept.get(key)
            if kept is None or kept[2] != undos:
                found = evaluate(self.store, as_of, known_on=known_on, settings=self.settings)
            elif kept[0] == version or kept[1] == records:
                found = kept[3]
            else:
                found = self._again(kept[3], self._touched(kept[1]))
            self._kept[key] = (version, records, undos, found)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return found

    def of(self, patient_id: str, as_of: date, known_on: date | None = None) -> Evaluation:
        """One patient: cut out of everybody's evaluation where it is at hand, else evaluated alone."""
        with self._lock:
            kept = self._kept.get((as_of, known_on))
            at_hand = kept[3] if kept and (kept[0], kept[2]) == (self.store.version, self._undos()) else None
        if at_hand is None:
            return evaluate_few(
                self.store, as_of, known_on=known_on, patients=[patient_id], settings=self.settings
            )
        theirs = bisect_left(at_hand.patients, patient_id), bisect_right(at_hand.patients, patient_id)
        return Evaluation(
            as_of,
            known_on,
            _cut(at_hand.alerts, patient_id),
            _cut(at_hand.not_clear, patient_id),
            at_hand.patients[slice(*theirs)],
        )

    def _again(self, before: Evaluation, touched: list[str]) -> Evaluation:
        after = evaluate_few(
            self.store, before.as_of, known_on=before.known_on, patients=touched, settings=self.settings
        )
        return Evaluation(
            before.as_of,
            before.known_on,
            _merged(
                before.alerts,
                after.alerts,
                touched,
                ["patient_id", "rule", "began_on", "symptom", "symptom_key", "sequence"],
            ),
            _merged(before.not_clear, after.not_clear, touched, ["patient_id", "rule"]),
            sorted({*before.patients} - {*touched} | {*after.patients}),
        )

    def _newest_record(self) -> int:
        tables = " UNION ALL ".join(f"SELECT max(record_id) AS r FROM {t}" for t in RECORD_TABLES.values())
        return int(self.store.value(f"SELECT coalesce(max(r), 0) FROM ({tables})"))

    def _undos(self) -> int:
        return int(self.store.value("SELECT count(*) FROM import_undos"))

    def _touched(self, since: int) -> list[str]:
        tables = " UNION ".join(
            f"SELECT patient_id FROM {t} WHERE record_id > $since" for t in RECORD_TABLES.values()
        )
        return sorted(self.store.read(tables, {"since": since})["patient_id"])


def _cut(rows: pd.DataFrame, patient_id: str) -> pd.DataFrame:
    ids = rows["patient_id"].array  # sorted, so two searches find the patient's rows
    theirs = rows.iloc[bisect_left(ids, patient_id) : bisect_right(ids, patient_id)]
    # by way of Python's objects, because a kept slice would hold everybody's rows
    return theirs.astype(object).astype(rows.dtypes).reset_index(drop=True)


def _merged(before: pd.DataFrame, after: pd.DataFrame, touched: list[str], order: list[str]) -> pd.DataFrame:
    untouched = before[~before["patient_id"].isin(touched)]
    both = pd.concat([untouched, after], ignore_index=True) if len(after) else untouched
    return both.sort_values(order, kind="stable").reset_index(drop=True)
