"""The weekly list for the pages: read once per evaluation, kept for the next rerun, answers always fresh."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics import review, review_loading
from analytics.acknowledgement import records
from analytics.review_facts import ListFacts
from dashboard import state

if TYPE_CHECKING:
    from analytics.alerts import Evaluation

Trends = Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]

_guard = threading.RLock()
_facts: OrderedDict[tuple[Any, ...], _Read] = OrderedDict()
_lists: OrderedDict[tuple[Any, ...], review.WeeklyList] = OrderedDict()
KEPT = 6


@dataclass(frozen=True)
class _Read:
    evaluation: Evaluation  # held, so that its id stays its own
    facts: ListFacts
    trends: Trends


def this_week(as_of: date, known_on: date | None = None) -> tuple[review.WeeklyList, Trends]:
    """The list as of a day and the points of its small trends by (patient, lane)."""
    store = state.store()
    evaluation = state.evaluator().at(as_of, known_on)
    with _guard:
        read = _facts_of(evaluation)
        key = (str(store.path), store.version, id(read.evaluation))
        if key not in _lists:
            since = review.last_meeting(store, as_of)
            before = state.evaluator().at(since, since)
            _lists[key] = review.weekly_list(store, evaluation, read.facts, since=since, before=before)
            _trim(_lists)
        return _lists[key], read.trends


def _facts_of(evaluation: Evaluation) -> _Read:
    store, settings = state.store(), state.settings()
    key = (str(store.path), id(evaluation))
    found = _facts.get(key)
    if found is None or found.evaluation is not evaluation:
        facts = review_loading.load(store, evaluation.as_of, known_on=evaluation.known_on, settings=settings)
        trends: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        for point in records(facts.trends):
            trends[point["patient_id"], point["lane"]].append(point)
        found = _facts[key] = _Read(evaluation, facts, trends)
        _trim(_facts)
    return found


def _trim(kept: OrderedDict[tuple[Any, ...], Any]) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)
