"""The last value of a small trend: marked only where it is known to lie beyond its limit."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.charts import palette
from dashboard.charts.wording import unit
from dashboard.components.sparkline import sparkline

DAY = date(2026, 6, 30)


def test_the_day_of_a_value_of_another_year_has_its_year() -> None:
    old = {"taken_on": date(2025, 12, 30), "value": 50.0, "comparator": "", "low": 40.0, "high": 130.0}
    drawn = sparkline("alp", [old], palette.theme("light"), date(2025, 12, 1), DAY, unit("alp", False))
    assert "30 Dec 2025" in drawn


@pytest.mark.parametrize(
    ("comparator", "value", "marked"),
    [
        ("", 130.0, ""),
        ("", 130.1, "▲"),
        (">", 130.0, "▲"),
        (">", 129.0, ""),
        ("<", 300.0, ""),
        ("", 40.0, ""),
        ("", 39.9, "▼"),
        ("<", 40.0, "▼"),
        ("<", 41.0, ""),
        (">", 30.0, ""),
    ],
)
def test_only_a_value_known_to_lie_beyond_its_limit_is_marked(
    comparator: str, value: float, marked: str
) -> None:
    point = {"taken_on": DAY, "value": value, "comparator": comparator, "low": 40.0, "high": 130.0}
    drawn = sparkline("alp", [point], palette.theme("light"), date(2026, 1, 1), DAY, unit("alp", False))
    assert [arrow for arrow in "▲▼" if arrow in drawn] == list(marked)
    assert ("tl-beyond" in drawn) == bool(marked)
