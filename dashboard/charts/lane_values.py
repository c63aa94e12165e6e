"""What the lanes of numbers share: scales that keep extremes readable, lines that break at long silences, dose words."""

from __future__ import annotations

import statistics

import pandas as pd

from dashboard.charts import wording
from dashboard.charts.canvas import Line
from dashboard.texts import charts as chart_texts
from dashboard.texts import keys

LABEL_SPOTS = ("right", "above", "below", "left", "above right", "below right", "above left", "below left")
FEW = 5
"""So many results all carry their number; of more, those that matter."""


def worth_a_number(values: list[float], limit: float) -> list[int]:
    """Positions that carry their number, most important first: the last, those beyond the limit, highest, lowest, first."""
    last = len(values) - 1
    beyond = [i for i in range(last, -1, -1) if values[i] > limit]
    peaks = (
        sorted(range(last + 1), key=lambda i: -values[i])[:1]
        + sorted(range(last + 1), key=lambda i: values[i])[:1]
    )
    order = [last, *beyond[:8], *peaks, 0]
    if last < FEW:
        order += list(range(last, -1, -1))
    return list(dict.fromkeys(order))


LONGEST_JOIN_DAYS = 200
"""Results further apart than this are not joined: a line would claim what nobody measured."""


def clip_limit(values: list[float], floor: float) -> float:
    """Where the axis ends: extremes beyond it are drawn at the edge with their number, so the rest stays readable."""
    if not values:
        return floor
    usual = statistics.median(values)
    limit = max(floor, usual * 2.2)
    inside = [value for value in values if value <= limit]
    if len(inside) == len(values) or len(values) < 3:
        return max(*values, floor) if floor else max(values)
    return max([*inside, floor]) * 1.12


def trend_line(xs: list[pd.Timestamp], ys: list[float], colour: str, width: float = 2) -> list[Line]:
    """The line through results, broken where nothing was measured for long."""
    lines: list[Line] = []
    begin = 0
    for i in range(1, len(xs) + 1):
        if i == len(xs) or (xs[i] - xs[i - 1]).days > LONGEST_JOIN_DAYS:
            if i - begin > 1:
                lines.append(Line(xs[begin:i], ys[begin:i], colour, width))
            begin = i
    return lines


_PER_DAY = {"once_daily": 1, "twice_daily": 2, "three_times_daily": 3}


def formulation_words(formulation: str | None) -> str:
    """'extended release'; nothing for an unknown formulation."""
    return wording.safe(keys.word(keys.FORMULATIONS, formulation))


def dose_words(
    mg_per_day: float | None, formulation: str | None = "", mg_per_week: float | None = None
) -> str:
    """'4 mg/day extended release'; weekly drugs as mg/week; 'amount not on record'."""
    if mg_per_week is not None and not pd.isna(mg_per_week):
        amount = chart_texts.A_WEEK.format(mg=wording.plain(mg_per_week))
    elif mg_per_day is None or pd.isna(mg_per_day):
        amount = chart_texts.AMOUNT_UNKNOWN
    else:
        amount = chart_texts.A_DAY.format(mg=wording.plain(mg_per_day))
    return f"{amount} {formulation_words(formulation)}".strip()


def single_dose_words(mg_per_day: float, frequency: str | None) -> str:
    """'1 mg twice daily' for 2 mg/day; empty where the rhythm is unknown."""
    if not frequency or frequency not in _PER_DAY or pd.isna(mg_per_day):
        return ""
    mg = wording.plain(mg_per_day / _PER_DAY[frequency])
    return chart_texts.EACH.format(mg=mg, times=keys.word(keys.FREQUENCIES, frequency))


def is_weekly(frequency: str | None) -> bool:
    """Whether the drug is given on some days of the week only."""
    return str(frequency or "") in ("weekly", "every_other_day")
