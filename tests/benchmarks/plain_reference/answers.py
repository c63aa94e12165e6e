"""Three answers and episodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from plain_reference import settings as s

FIRES, CLEAR, CANNOT_TELL = "fires", "clear", "cannot_tell"
Three = bool | None


def above(comparator: str, value: float, limit: float) -> Three:
    """value > limit: < and > results answer only where they can."""
    if comparator == "<":
        return False if value <= limit else None
    if comparator == ">":
        return True if value >= limit else None
    return value > limit


def below(comparator: str, value: float, limit: float) -> Three:
    """value < limit, with the same care."""
    if comparator == "<":
        return True if value <= limit else None
    if comparator == ">":
        return False if value >= limit else None
    return value < limit


def both(one: Three, other: Three) -> Three:
    """And: one sure no is enough for no."""
    if one is False or other is False:
        return False
    return True if one and other else None


def either(one: Three, other: Three) -> Three:
    """Or: one sure yes is enough for yes."""
    if one or other:
        return True
    return False if one is False and other is False else None


def opposite(one: Three) -> Three:
    return None if one is None else not one


def answer(fires: Three) -> str:
    return CANNOT_TELL if fires is None else FIRES if fires else CLEAR


@dataclass
class Judgement:
    """What a rule says to one result."""

    day: date
    answer: str
    severity: str = ""
    value: float | None = None
    unit: str = ""
    threshold: float | None = None
    drug: str = ""


@dataclass
class Episode:
    """A stretch of firing."""

    rule: str
    severity: str
    began_on: date
    latest_on: date
    ended_on: date | None = None
    symptom: str = ""
    value: float | None = None
    unit: str = ""
    threshold: float | None = None
    onset_on: date | None = None


@dataclass
class Verdict:
    """What one rule found for one patient: its episodes, and its answer when none of them is open."""

    episodes: list[Episode]
    otherwise: str

    @property
    def answer(self) -> str:
        return FIRES if any(e.ended_on is None for e in self.episodes) else self.otherwise


def worst(one: str, other: str) -> str:
    return min(one, other, key=s.RANK.__getitem__)


def judged(
    rule: str, judgements: list[Judgement], ends_early: Callable[[Judgement], date | None] = lambda _: None
) -> Verdict:
    """Episodes of a rule on results: from the first firing one to the first clear one after it.

    ends_early: the first day after a firing result on which the rule cannot go on whatever the results say.
    """
    episodes: list[Episode] = []
    now: Episode | None = None
    last_firing: Judgement | None = None
    for j in judgements:
        if now and last_firing and (early := ends_early(last_firing)) and early <= j.day:
            now.ended_on, now = early, None
        if j.answer == FIRES:
            if now is None:
                now = Episode(rule, j.severity, j.day, j.day)
                episodes.append(now)
            now.latest_on, now.value, now.unit, now.threshold = j.day, j.value, j.unit, j.threshold
            now.severity = worst(now.severity, j.severity)
            last_firing = j
        elif j.answer == CLEAR and now:
            now.ended_on, now = j.day, None
    if now and last_firing and (early := ends_early(last_firing)):
        now.ended_on = early
    return Verdict(episodes, _otherwise(judgements))


def _otherwise(judgements: list[Judgement]) -> str:
    if not judgements:
        return CANNOT_TELL
    return CLEAR if judgements[-1].answer == FIRES else judgements[-1].answer
