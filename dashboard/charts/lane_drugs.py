"""The drugs beside the CNI as bars, each change as visible as a change of the CNI."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts import wording
from dashboard.charts.canvas import Line, Points, Rect, Row, Text, mix
from dashboard.charts.labels import SPOTS, longest_that_fits, text_width
from dashboard.charts.lane_doses import during, end_of
from dashboard.charts.lane_values import dose_words, is_weekly, single_dose_words
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.view import View
from dashboard.charts.wording import safe
from dashboard.texts import charts as chart_texts
from dashboard.texts import keys
from dashboard.texts.drugs import DRUGS

BAR = 21
CLASS_ORDER = {"steroid": 0, "mtor": 1, "antimetabolite": 2, "interacting": 3, "other": 4}
MOST_BARS = 7


def others_row(record: Tidy, view: View) -> Row:
    """One bar a drug and change, in the order steroid, mTOR inhibitor, antimetabolite, interacting, other."""
    every = record.dose_periods[record.dose_periods["drug_class"] != "cni"]
    shown = during(every, view)
    drugs = sorted(
        shown["drug"].unique(),
        key=lambda d: (CLASS_ORDER.get(shown.loc[shown["drug"] == d, "drug_class"].iloc[0], 4), str(d)),
    )
    more = drugs[MOST_BARS:]
    drugs = drugs[:MOST_BARS]
    row = Row(
        "others",
        chart_texts.OTHER_DRUGS,
        chart_texts.AS_TAKEN,
        12 + BAR * (len(drugs) + bool(more)),
        view,
        overhang=70,
    )
    if not drugs:
        row.empty = chart_texts.NONE_HERE if len(every) else chart_texts.NONE
        return row
    row.low, row.high = 0.0, len(drugs) + bool(more) + 0.5
    for i, drug in enumerate(drugs):
        _bar(row, shown[shown["drug"] == drug].sort_values("first_on"), row.high - 0.75 - i)
    if more:
        words = chart_texts.ALSO.format(drugs=", ".join(safe(keys.word(DRUGS, drug)) for drug in more))
        row.add(Text(view.start, 0.5, words, SPOTS["inside left"], view.theme.muted, 11))
    return row


def _bar(row: Row, periods: pd.DataFrame, y: float) -> None:
    view, theme = row.view, row.view.theme
    pieces = as_rows(periods)
    hue = theme.lane(str(pieces[0].drug_class))
    most = periods["mg_per_day"].max()
    named = False
    for i, period in enumerate(pieces):
        left, right = view.clamp(period.first_on), view.clamp(end_of(period, view))
        share = 0.5 if pd.isna(period.mg_per_day) or not most else period.mg_per_day / most
        row.add(Rect(left, right, y - 0.4, y + 0.4, mix(hue.mark, theme.background, 0.16 + 0.3 * share)))
        before = pieces[i - 1] if i and (period.first_on - end_of(pieces[i - 1], view)).days <= 7 else None
        if period.first_on >= view.start:
            row.add(Line([left, left], [y - 0.4, y + 0.4], hue.text, 3))
        named = _write_on_bar(row, period, before, left, y, _next_left(pieces, i, view), named) or named
    if pd.isna(pieces[-1].last_on):
        row.add(Points([view.shown_end()], [y], [], hue.text, "arrow", size=9))


def _next_left(pieces: list[Any], i: int, view: View) -> float:
    return view.px(view.clamp(pieces[i + 1].first_on)) if i + 1 < len(pieces) else view.width + 70


def _write_on_bar(
    row: Row, period: Any, before: Any | None, left: pd.Timestamp, y: float, next_left: float, named: bool
) -> bool:
    """Says whether the drug has its name by now."""
    view = row.view
    name = safe(keys.word(DRUGS, period.drug))
    weekly = period.mg_per_week if is_weekly(period.frequency) else None
    amount = (
        chart_texts.DOSE_UNKNOWN
        if pd.isna(period.mg_per_day) and pd.isna(period.mg_per_week)
        else dose_words(period.mg_per_day, period.formulation, weekly)
    )
    each = single_dose_words(period.mg_per_day, period.frequency)
    arrow = ""
    if before is not None and not pd.isna(period.mg_per_day) and not pd.isna(before.mg_per_day):
        arrow = (
            "↓ "
            if period.mg_per_day < before.mg_per_day
            else "↑ "
            if period.mg_per_day > before.mg_per_day
            else ""
        )
    if before is None:
        options = [f"{name} {each}"] if each and period.frequency != "once_daily" else []
        options += [f"{name}, {amount}" if amount == chart_texts.DOSE_UNKNOWN else f"{name} {amount}"]
        options += (
            [f"{name} {wording.plain(period.mg_per_day)}"]
            if not weekly and not pd.isna(period.mg_per_day)
            else []
        )
        options += [name]
    else:
        short = (
            wording.plain(weekly if weekly else period.mg_per_day) if not pd.isna(period.mg_per_day) else "?"
        )
        options = [f"{arrow}{amount}", f"{arrow}{short}", short]
        if not named:
            options = [f"{name} {arrow}{amount}", f"{name} {arrow}{short}", name, *options]
    room = next_left - view.px(left) - 8
    text = longest_that_fits(options, room, 12)
    bar_end = view.px(view.clamp(end_of(period, view)))
    inside = longest_that_fits(options, bar_end - view.px(left) - 14, 12)
    runs_out = bar_end >= view.px(view.shown_end()) - 1 and text != inside
    if text and runs_out and (not inside or (not named and name not in inside)):
        text = longest_that_fits(options, view.width + 78 - bar_end, 12)
        end = view.clamp(end_of(period, view))
        row.add(Text(end, y, text, SPOTS["behind"], view.theme.text, 12, bool(arrow), backed=True))
    elif runs_out:
        row.add(Text(left, y, inside, SPOTS["inside left"], view.theme.text, 12, bold=bool(arrow)))
    elif text:
        row.add(Text(left, y, text, SPOTS["inside left"], view.theme.text, 12, bold=bool(arrow)))
    elif before is None and next_left >= view.width and view.px(left) > text_width(name, 12) + 10:
        text = longest_that_fits(options, view.px(left) - 10, 12)
        row.add(Text(left, y, text, SPOTS["left"], view.theme.text, 12, backed=True))
    return name in text
