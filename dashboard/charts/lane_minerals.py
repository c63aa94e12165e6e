"""The lanes of one analyte: PTH, ALP, calcium, phosphorus, creatinine."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from dashboard.charts import wording
from dashboard.charts.canvas import Line, Points, Row, nice_ticks
from dashboard.charts.lane_values import LABEL_SPOTS, clip_limit, trend_line, worth_a_number
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.view import View
from dashboard.charts.wording import safe
from dashboard.texts import charts as chart_texts
from dashboard.texts import patient as texts

DEFAULT_HIGH = {"pth": 65.0, "alp": 130.0, "calcium": 10.2, "phosphorus": 4.5}
"""Upper limits where the laboratory sent none (definitions.md; calcium from the hypercalcaemia rules, phosphorus for display)."""


def analyte_row(record: Tidy, view: View, analyte: str, *, log: bool = False, height: int = 84) -> Row:
    """Results of one analyte with the upper limit they were reported with, multiples of it in words."""
    hue, unit = view.theme.lane(analyte), wording.unit(analyte, view.si)
    row = Row(
        analyte,
        wording.name(analyte),
        chart_texts.LOG.format(unit=unit.name) if log else unit.name,
        height,
        view,
        overhang=24,
    )
    every = record.results[(record.results["analyte"] == analyte) & record.results["value"].notna()]
    shown = every[(every["collected_at"] >= view.start) & (every["collected_at"] <= view.end)]
    if not len(shown):
        row.empty = (
            chart_texts.NO_RESULT_HERE.format(name=wording.name(analyte))
            if len(every)
            else chart_texts.NO_RESULT
        )
        return row
    own_limit = shown["reference_high"].dropna()
    limit = float(own_limit.iloc[-1]) if len(own_limit) else DEFAULT_HIGH.get(analyte, math.nan)
    shape: Callable[[float], float] = (lambda v: math.log10(max(v, 0.01))) if log else (lambda v: v)
    values = shown["value"].tolist()
    cap = math.inf if log else clip_limit(values, floor=0 if math.isnan(limit) else limit * 1.5)
    _scale(
        row, [min(v, cap) for v in values] + ([] if math.isnan(limit) else [limit]), shape, unit.factor, log
    )
    if not math.isnan(limit):
        row.add(Line([view.start, view.end], [shape(limit)] * 2, hue.text, 1, "dash"))
        row.field.occupy_line(0, row.py(shape(limit)), view.width, row.py(shape(limit)))
        said = chart_texts.LIMIT if len(own_limit) else chart_texts.DEFAULT_LIMIT
        value = wording.measured(analyte, limit, si=view.si, with_unit=False).removesuffix(".0")
        row.edge_labels.append((shape(limit), said.format(value=value), hue.text))
    _results(row, shown, analyte, shape, cap, limit)
    return row


def _scale(row: Row, values: list[float], shape: Callable[[float], float], factor: float, log: bool) -> None:
    low, high = shape(min(values)), shape(max(values))
    room = max((high - low) * 0.25, 0.12 if log else high * 0.08)
    row.low, row.high = low - room, high + room
    if log:
        tens = [m * 10.0**e for e in range(-1, 5) for m in (1, 2, 5)]
        fitting = [t for t in tens if row.low <= math.log10(t / factor) <= row.high]
        step = max(1, math.ceil(len(fitting) / 3))
        row.ticks = [(math.log10(t / factor), wording.plain(t)) for t in fitting[::step]]
    else:
        row.low = max(0.0, row.low)
        row.ticks = [
            (t / factor, wording.plain(t)) for t in nice_ticks(row.low * factor, row.high * factor, 3)
        ]


def _results(
    row: Row, shown: pd.DataFrame, analyte: str, shape: Callable[[float], float], cap: float, limit: float
) -> None:
    view = row.view
    hue = view.theme.lane(analyte)
    xs, ys = shown["collected_at"].tolist(), [shape(min(v, cap)) for v in shown["value"]]
    row.add(*trend_line(xs, ys, hue.mark))
    row.keep_clear(xs, ys)
    for comparator, symbol in (("", "circle"), ("<", "triangle-down"), (">", "triangle-up")):
        part = shown[shown["comparator"] == comparator]
        if len(part):
            hovers = [result_words(r, view.si) for r in as_rows(part)]
            row.add(
                Points(
                    part["collected_at"].tolist(),
                    [shape(min(v, cap)) for v in part["value"]],
                    hovers,
                    hue.mark,
                    symbol,
                    size=9,
                )
            )
    corrected = shown[shown["versions"] > 1]
    if len(corrected):
        row.add(
            Points(
                corrected["collected_at"].tolist(),
                [shape(min(v, cap)) for v in corrected["value"]],
                [],
                hue.text,
                "tick",
                size=15,
            )
        )
    rows = as_rows(shown)
    ranked = [rows[i] for i in worth_a_number(shown["value"].tolist(), limit)]
    for result in ranked:
        text = f"{safe(result.comparator)}{wording.measured(analyte, result.value, si=view.si, with_unit=False)}{' ↑' if result.value > cap else ''}"
        high = result.value > limit and not result.comparator
        times = (
            chart_texts.TIMES_LIMIT.format(times=wording.number(result.value / limit, 1))
            if high and result.value > 1.5 * limit and analyte in ("pth", "alp")
            else ""
        )
        long = result.Index == shown.index[-1] and row.label(
            result.collected_at,
            shape(min(result.value, cap)),
            text + times,
            LABEL_SPOTS,
            hue.text,
            size=13,
            bold=high,
        )
        if not long:
            row.label(
                result.collected_at, shape(min(result.value, cap)), text, LABEL_SPOTS, hue.text, bold=high
            )


def result_words(result: Any, si: bool) -> str:
    """The hover of one result: value, range, specimen, import, corrections."""
    parts = [
        f"<b>{wording.name(result.analyte)} {safe(wording.measured(result.analyte, result.value, comparator=result.comparator, si=si))}</b>"
    ]
    if not pd.isna(result.reference_high):
        low = (
            ""
            if pd.isna(result.reference_low)
            else wording.measured(result.analyte, result.reference_low, si=si, with_unit=False)
        )
        high = wording.measured(result.analyte, result.reference_high, si=si, with_unit=False)
        parts.append(chart_texts.RANGE.format(low=low, high=high))
    if result.specimen_id:
        parts.append(chart_texts.SPECIMEN.format(specimen=safe(result.specimen_id)))
    if result.reported_value and str(result.reported_value) != f"{result.value:g}":
        reported, unit = safe(result.reported_value), safe(result.reported_unit)
        parts.append(chart_texts.REPORTED.format(value=reported, unit=unit))
    parts.append(chart_texts.IMPORT.format(n=result.import_id))
    if result.versions > 1:
        parts.append(chart_texts.CORRECTED.format(n=int(result.versions)))
    if result.correction_waits:
        parts.append(texts.CORRECTION_WAITS)
    return " · ".join(parts)
