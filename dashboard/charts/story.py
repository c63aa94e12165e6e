"""What the record says in words, computed from it: what a dose change did to the level, how soon a symptom followed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from dashboard.charts import wording
from dashboard.charts.canvas import Row
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.view import View
from dashboard.texts import findings as texts
from dashboard.texts import keys

SOON_DAYS = 14
"""A symptom this soon after a change is named with its lag (the rules' 0-14 days, definitions.md)."""
NEXT_LEVEL_DAYS = 42
RISES = ("increase", "start", "restart", "switch", "formulation")


class Answer(NamedTuple):
    """One dose change and the levels around it."""

    changed_on: pd.Timestamp
    words: str
    before_on: pd.Timestamp
    after_on: pd.Timestamp
    before: float
    after: float
    telling: bool


@lru_cache(maxsize=64)
def answers(record: Tidy, drug: str) -> tuple[Answer, ...]:
    """For every increase, reduction or formulation change: the last level before it against the first one after."""
    levels = record.troughs[(record.troughs["drug"] == drug) & (record.troughs["comparator"] == "")]
    changes = record.changes[
        (record.changes["drug"] == drug)
        & record.changes["kind"].isin(["increase", "reduction", "formulation"])
    ]
    days = changes["changed_on"].tolist()
    drawn = list(
        zip(
            levels["collected_at"].dt.normalize(), levels["collected_at"], levels["value"],
            levels["before_steady_state"].astype(bool), strict=True,
        )
    )  # fmt: skip
    found = []
    for i, change in enumerate(as_rows(changes)):
        # a level drawn on the day of a change belongs to the dose before it (definitions.md, "Doses")
        before = [(at, value) for day, at, value, _ in drawn if day <= change.changed_on][-1:]
        until = days[i + 1] if i + 1 < len(days) else pd.Timestamp.max
        horizon = min(until, change.changed_on + pd.Timedelta(days=NEXT_LEVEL_DAYS))
        later = [
            (unsettled, at, value)
            for day, at, value, unsettled in drawn
            if change.changed_on < day <= horizon
        ]
        after = [(at, value) for unsettled, at, value in later if not unsettled] or [
            (at, value) for _, at, value in later
        ]
        if not before or not after or not before[0][1]:
            continue
        (before_on, level_before), (after_on, level_after) = before[0], after[0]
        ratio = level_after / level_before
        dose = _dose_words(change)
        level = texts.LEVEL_ROSE if ratio > 1 else texts.LEVEL_FELL
        level = texts.LEVEL_SAME if abs(ratio - 1) < 0.05 else level.format(percent=abs(ratio - 1) * 100)
        odd = (
            (change.kind == "increase" and ratio < 0.95)
            or (change.kind == "reduction" and ratio > 1.05)
            or change.kind == "formulation"
        )
        odd = odd or followed(record, change.changed_on)
        words = texts.ANSWER.format(dose=dose, level=level)
        found.append(Answer(change.changed_on, words, before_on, after_on, level_before, level_after, odd))
    return tuple(found)


def _dose_words(change: Any) -> str:
    if change.kind == "formulation":
        return texts.NEW_FORMULATION.format(formulation=keys.word(keys.FORMULATIONS, change.to_formulation))
    if pd.isna(change.from_mg_per_day) or pd.isna(change.to_mg_per_day) or not change.from_mg_per_day:
        return texts.DOSE_RAISED if change.kind == "increase" else texts.DOSE_CUT
    ratio = change.to_mg_per_day / change.from_mg_per_day
    other = texts.DOSE_UP if ratio > 1 else texts.DOSE_DOWN
    return texts.DOSE_TIMES.get(round(ratio, 3)) or other.format(percent=abs(ratio - 1) * 100)


def followed(record: Tidy, changed_on: pd.Timestamp) -> bool:
    """Whether a lower-limb pain began within 14 days after that day."""
    pains = record.symptoms[
        record.symptoms["lower_limb"].astype(bool) & (record.symptoms["symptom"] == "pain")
    ]
    lag = (pains["onset_on"] - changed_on).dt.days
    return bool(((lag >= 0) & (lag <= SOON_DAYS)).any())


@lru_cache(maxsize=512)
def lag_words(record: Tidy, onset: pd.Timestamp) -> str:
    """'7 days after the rise' for the nearest CNI change up to 14 days before an onset; empty without one."""
    changes = record.changes
    lags = (onset - changes["changed_on"]).dt.days
    near = changes[(lags >= 0) & (lags <= SOON_DAYS)].assign(lag=lags)
    drugs = set(record.dose_periods.loc[record.dose_periods["drug_class"] == "cni", "drug"])
    near = near[near["drug"].isin(drugs) & near["kind"].isin(RISES)].sort_values(["lag", "drug"])
    if not len(near):
        return ""
    change = near.iloc[0]
    days = int(change["lag"])
    said = texts.LAG_AFTER if days else texts.LAG_NONE
    return said.format(days=wording.span_words(days), what=texts.LAG_TO[change["kind"]])


def tell(record: Tidy, row: Row, view: View, drug: str, most: int = 2) -> None:
    """Write the most telling answers beside the levels: those against expectation or followed by pain, newest first."""
    found = [
        a for a in answers(record, drug) if view.holds(a.before_on) and view.holds(a.after_on) and a.telling
    ]
    for answer in sorted(found, key=lambda a: a.changed_on, reverse=True)[:most]:
        height = (min(answer.before, row.high) + min(answer.after, row.high)) / 2
        floor = row.low + (row.high - row.low) * 0.1
        beside_before = ("left", "below left", "above left", "below right")
        beside_after = ("right", "below right", "above right", "below left")
        tries: tuple[tuple[Any, float, tuple[str, ...]], ...] = (
            (answer.after_on, height, beside_after),
            (answer.before_on, height, beside_before),
        )
        tries += ((answer.after_on, floor, ("right", "left")), (answer.before_on, floor, ("left", "right")))
        for when, level, spots in tries:
            if row.label(when, level, answer.words, spots, view.theme.text, size=13):
                break
