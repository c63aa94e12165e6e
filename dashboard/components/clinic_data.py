"""Clinic-wide tables for the timing, cohort and rules pages, read once per state of the record."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, TypeVar

import pandas as pd

from analytics import cohort
from analytics.burden import Burden, a_year_before, burden_by_rule
from analytics.replay import Replay, replay
from analytics.settings import Settings
from dashboard import state

T = TypeVar("T")
KEPT = 16
_guard = threading.RLock()
_kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()


def timing() -> cohort.Timing:
    """Onsets with the changes before them, on the chosen day."""
    return _once(
        "timing",
        lambda: cohort.timing(
            state.store(), state.as_of(), known_on=state.known_on(), settings=state.settings()
        ),
    )


def overview() -> cohort.Cohort:
    """Swimmers, values by month and patient-months, on the chosen day."""
    return _once(
        "overview",
        lambda: cohort.cohort(
            state.store(), state.as_of(), known_on=state.known_on(), settings=state.settings()
        ),
    )


def curves(event: str, measure: str) -> pd.DataFrame:
    """One measure re-zeroed on an event."""
    return _once(
        f"curves {event} {measure}",
        lambda: cohort.curves(
            state.store(), state.as_of(), event, measure, known_on=state.known_on(), settings=state.settings()
        ),
    )


def burden() -> Burden:
    """What every rule said in the twelve months up to the chosen day, and how it was answered."""
    return _once(
        ("burden", state.store().version),  # an answer changes it too
        lambda: burden_by_rule(
            state.store(),
            state.evaluation(),
            a_year_before(state.as_of()),
            settings=state.settings(),
        ),
    )


def replayed(new: Settings, first_on: date, last_on: date) -> Replay:
    """The alerts under other settings beside those in force."""
    return _once(
        ("replay", new, first_on, last_on),
        lambda: replay(state.store(), state.settings(), new, first_on, last_on),
    )


def case_studies() -> set[str]:
    """Ids of the published cases, which stand apart from the clinic."""
    people = state.people()
    return set(people.loc[people["opens_on"].notna(), "patient_id"])


def _once(what: Hashable, read: Callable[[], T]) -> T:
    """Kept while the evaluation of the day is the same object: it changes with every import and undo, not with reviews."""
    evaluation = state.evaluation()
    key = (what, str(state.store().path), id(evaluation))
    with _guard:
        if key not in _kept:
            _kept[key] = (evaluation, read())
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        found: T = _kept[key][1]
        return found
