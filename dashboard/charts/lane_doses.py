"""Doses: the CNI as steps with its formulation named and its gaps visible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analytics.texts.days import near_day
from dashboard.charts import wording
from dashboard.charts.canvas import Line, Row, mix, nice_ticks
from dashboard.charts.labels import longest_that_fits
from dashboard.charts.lane_values import dose_words, formulation_words, is_weekly, single_dose_words
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.view import View
from dashboard.charts.wording import safe
from dashboard.texts import charts as chart_texts
from dashboard.texts import keys
from dashboard.texts.drugs import DRUGS

HEIGHT = 82
DAY = pd.Timedelta(days=1)


def end_of(period: Any, view: View) -> pd.Timestamp:
    """The morning after the last day taken; running periods reach the end of the shown day."""
    return view.shown_end() if pd.isna(period.last_on) else min(period.last_on + DAY, view.shown_end())


def during(periods: pd.DataFrame, view: View) -> pd.DataFrame:
    """The periods that touch the axis."""
    mask = [end_of(p, view) > view.start and p.first_on < view.end for p in as_rows(periods)]
    return periods[pd.Series(mask, index=periods.index, dtype=bool)]


def dose_row(record: Tidy, view: View, drug: str) -> Row:
    """Steps of the total daily dose of one CNI."""
    hue = view.theme.lane("dose")
    row = Row("dose " + drug, wording.name(drug), chart_texts.DOSE_UNIT, HEIGHT, view, overhang=60)
    every = record.dose_periods[record.dose_periods["drug"] == drug]
    shown = during(every, view)
    if not len(shown):
        row.empty = chart_texts.NO_DOSE_HERE if len(every) else chart_texts.NO_DOSE
        return row
    known = shown["mg_per_day"].dropna()
    row.low, row.high = 0.0, (known.max() if len(known) else 1.0) * 1.42
    row.ticks = [(tick, wording.plain(tick)) for tick in nice_ticks(0, row.high / 1.3, 3, (1, 2, 5, 10))]
    unknown_height = row.high / 2.8
    for run in _runs(shown, view):
        xs: list[pd.Timestamp] = []
        ys: list[float] = []
        for period in run:
            height = unknown_height if pd.isna(period.mg_per_day) else period.mg_per_day
            xs += [view.clamp(period.first_on), view.clamp(end_of(period, view))]
            ys += [height, height]
        floor = Line(
            [xs[0], *xs, xs[-1]],
            [0.0, *ys, 0.0],
            hue.text,
            2,
            fill=mix(hue.mark, view.theme.background, 0.38),
        )
        row.add(floor)
    periods = as_rows(shown)
    for i, period in enumerate(periods):
        _label_step(row, period, periods[i - 1] if i else None, unknown_height, hue.text)
    last = periods[-1]
    if not pd.isna(last.last_on):
        row.label(
            last.last_on + DAY,
            row.high * 0.12,
            chart_texts.STOPPED.format(day=near_day(last.last_on, view.as_of)),
            ("right",),
            hue.text,
            size=11,
        )
    return row


def _runs(shown: pd.DataFrame, view: View) -> Iterator[list[Any]]:
    """Periods without a day between them, so that a gap in dosing is a gap in the drawing."""
    run: list[Any] = []
    for period in as_rows(shown.sort_values("first_on")):
        if run and period.first_on > end_of(run[-1], view):
            yield run
            run = []
        run.append(period)
    if run:
        yield run


def _label_step(row: Row, period: Any, before: Any | None, unknown_height: float, colour: str) -> None:
    view = row.view
    left, right = view.clamp(period.first_on), view.clamp(end_of(period, view))
    room = view.px(right) - view.px(left) - 6
    named = formulation_words(period.formulation)
    amount = dose_words(period.mg_per_day)
    each = single_dose_words(period.mg_per_day, period.frequency)
    new_form = bool(named) and (before is None or formulation_words(before.formulation) != named)
    options = [f"{amount} · {each} · {named}"] if each and named else []
    options += [f"{amount} · {named}"] if named else []
    options += [f"{amount} · {each}"] if each else []
    short_form = safe(keys.word(keys.FORMULATIONS_SHORT, period.formulation))
    options += (
        [f"{wording.plain(period.mg_per_day)} {short_form}"]
        if new_form and not pd.isna(period.mg_per_day)
        else []
    )
    options += [amount, "?" if pd.isna(period.mg_per_day) else wording.plain(period.mg_per_day)]
    height = unknown_height if pd.isna(period.mg_per_day) else period.mg_per_day
    is_last = end_of(period, view) >= view.shown_end() or not pd.isna(period.last_on)
    text = longest_that_fits(options, room, 12)
    if text and row.label(left + (right - left) / 2, height, text, ("above",), colour):
        return
    for short in options[-2:] if is_last else options[-1:]:
        if row.label(left + (right - left) / 2, height, short, ("above", "above right"), colour):
            return


def states_on(record: Tidy, days: list[pd.Timestamp], cni: bool) -> list[str]:
    """Doses in force on each day, for the hover: 'tacrolimus 4 mg/day'."""
    columns = [
        "drug",
        "drug_class",
        "first_on",
        "last_on",
        "mg_per_day",
        "formulation",
        "mg_per_week",
        "frequency",
    ]
    periods = record.dose_periods[columns]
    periods = periods[(periods["drug_class"] == "cni") == cni]
    told = [
        (
            p.first_on,
            pd.Timestamp.max if pd.isna(p.last_on) else p.last_on,
            f"{safe(keys.word(DRUGS, p.drug))} "
            f"{dose_words(p.mg_per_day, p.formulation, p.mg_per_week if is_weekly(p.frequency) else None)}",
        )
        for p in as_rows(periods)
    ]
    return ["<br>".join(words for first, last, words in told if first <= day <= last) for day in days]
