"""What part of the record the timeline shows and how: span, zero of the day count, units, theme, ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from analytics.texts.days import month_name, short_day
from dashboard.charts import palette, wording
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.texts import charts as chart_texts
from dashboard.texts import keys
from dashboard.texts.drugs import DRUGS

PRESETS = ("window", "3 months", "1 year", "all")
RIGHT_ROOM = 0.13
"""Share of the span left free after the shown day, for the labels of the newest values."""
NARROWEST_PLOT = 460
"""Pixels of plot at 1024 px: labels are laid out for it, so that they fit on every wider screen too."""


@dataclass(frozen=True)
class View:
    """One way to look at one record. start and end are the axis range; nothing lies after as_of."""

    as_of: date
    start: pd.Timestamp
    end: pd.Timestamp
    zero: date | None = None
    zero_name: str = chart_texts.TRANSPLANT
    axis: Literal["dates", "days"] = "dates"
    si: bool = False
    theme: palette.Theme = palette.LIGHT
    width: int = NARROWEST_PLOT
    pth_log: bool = True
    extra: tuple[str, ...] = ()
    only: str | None = None
    across: tuple[pd.Timestamp, ...] = ()
    """Where thin lines run through every row; labels keep off them where they can."""
    washed: tuple[tuple[pd.Timestamp, pd.Timestamp], ...] = ()

    @property
    def days(self) -> float:
        """Length of the axis in days."""
        return (self.end - self.start) / pd.Timedelta(days=1)

    def px(self, when: Any) -> float:
        """Pixels from the left end of the axis."""
        return (pd.Timestamp(when) - self.start) / pd.Timedelta(days=1) / self.days * self.width

    def holds(self, when: Any) -> bool:
        """Whether that moment lies on the axis."""
        return bool(self.start <= pd.Timestamp(when) <= self.end)

    def clamp(self, when: Any) -> pd.Timestamp:
        """That moment, or the nearer end of the axis."""
        return min(max(pd.Timestamp(when), self.start), self.end)

    def shown_end(self) -> pd.Timestamp:
        """The end of what is on record: the day after as_of, where running bars end in an arrow."""
        return min(pd.Timestamp(self.as_of) + pd.Timedelta(days=1), self.end)

    def day_number(self, when: Any) -> int | None:
        """Whole days from zero to that day."""
        return None if self.zero is None else (pd.Timestamp(when).normalize() - pd.Timestamp(self.zero)).days


@lru_cache(maxsize=64)
def zero_choices(record: Tidy) -> tuple[tuple[str, date], ...]:
    """Days the axis can count from: the transplants, the CNI course, CNI and steroid changes, symptom onsets."""
    found: list[tuple[str, date]] = []
    for row in as_rows(record.transplants.sort_values("transplanted_on", ascending=False)):
        found.append(
            (
                chart_texts.TRANSPLANT_OF.format(
                    organ=keys.word(keys.ORGANS, row.organ) or chart_texts.TRANSPLANT
                ),
                row.transplanted_on.date(),
            )
        )
    for row in as_rows(record.windows[record.windows["anchor"] == "cni_start"]):
        found.append((chart_texts.FIRST_CNI_DAY, row.anchor_on.date()))
    for row in as_rows(record.symptoms.sort_values("onset_on")):
        found.append(
            (
                f"{keys.word(keys.SYMPTOMS, row.symptom)} {wording.place(row.site, row.side or '')}",
                row.onset_on.date(),
            )
        )
    for row in as_rows(record.changes.sort_values("changed_on")):
        found.append(
            (f"{keys.word(DRUGS, row.drug)} {keys.word(keys.CHANGES, row.kind)}", row.changed_on.date())
        )
    return tuple(found)


@lru_cache(maxsize=64)
def everything(record: Tidy, as_of: date) -> date:
    """The first day of which the record knows anything."""
    firsts = [
        pd.to_datetime(frame[column]).min()
        for frame, column in (
            (record.results, "collected_at"),
            (record.dose_periods, "first_on"),
            (record.symptoms, "onset_on"),
            (record.events, "happened_on"),
            (record.transplants, "transplanted_on"),
        )
        if len(frame)
    ]
    known = [first for first in firsts if not pd.isna(first)]
    return min(known).date() if known else as_of - timedelta(days=90)


@lru_cache(maxsize=64)
def default_preset(record: Tidy, as_of: date) -> str:
    """The window while the patient is inside one, else the last year."""
    day = pd.Timestamp(as_of)
    anchors = record.windows[(record.windows["anchor_on"] <= day) & (record.windows["closes_on"] >= day)]
    return "window" if len(anchors) else "1 year"


@lru_cache(maxsize=64)
def span(record: Tidy, as_of: date, preset: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Axis range of a preset: ends just after as_of, with room for the newest labels."""
    end = pd.Timestamp(as_of)
    first = pd.Timestamp(everything(record, as_of))
    if preset == "window" and len(record.windows):
        row = record.windows[record.windows["anchor_on"] <= end].sort_values("anchor_on").tail(1)
        start = row["anchor_on"].iloc[0] if len(row) else first
        end = min(end, row["closes_on"].iloc[0] + pd.Timedelta(days=14)) if len(row) else end
    elif preset == "3 months":
        start = end - pd.DateOffset(months=3)
    elif preset == "1 year":
        start = max(end - pd.DateOffset(years=1), first)
    else:
        start = first
    length = max((end - start) / pd.Timedelta(days=1), 13.0)
    start = end - pd.Timedelta(days=length)
    return start - pd.Timedelta(days=length * 0.02), end + pd.Timedelta(days=max(length * RIGHT_ROOM, 1.5))


_DAY_STEPS = (1, 2, 7, 14, 28)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)


def date_ticks(view: View, apart: int = 50) -> list[tuple[pd.Timestamp, str]]:
    """Dates along the axis: whole weeks counted from zero on short spans, else firsts of months or years."""
    per_day = view.width / view.days
    for step in _DAY_STEPS:
        if step * per_day >= apart:
            zero = pd.Timestamp(view.zero) if view.zero else view.start.normalize()
            first = zero - pd.Timedelta(days=step * ((zero - view.start) // pd.Timedelta(days=step) + 1))
            ticks = [t for t in pd.date_range(first, view.end, freq=f"{step}D") if view.holds(t)]
            return _with_years(ticks, short="day")
    for months in _MONTH_STEPS:
        if months * 30.4 * per_day >= apart:
            start = pd.Timestamp(view.start.year, 1, 1)
            ticks = [t for t in pd.date_range(start, view.end, freq=f"{months}MS") if view.holds(t)]
            return _with_years(ticks, short="year" if months >= 12 else "month")
    return []


def axis_ticks(view: View) -> tuple[list[tuple[pd.Timestamp, str]], list[tuple[pd.Timestamp, str]]]:
    """Ticks below and above the rows: dates below and days above, or the other way round where it is wanted."""
    dates, days = date_ticks(view), day_ticks(view)
    return (days, dates) if view.axis == "days" and days else (dates, days)


def _with_years(ticks: Iterable[pd.Timestamp], short: str) -> list[tuple[pd.Timestamp, str]]:
    named, year = [], None
    for tick in ticks:
        text = {"day": short_day(tick), "month": month_name(tick), "year": ""}[short]
        new_year = tick.year != year
        named.append(
            (tick, f"{text}<br>{tick.year}".removeprefix("<br>") if new_year or short == "year" else text)
        )
        year = tick.year
    return named


def day_ticks(view: View, apart: int = 50) -> list[tuple[pd.Timestamp, str]]:
    """Days (on long spans years) since zero along the axis."""
    if view.zero is None:
        return []
    per_day = view.width / view.days
    zero = pd.Timestamp(view.zero)
    if max(abs((view.end - zero).days), abs((view.start - zero).days)) >= 1000:
        apart += 14
    for step in (*_DAY_STEPS, 50, 100, 200):
        if step * per_day >= apart:
            first = int((view.start - zero) / pd.Timedelta(days=step)) - 1
            last = int((view.end - zero) / pd.Timedelta(days=step)) + 1
            days = [(zero + pd.Timedelta(days=n * step), n * step) for n in range(first, last + 1)]
            return [
                (when, chart_texts.DAY_N.format(n=wording.number(n, 0)))
                for when, n in days
                if view.holds(when)
            ]
    for years in (1, 2, 5, 10):
        if years * 365.25 * per_day >= apart:
            whole = [(zero + pd.DateOffset(years=n), n) for n in range(-60, 61, years)]
            return [
                (when, chart_texts.YEAR_N.format(n=wording.number(n, 0)))
                for when, n in whole
                if view.holds(when)
            ]
    return []
