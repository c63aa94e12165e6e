"""The timeline as a table: every value, dose change, symptom and event of the span, newest first."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.texts.days import full_day
from dashboard.charts import wording
from dashboard.charts.lane_product import SIDES, days_in_doubt, side
from dashboard.charts.lane_values import dose_words, is_weekly
from dashboard.charts.story import lag_words
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.view import View
from dashboard.texts import charts as chart_texts
from dashboard.texts import keys
from dashboard.texts import patient as texts

COLUMNS = list(chart_texts.TABLE)
WIDTHS = dict(zip(COLUMNS, (100, 60, 130, 180, 310, 270), strict=True))
"""In pixels: the title of an event stands under Value."""


def table(record: Tidy, view: View) -> pd.DataFrame:
    """One row a fact, with the same numbers and words as the figure; plain text, not HTML."""
    rows = [
        *_levels(record, view),
        *_results(record, view),
        *_products(record, view),
        *_doses(record),
        *_symptoms(record),
        *_events(record),
    ]
    shown = [row for row in rows if view.start <= row[0] <= view.end]
    shown.sort(key=lambda row: (row[0], row[1]), reverse=True)
    days = [view.day_number(row[0]) for row in shown]
    frame = pd.DataFrame(
        [(full_day(r[0]), d, *r[1:]) for r, d in zip(shown, days, strict=True)], columns=COLUMNS
    )
    return frame if view.zero is not None else frame.drop(columns=COLUMNS[1])


def _levels(record: Tidy, view: View) -> list[tuple[Any, ...]]:
    rows = []
    waiting = set(record.results.loc[record.results["correction_waits"], "record_id"])
    for t in as_rows(record.troughs):
        target = (
            ""
            if pd.isna(t.target_low)
            else chart_texts.TARGET.format(low=wording.plain(t.target_low), high=wording.plain(t.target_high))
        )
        notes = [
            texts.CORRECTION_WAITS if t.record_id in waiting else "",
            target,
            chart_texts.BEFORE_STEADY if t.before_steady_state else "",
            "" if t.timing_known else chart_texts.UNVERIFIED,
        ]
        value = wording.measured(t.drug, t.value, comparator=t.comparator, si=view.si)
        rows.append(
            (
                t.collected_at,
                wording.name(t.drug),
                chart_texts.TROUGH,
                value,
                ", ".join(n for n in notes if n),
            )
        )
    return rows


def _results(record: Tidy, view: View) -> list[tuple[Any, ...]]:
    in_lane = set(record.troughs["record_id"])
    rows = []
    for r in as_rows(record.results):
        if r.record_id in in_lane or pd.isna(r.value):
            continue
        limit = (
            ""
            if pd.isna(r.reference_high)
            else chart_texts.LIMIT.format(
                value=wording.measured(r.analyte, r.reference_high, si=view.si, with_unit=False)
            )
        )
        corrected = chart_texts.CORRECTED.format(n=int(r.versions)) if r.versions > 1 else ""
        waits = texts.CORRECTION_WAITS if r.correction_waits else ""
        value = wording.measured(r.analyte, r.value, comparator=r.comparator, si=view.si)
        rows.append(
            (
                r.collected_at,
                wording.name(r.analyte),
                chart_texts.RESULT,
                value,
                ", ".join(n for n in (waits, limit, corrected) if n),
            )
        )
    return rows


def _products(record: Tidy, view: View) -> list[tuple[Any, ...]]:
    rows = []
    doubted = days_in_doubt(record)
    for p in as_rows(record.ca_p):
        if p.missing:
            rows.append(
                (
                    p.taken_on,
                    chart_texts.PRODUCT,
                    chart_texts.CANNOT_TELL,
                    "",
                    keys.word(chart_texts.UNTOLD_PRODUCT, p.missing),
                )
            )
        else:
            sides = " × ".join(side(p, analyte, view.si) for analyte in SIDES)
            rows.append(
                (
                    p.taken_on,
                    chart_texts.PRODUCT,
                    chart_texts.PRODUCT_VALUE,
                    wording.measured("ca_p", p.value, comparator=p.comparator, si=view.si),
                    f"{texts.CORRECTION_WAITS}, {sides}" if p.taken_on.normalize() in doubted else sides,
                )
            )
    return rows


def _doses(record: Tidy) -> list[tuple[Any, ...]]:
    rows = []
    for p in as_rows(record.dose_periods):
        weekly = p.mg_per_week if is_weekly(p.frequency) else None
        until = (
            chart_texts.RUNNING
            if pd.isna(p.last_on)
            else chart_texts.LAST_DAY.format(day=full_day(p.last_on))
        )
        rows.append(
            (
                p.first_on,
                wording.name(p.drug),
                chart_texts.DOSE_FROM,
                dose_words(p.mg_per_day, p.formulation, weekly),
                until,
            )
        )
    return rows


def _symptoms(record: Tidy) -> list[tuple[Any, ...]]:
    rows = []
    for s in as_rows(record.symptoms):
        what = f"{keys.word(keys.SYMPTOMS, s.symptom)}, {wording.place(str(s.site), str(s.side or ''))}"
        score = "" if pd.isna(s.highest_severity) else wording.score(s.highest_severity, s.highest_derived)
        rows.append(
            (
                s.onset_on,
                chart_texts.SYMPTOMS,
                chart_texts.ONSET_OF.format(what=what),
                score,
                lag_words(record, s.onset_on),
            )
        )
        for f in as_rows(record.follow_ups[record.follow_ups["symptom_key"] == s.symptom_key]):
            if not pd.isna(f.severity) and f.recorded_on != s.onset_on:
                rows.append(
                    (
                        f.recorded_on,
                        chart_texts.SYMPTOMS,
                        what,
                        wording.score(f.severity, f.severity_derived),
                        str(f.told_by or ""),
                    )
                )
        if not pd.isna(s.resolved_on):
            rows.append((s.resolved_on, chart_texts.SYMPTOMS, chart_texts.GONE.format(what=what), "", ""))
    return rows


def _events(record: Tidy) -> list[tuple[Any, ...]]:
    return [
        (
            e.happened_on,
            chart_texts.EVENTS,
            keys.word(keys.EVENTS, e.kind),
            str(e.title or ""),
            str(e.detail or ""),
        )
        for e in as_rows(record.events)
    ]
