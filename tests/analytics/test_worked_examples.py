"""The worked examples of the fact base that concern windows, spread, time in target and C0/D (ids W…)."""

from __future__ import annotations

import random

import pytest

from analytics.spread import chi_square_quantile, spread
from analytics.time_in_target import time_in_target


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        ([6.0, 5.2, 7.4, 6.6, 5.8], 13.49),
        ([4.1, 9.8, 5.0, 12.2, 3.6, 7.9], 48.63),
        ([5.0, 6.0, 9.0, 4.0], 36.0),
    ],
    ids=["W58", "W59", "W62"],
)
def test_cv_with_n_minus_1(values: list[float], percent: float) -> None:
    found = spread(values)
    assert found
    assert round(found.percent, 2) == percent
    assert found.low < found.percent < found.high
    assert spread(random.Random(1).sample(values, len(values))) == found


def test_cv_needs_two_values_and_a_mean() -> None:
    assert spread([5.0]) is None
    assert spread([]) is None
    assert spread([0.0, 0.0]) is None


@pytest.mark.parametrize(
    ("p", "freedom", "value"), [(0.025, 2, 0.0506), (0.975, 2, 7.3778), (0.5, 10, 9.3418)]
)
def test_chi_square(p: float, freedom: int, value: float) -> None:
    assert chi_square_quantile(p, freedom) == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize(
    ("points", "percent", "days"),
    [
        ([(0, 4.0), (10, 6.0), (20, 10.0)], 50.0, 20),
        ([(0, 6.0), (30, 6.0)], 100.0, 30),
        ([(0, 9.0), (14, 9.0)], 0.0, 14),
    ],
    ids=["W63", "W65", "W66"],
)
def test_time_in_target(points: list[tuple[int, float]], percent: float, days: float) -> None:
    found = time_in_target(points, lambda day: (5.0, 8.0), longest_gap=56)
    assert found
    assert (found.percent, found.days) == (percent, days)


def test_one_level_is_not_enough() -> None:  # W69
    assert time_in_target([(0, 6.0)], lambda day: (5.0, 8.0), longest_gap=56) is None


def test_gaps_over_56_days_are_left_out() -> None:
    assert time_in_target([(0, 6.0), (57, 6.0)], lambda day: (5.0, 8.0), longest_gap=56) is None
    found = time_in_target([(0, 6.0), (56, 6.0), (120, 6.0)], lambda day: (5.0, 8.0), longest_gap=56)
    assert found
    assert (found.days, found.skipped_gaps) == (56, 1)


def test_split_where_the_target_changes() -> None:
    found = time_in_target(
        [(0, 6.0), (20, 6.0)], lambda day: (5.0, 8.0) if day < 5 else (7.0, 8.0), [5], longest_gap=56
    )
    assert found
    assert found.percent == 25.0
