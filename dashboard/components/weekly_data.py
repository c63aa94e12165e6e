"""The weekly list for the pages: read once per evaluation, kept for the next rerun, answers always fresh."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from analytics import review, review_loading
from analytics.alerts import Evaluation, evaluate
from analytics.review_facts import ListFacts, Points
from dashboard import state

_guard = threading.RLock()
_facts: OrderedDict[tuple[Any, ...], _Read] = OrderedDict()
_earlier: OrderedDict[tuple[Any, ...], tuple[Evaluation, Evaluation]] = OrderedDict()
_weeks: OrderedDict[tuple[Any, ...], Week] = OrderedDict()
KEPT = 6


@dataclass(frozen=True)
class Week:
    """The list, the points of its small trends by (patient, lane), and the lines that were drawn from both."""

    weekly: review.WeeklyList
    trends: Points
    lines: dict[tuple[Any, ...], str]

    @cached_property
    def offered(self) -> dict[str, frozenset[str]]:
        """What the filters can choose: clinics, consultants, drugs and rules of everybody on the list."""
        rows = self.weekly.entries
        return {
            "clinic": frozenset(row["clinic"] for row in rows),
            "consultant": frozenset(row["consultant"] for row in rows),
            "drug": frozenset(dose["drug"] for row in rows for dose in row["drugs"]),
            "rule": frozenset(rule for row in rows for rule in row["rules"]),
        }

    @cached_property
    def groups(self) -> dict[str, list[dict[str, Any]]]:
        """Everybody by group; who asks for attention is under ""."""
        return by_group(self.weekly.entries)


def by_group(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each folded group, and all others under ""."""
    groups: dict[str, list[dict[str, Any]]] = {group: [] for group in ("", *review.FOLDED)}
    for row in rows:
        groups[row["group"] if row["group"] in groups else ""].append(row)
    return groups


@dataclass(frozen=True)
class _Read:
    evaluation: Evaluation  # held, so that its id stays its own
    facts: ListFacts


def this_week(as_of: date, known_on: date | None = None) -> Week:
    """The list as of a day, kept until the record or an answer changes."""
    store = state.store()
    evaluation = state.evaluator().at(as_of, known_on)
    with _guard:
        read = _facts_of(evaluation)
        key = (str(store.path), store.version, id(read.evaluation))
        if key not in _weeks:
            since = review.last_meeting(store, as_of)
            before = _before(evaluation, since)
            weekly = review.weekly_list(store, evaluation, read.facts, since=since, before=before)
            _weeks[key] = Week(weekly, read.facts.points_of, {})
            _trim(_weeks)
        return _weeks[key]


def as_the_day_began(as_of: date) -> review.WeeklyList:
    """The list before anything of this day was answered, for the minutes."""
    store = state.store()
    evaluation = state.evaluator().at(as_of, None)
    with _guard:
        read = _facts_of(evaluation)
        since = review.last_meeting(store, as_of)
        return review.weekly_list(
            store, evaluation, read.facts, since=since, before=_before(evaluation, since),
            answered_by=as_of - timedelta(days=1),
        )  # fmt: skip


def _facts_of(evaluation: Evaluation) -> _Read:
    store, settings = state.store(), state.settings()
    key = (str(store.path), id(evaluation))
    found = _facts.get(key)
    if found is None or found.evaluation is not evaluation:
        facts = review_loading.load(store, evaluation, settings)
        found = _facts[key] = _Read(evaluation, facts)
        _trim(_facts)
    return found


def _before(evaluation: Evaluation, since: date) -> Evaluation:
    """What was known at the last meeting about those who have an older open alert now; nobody else needs it."""
    key = (str(state.store().path), id(evaluation), since)
    found = _earlier.get(key)
    if found is None or found[0] is not evaluation:
        alerts = evaluation.alerts
        asking = alerts[(alerts["status"] == "open") & alerts["severity"].isin(["critical", "warning"])]
        older = asking[pd.to_datetime(asking["began_on"]) <= pd.Timestamp(since)]
        patients = sorted(set(older["patient_id"]))
        then = evaluate(state.store(), since, known_on=since, patients=patients, settings=state.settings())
        found = _earlier[key] = (evaluation, then)
        _trim(_earlier)
    return found[1]


def _trim(kept: OrderedDict[tuple[Any, ...], Any]) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)
