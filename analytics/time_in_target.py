"""Rosendaal time in target: linear between consecutive levels, continuous, split where the target changes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Target = tuple[float, float] | None


@dataclass(frozen=True)
class TimeInTarget:
    """percent of the interpolated days that lay in the target; days is how many were interpolated."""

    percent: float
    days: float
    skipped_gaps: int


def time_in_target(
    points: Sequence[tuple[int, float]],
    target_on: Callable[[int], Target],
    changes: Sequence[int] = (),
    *,
    longest_gap: int,
) -> TimeInTarget | None:
    """points: (day, ng/mL) in order of time; target_on(day): the target from that day on; changes: days on which it changes.

    Gaps longer than longest_gap days are not interpolated; days without a target do not count.
    None when no day could be interpolated.
    """
    inside = total = 0.0
    skipped = 0
    for (day_0, level_0), (day_1, level_1) in itertools.pairwise(points):
        if day_1 == day_0:
            continue
        if day_1 - day_0 > longest_gap:
            skipped += 1
            continue
        cuts = [day_0, *sorted({c for c in changes if day_0 < c < day_1}), day_1]
        for begin, end in itertools.pairwise(cuts):
            target = target_on(begin)
            if target is None:
                continue
            slope = (level_1 - level_0) / (day_1 - day_0)
            inside += _days_inside(
                level_0 + slope * (begin - day_0), level_0 + slope * (end - day_0), end - begin, *target
            )
            total += end - begin
    return TimeInTarget(round(inside / total * 100, 6), total, skipped) if total else None


def _days_inside(a: float, b: float, days: float, low: float, high: float) -> float:
    if a == b:
        return days if low <= a <= high else 0.0
    entered, left = sorted(((low - a) / (b - a), (high - a) / (b - a)))
    return max(0.0, min(left, 1.0) - max(entered, 0.0)) * days
