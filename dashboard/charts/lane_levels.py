"""The lane of trough levels of one drug: target band, levels, what is special about each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from dashboard.charts import wording
from dashboard.charts.canvas import Points, Rect, Row, mix, nice_ticks
from dashboard.charts.lane_values import clip_limit, dose_words, trend_line
from dashboard.charts.target_bands import target_bands
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.view import View
from dashboard.charts.wording import safe
from dashboard.texts import charts as chart_texts
from dashboard.texts import patient as texts

HEIGHT = 148
FEW = 5
"""So many levels all carry their number; of more, those that matter."""


def trough_row(record: Tidy, view: View, drug: str) -> Row:
    """Levels of one drug against their target. Hollow: before steady state. Arrow: reported as < or >."""
    hue = view.theme.lane("level")
    unit = wording.unit(drug, view.si)
    row = Row(
        "trough " + drug,
        wording.name(drug),
        chart_texts.LEVEL_UNIT.format(unit=unit.name),
        HEIGHT,
        view,
        overhang=24,
    )
    levels = record.troughs[record.troughs["drug"] == drug]
    shown = levels[(levels["collected_at"] >= view.start) & (levels["collected_at"] <= view.end)]
    bands = [band for band in target_bands(record, view, drug) if band[1] > view.start and band[0] < view.end]
    if not len(shown):
        row.empty = chart_texts.NO_LEVEL_HERE if len(levels) else chart_texts.NO_LEVEL
        return row
    tops = [band[3] for band in bands]
    cap = clip_limit(shown["value"].tolist(), floor=max(tops, default=0) * 1.35)
    row.low, row.high = _scale(shown["value"].clip(upper=cap).tolist(), bands)
    row.ticks = [(tick, wording.plain(tick)) for tick in nice_ticks(row.low, row.high)]
    for first, last, low, high, source in bands:
        row.add(
            Rect(
                view.clamp(first),
                view.clamp(last),
                low,
                high,
                mix(hue.mark, view.theme.background, 0.17),
                below=True,
            )
        )
        del source
    if bands:
        first, last, low, high, source = bands[-1]
        row.edge_labels.append(
            ((low + high) / 2, f"{source}<br>{wording.plain(low)}–{wording.plain(high)}", hue.text)
        )
    _draw(record, row, shown, hue.mark, hue.text, cap)
    return row


def _scale(
    values: list[float], bands: list[tuple[pd.Timestamp, pd.Timestamp, float, float, str]]
) -> tuple[float, float]:
    every = values + [band[2] for band in bands] + [band[3] for band in bands]
    low, high = min(every), max(every)
    room = max((high - low) * 0.22, high * 0.06)
    if not bands:
        low = min(low, high * 0.55)  # without a target small wobbles must not look like swings
    return max(0.0, low - room * 1.3), high + room


def _draw(record: Tidy, row: Row, shown: pd.DataFrame, mark: str, text: str, cap: float) -> None:
    view = row.view
    xs, ys = shown["collected_at"].tolist(), shown["value"].clip(upper=cap).tolist()
    row.add(*trend_line(xs, ys, mark))
    row.keep_clear(xs, ys)
    corrected = set(record.results.loc[record.results["versions"] > 1, "record_id"])
    in_doubt = set(record.results.loc[record.results["correction_waits"], "record_id"])
    for symbol, hollow, part in _kinds(shown):
        hovers = [level_words(level, view.si, level.record_id in in_doubt) for level in as_rows(part)]
        row.add(
            Points(
                part["collected_at"].tolist(),
                part["value"].clip(upper=cap).tolist(),
                hovers,
                mark,
                symbol,
                hollow,
                10,
            )
        )
    changed = shown[shown["record_id"].isin(corrected)]
    if len(changed):
        row.add(
            Points(
                changed["collected_at"].tolist(),
                changed["value"].clip(upper=cap).tolist(),
                [],
                text,
                "tick",
                size=15,
            )
        )
    unit = wording.unit(row.key.removeprefix("trough "), view.si)
    for level in _most_telling(record, shown, cap):
        beyond = level.value > cap
        words = f"{level.comparator}{wording.number(level.value * unit.factor, unit.decimals)}{' ↑' if beyond else ''}"
        spots = (
            ("right", "left")
            if beyond
            else ("above", "below", "above right", "above left", "right", "left", "below right")
        )
        row.label(level.collected_at, min(level.value, cap), safe(words), spots, text, size=13, bold=True)


def _kinds(shown: pd.DataFrame) -> Iterator[tuple[str, bool, pd.DataFrame]]:
    for comparator, symbol in (("<", "triangle-down"), (">", "triangle-up"), ("", "circle")):
        for hollow in (False, True):
            part = shown[
                (shown["comparator"] == comparator) & (shown["before_steady_state"].astype(bool) == hollow)
            ]
            if len(part):
                yield symbol, hollow, part


def _most_telling(record: Tidy, shown: pd.DataFrame, cap: float) -> list[Any]:
    """Levels that matter, in the order in which they deserve their number: extremes and <, the last, those outside the
    target, those around a dose change, the first; all of them where they are few."""
    levels = as_rows(shown)
    around = _around_changes(record, levels)

    def rank(level: Any) -> int:
        outside = not pd.isna(level.target_low) and not (level.target_low <= level.value <= level.target_high)
        if level.value > cap or level.comparator:
            return 0
        return (
            1
            if level is levels[-1]
            else 2
            if outside
            else 3
            if level.Index in around
            else 4
            if level is levels[0]
            else 5
        )

    wanted = levels if len(levels) <= FEW else [level for level in levels if rank(level) < 5]
    return sorted(wanted, key=lambda level: (rank(level), -level.collected_at.timestamp()))


def _around_changes(record: Tidy, levels: list[Any]) -> set[Any]:
    """The last level before and the first one after each CNI change that is shown."""
    found: set[Any] = set()
    drugs = {level.drug for level in levels}
    changes = record.changes[record.changes["drug"].isin(drugs) & (record.changes["kind"] != "start")]
    for changed_on in changes["changed_on"]:
        before = [level for level in levels if level.collected_at.normalize() <= changed_on]
        after = [level for level in levels if level.collected_at.normalize() > changed_on]
        found |= {level.Index for level in (*before[-1:], *after[:1])}
    return found


def level_words(level: pd.Series, si: bool, correction_waits: bool) -> str:
    """The hover of one level: value, target, hours after the dose, what keeps it out of the spread, or may change it."""
    parts = [
        f"<b>{wording.name(level.drug)} {safe(wording.measured(level.drug, level.value, comparator=level.comparator, si=si))}</b>"
    ]
    if not pd.isna(level.target_low):
        own = "own" in str(level.target_source).lower()
        low, high = wording.plain(level.target_low), wording.plain(level.target_high)
        parts.append(
            (chart_texts.OWN_TARGET if own else chart_texts.CLINIC_TARGET).format(low=low, high=high)
        )
    if not pd.isna(level.dose_mg_per_day):
        parts.append(chart_texts.ON_DOSE.format(dose=dose_words(level.dose_mg_per_day, level.formulation)))
    if not pd.isna(level.hours_since_dose):
        parts.append(chart_texts.HOURS_AFTER.format(hours=f"{level.hours_since_dose:.1f}"))
    if not level.timing_known:
        parts.append(chart_texts.UNVERIFIED)
    if level.before_steady_state:
        parts.append(chart_texts.BEFORE_STEADY)
    if correction_waits:
        parts.append(texts.CORRECTION_WAITS)
    return " · ".join(parts)
