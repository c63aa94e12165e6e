"""What would have fired under other settings: the alerts of a stretch of days, now against then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics import catalogue
from analytics.alerts import Evaluation, evaluate
from analytics.burden import case_studies, observed
from analytics.cohort import BURDEN_SEVERITIES
from analytics.settings import Settings
from analytics.texts import settings as texts
from data.errors import TroughlineError
from data.store import Store

SERIES = ["patient_id", "rule", "symptom_key"]
IDENTITY = [*SERIES, "began_on", "sequence"]
CHANGES = ("new", "gone", "moved", "other severity")
COLUMNS = (
    "change",
    "patient_id",
    "rule",
    "symptom",
    "severity_now",
    "severity_then",
    "began_now",
    "began_then",
    "ended_on",
    "why",
)


@dataclass(frozen=True)
class Replay:
    """Alerts that fired on at least one day from first_on to last_on, under the settings in force and under new ones."""

    first_on: date
    last_on: date
    settings: list[tuple[str, Any, Any, str]]
    """(key, now, then, unit) of every setting that differs."""
    patients: int
    patient_months: float
    alerts: pd.DataFrame
    """COLUMNS; one row an alert that differs. new and gone: only one of the two settings raises it; moved: both do, from
    another day on; other severity: the same days. What belongs to the absent side is empty."""
    rules: pd.DataFrame
    """rule, now, then (alerts that fired), new, gone, moved, severity, began_now, began_then (alerts that began in the
    days), now_per_patient_month, then_per_patient_month (of those that began); only rules that fired, catalogue order."""

    def attention(self, when: str) -> float | None:
        """Critical and warning alerts that began, per patient-month; when: now or then. None without a patient-month."""
        return self._attention[when] / self.patient_months if self.patient_months else None

    _attention: dict[str, int]


def replay(store: Store, now: Settings, then: Settings, first_on: date, last_on: date) -> Replay:
    """Compare two settings over [first_on, last_on]; published cases stand apart.

    Raises TroughlineError when the stretch ends before it begins.
    """
    if last_on < first_on:
        raise TroughlineError(texts.REPLAY_REVERSED.format(first=first_on, last=last_on))
    cases = case_studies(store)
    before, after = (
        _fired(evaluate(store, last_on, settings=settings), first_on, cases) for settings in (now, then)
    )
    patients, months = observed(store, first_on, last_on, settings=now)
    differing = [
        (key, value, then.value(key), unit) for key, value, unit, _ in now.items() if value != then.value(key)
    ]
    alerts = _differences(before, after)
    return Replay(
        first_on,
        last_on,
        differing,
        patients,
        months,
        alerts,
        _by_rule(before, after, alerts, first_on, months),
        {"now": _asking(before, first_on), "then": _asking(after, first_on)},
    )


def _fired(evaluation: Evaluation, first_on: date, cases: set[str]) -> pd.DataFrame:
    rows, start = evaluation.alerts, pd.Timestamp(first_on)
    within = rows["ended_on"].isna() | (rows["ended_on"] > start) | (rows["began_on"] >= start)
    return rows[within & ~rows["patient_id"].isin(cases)].reset_index(drop=True)


def _differences(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    both = before.merge(after, on=IDENTITY, how="outer", suffixes=("_now", "_then"), indicator="found")
    both["began_now"] = both["began_on"].where(both["found"] != "right_only")
    both["began_then"] = both["began_on"].where(both["found"] != "left_only")
    stayed = both[(both["found"] == "both") & (both["severity_now"] != both["severity_then"])]
    gone, new = (both[both["found"] == side] for side in ("left_only", "right_only"))
    moved = _moved(gone, new)
    gone = gone[~gone.index.isin(moved["gone_row"])]
    new = new[~new.index.isin(moved["new_row"])]
    parts = [
        part.assign(change=change)
        for part, change in ((new, "new"), (gone, "gone"), (moved, "moved"), (stayed, "other severity"))
    ]
    table = pd.concat(parts, ignore_index=True)
    for name in ("symptom", "ended_on", "why"):
        table[name] = table[f"{name}_then"].where(table["change"] != "gone", table[f"{name}_now"])
    for name in ("severity_now", "severity_then"):
        table[name] = table[name].astype(object).where(table[name].notna(), "")
    return table.sort_values(["patient_id", "rule", "began_then", "began_now"], kind="stable")[
        list(COLUMNS)
    ].reset_index(drop=True)


def _moved(gone: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The same alert with another first day: of one patient, rule and symptom, and they share a day; each used once."""
    pairs = gone.reset_index(names="gone_row").merge(
        new.reset_index(names="new_row"), on=SERIES, suffixes=("_gone", "_new")
    )
    far = pd.Timestamp.max.normalize()
    share = (pairs["began_on_gone"] < pairs["ended_on_then_new"].fillna(far)) & (
        pairs["began_on_new"] < pairs["ended_on_now_gone"].fillna(far)
    )
    pairs = pairs[share].sort_values([*SERIES, "began_on_gone", "began_on_new"], kind="stable")
    pairs = pairs.drop_duplicates("gone_row").drop_duplicates("new_row")
    table = pairs[[*SERIES, "gone_row", "new_row"]].copy()
    for name in ("severity", "symptom", "ended_on", "why"):
        table[f"{name}_now"], table[f"{name}_then"] = pairs[f"{name}_now_gone"], pairs[f"{name}_then_new"]
    table["began_now"], table["began_then"] = pairs["began_on_gone"], pairs["began_on_new"]
    return table


def _by_rule(
    before: pd.DataFrame, after: pd.DataFrame, alerts: pd.DataFrame, first_on: date, months: float
) -> pd.DataFrame:
    counts = pd.DataFrame(index=pd.Index(catalogue.ORDER, name="rule"))
    counts["now"], counts["then"] = before.groupby("rule").size(), after.groupby("rule").size()
    for change, column in zip(CHANGES, ("new", "gone", "moved", "severity"), strict=True):
        counts[column] = alerts[alerts["change"] == change].groupby("rule").size()
    for side, rows in (("now", before), ("then", after)):
        counts[f"began_{side}"] = rows[rows["began_on"] >= pd.Timestamp(first_on)].groupby("rule").size()
    counts = counts.fillna(0).astype(int)
    for side in ("now", "then"):
        counts[f"{side}_per_patient_month"] = counts[f"began_{side}"] / months if months else float("nan")
    return counts[(counts["now"] > 0) | (counts["then"] > 0)].reset_index()


def _asking(rows: pd.DataFrame, first_on: date) -> int:
    began = rows["began_on"] >= pd.Timestamp(first_on)
    return int((began & rows["severity"].isin(BURDEN_SEVERITIES)).sum())
