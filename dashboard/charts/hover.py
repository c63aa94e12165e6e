"""The one hover across all rows: on every day with a mark, also the doses in force, the open symptoms and the day count."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import lane_doses, lane_symptoms, wording
from dashboard.charts.canvas import Drawing, Points, Row
from dashboard.charts.tidy import Tidy
from dashboard.charts.view import View
from dashboard.charts.wording import safe
from dashboard.texts import charts as chart_texts


def add_states(record: Tidy, drawing: Drawing) -> None:
    """Invisible marks whose hover tells the state of that day, in the rows of the doses, other drugs and symptoms."""
    days = _days(drawing)
    if not days:
        return
    rows = drawing.rows
    rows[0].marks.insert(0, _silent(rows[0], days, _counts(record, drawing.view, days)))
    dose = next((row for row in rows if row.key.startswith("dose ") and not row.empty), None)
    others = next((row for row in rows if row.key == "others" and not row.empty), None)
    symptoms = next((row for row in rows if row.key == "symptoms" and not row.empty), None)
    if dose:
        dose.add(_silent(dose, days, lane_doses.states_on(record, days, cni=True)))
    if others:
        others.add(_silent(others, days, lane_doses.states_on(record, days, cni=False)))
    if symptoms:
        symptoms.add(_silent(symptoms, days, lane_symptoms.states_on(record, days)))


def _days(drawing: Drawing) -> list[pd.Timestamp]:
    view = drawing.view
    days = {
        x.normalize()
        for row in drawing.rows
        for m in row.marks
        if isinstance(m, Points) and m.hovers
        for x in m.xs
    }
    days |= {line.x.normalize() for line in drawing.across}
    last = pd.Timestamp(view.as_of)
    return sorted(day for day in days if view.start <= day <= last)


def _counts(record: Tidy, view: View, days: list[pd.Timestamp]) -> list[str]:
    windows = list(zip(record.windows["opens_on"], record.windows["closes_on"], strict=True))
    words = []
    for day in days:
        number = view.day_number(day)
        count = (
            ""
            if number is None
            else chart_texts.COUNTED.format(n=wording.number(number, 0), zero=safe(view.zero_name))
        )
        within = any(first <= day <= last for first, last in windows)
        words.append(count + (chart_texts.INSIDE_WINDOW if within else chart_texts.OUTSIDE_WINDOW))
    return words


def _silent(row: Row, days: list[pd.Timestamp], words: list[str]) -> Points:
    told = [(day, text) for day, text in zip(days, words, strict=True) if text]
    middle = (row.low + row.high) / 2
    return Points(
        [day for day, _ in told],
        [middle] * len(told),
        [text for _, text in told],
        row.view.theme.text,
        "none",
    )
