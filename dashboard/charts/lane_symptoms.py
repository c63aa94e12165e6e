"""Symptoms as bars from onset to resolution, deeper with severity."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts import palette, story, wording
from dashboard.charts.canvas import Line, Points, Rect, Row, Text, mix
from dashboard.charts.labels import SPOTS, longest_that_fits, pack, text_width
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.view import View
from dashboard.charts.wording import safe
from dashboard.texts import charts as chart_texts
from dashboard.texts import keys

BAR = 26
OVERHANG = 88


def shown_symptoms(record: Tidy, view: View) -> list[Any]:
    """Those open on some day of the span, also where they began before it; columns of Tidy.symptoms."""
    return [
        s
        for s in as_rows(record.symptoms)
        if s.onset_on <= view.end and (pd.isna(s.resolved_on) or s.resolved_on >= view.start)
    ]


def symptom_row(record: Tidy, view: View) -> Row:
    """One bar a symptom, newest lowest; bars that leave room for each other's words share a line."""
    shown = shown_symptoms(record, view)
    lines = pack([(_extent(record, s, view), s) for s in shown])
    row = Row(
        "symptoms",
        chart_texts.SYMPTOMS,
        chart_texts.OF_TEN,
        12 + BAR * max(1, len(lines)),
        view,
        overhang=OVERHANG,
    )
    if not shown:
        row.empty = chart_texts.NONE_HERE if len(record.symptoms) else chart_texts.NONE
        return row
    row.low, row.high = 0.0, len(lines) + 0.4
    for i, line in enumerate(lines):
        for symptom in line:
            _bar(record, row, symptom, row.high - 0.7 - i)
    return row


def words(record: Tidy, symptom: Any) -> list[str]:
    """Wordings from long to short: 'severe pain, both feet 8/10 · 7 days after the rise' … 'pain, both feet'."""
    name = keys.word(keys.SYMPTOMS, symptom.symptom)
    where = wording.place(str(symptom.site), str(symptom.side or ""))
    plain = f"{safe(name)}, {safe(where)}"
    score = symptom.highest_severity
    graded = f"{wording.severity_word(score)} {plain}".strip() if not pd.isna(score) and score > 0 else plain
    scored = graded if pd.isna(score) or symptom.highest_derived else f"{graded} {wording.plain(score)}/10"
    lag = story.lag_words(record, symptom.onset_on)
    about = chart_texts.ABOUT.format(lag=lag) if symptom.date_precision in ("week", "month") else lag
    with_lag = [f"{scored} · {lag}", f"{graded} · {lag}", f"{plain} · {about}"] if lag else []
    return list(dict.fromkeys([*with_lag, scored, graded, plain, safe(where)]))


def _ends(symptom: Any, view: View) -> tuple[float, float]:
    right = view.shown_end() if pd.isna(symptom.resolved_on) else symptom.resolved_on
    return view.px(view.clamp(symptom.onset_on)), max(
        view.px(view.clamp(right)), view.px(view.clamp(symptom.onset_on)) + 3
    )


def _extent(record: Tidy, symptom: Any, view: View) -> tuple[float, float]:
    """Pixels that the bar and its words take."""
    left, right = _ends(symptom, view)
    wide = text_width(words(record, symptom)[0], 12) + 14
    if right - left >= wide:
        return left, right + 12
    if left + wide <= view.width + OVERHANG:
        return left, max(right, left + wide) + 12
    return max(0.0, left - wide), right + 12


def _bar(record: Tidy, row: Row, symptom: Any, y: float) -> None:
    view, theme = row.view, row.view.theme
    hue = theme.lane("symptom")
    open_end = pd.isna(symptom.resolved_on)
    end = view.shown_end() if open_end else symptom.resolved_on
    notes = record.follow_ups[record.follow_ups["symptom_key"] == symptom.symptom_key].sort_values(
        "recorded_on"
    )
    steps = [(symptom.onset_on, _first_score(notes, symptom))]
    steps += [
        (n.recorded_on, n.severity)
        for n in as_rows(notes)
        if n.recorded_on > symptom.onset_on and not pd.isna(n.severity)
    ]
    for i, (begin, score) in enumerate(steps):
        until = steps[i + 1][0] if i + 1 < len(steps) else end
        if until > view.start and begin < view.end:
            row.add(Rect(view.clamp(begin), view.clamp(until), y - 0.4, y + 0.4, fill(score, theme)))
    if view.holds(symptom.onset_on):
        row.add(Line([symptom.onset_on] * 2, [y - 0.4, y + 0.4], hue.text, 2))
    left, right = _ends(symptom, view)
    row.add(
        Points([view.shown_end()], [y], [], hue.text, "arrow", size=10)
        if open_end
        else Line([view.clamp(end)] * 2, [y - 0.4, y + 0.4], hue.text, 1)
    )
    _write(record, row, symptom, y, left, right)


def _first_score(notes: pd.DataFrame, symptom: Any) -> float:
    known = notes["severity"].dropna()
    return float(known.iloc[0]) if len(known) else symptom.latest_severity


def fill(score: float, theme: palette.Theme) -> str:
    """Bar colour of a score; in the dark theme sunk into the ground so that light words stay readable on it."""
    if theme.name == "light":
        return palette.symptom_fill(score)
    step = palette.SEVERITY_DEEPENS.index(palette.symptom_fill(score))
    return mix("#D55E00" if step > 2 else "#E69F00", theme.background, 0.28 + 0.08 * step)


def _write(record: Tidy, row: Row, symptom: Any, y: float, left: float, right: float) -> None:
    """Words begin in the bar and may run on over the free space behind it; at the right end they stand before it."""
    view = row.view
    options = words(record, symptom)
    strong = bool(story.lag_words(record, symptom.onset_on))
    x = view.clamp(symptom.onset_on)
    clear_of_arrow = pd.isna(symptom.resolved_on)
    behind = right + 12 if clear_of_arrow else right
    inside = longest_that_fits(options, right - left - (20 if clear_of_arrow else 8), 12)
    if inside and inside in options[:2]:
        row.add(Text(x, y, inside, SPOTS["inside left"], view.theme.text, 12, strong))
        return
    after = longest_that_fits(options, view.width + OVERHANG - behind - 6, 12)
    before = longest_that_fits(options, left - 8, 12)
    best = min((t for t in (inside, after, before) if t), key=options.index, default="")
    if best and best == inside:
        row.add(Text(x, y, best, SPOTS["inside left"], view.theme.text, 12, strong))
    elif best and best == after:
        end = view.shown_end() if clear_of_arrow else view.clamp(symptom.resolved_on)
        row.add(Text(end, y, best, SPOTS["behind"], view.theme.text, 12, strong, backed=True))
    elif best:
        row.add(Text(x, y, best, SPOTS["left"], view.theme.text, 12, strong, backed=True))


def states_on(record: Tidy, days: list[pd.Timestamp]) -> list[str]:
    """Symptoms open on each day with the score then known, for the hover."""
    notes = record.follow_ups.sort_values("recorded_on")[
        ["symptom_key", "recorded_on", "severity", "severity_derived"]
    ].dropna()
    scores: dict[str, list[tuple[pd.Timestamp, str]]] = {}
    for key, on, score, derived in notes.itertuples(index=False):
        scores.setdefault(key, []).append((on, wording.score(score, derived)))
    told = []
    for s in as_rows(record.symptoms):
        name = f"{safe(keys.word(keys.SYMPTOMS, s.symptom))} {safe(wording.place(str(s.site), str(s.side or '')))}"
        told.append(
            (
                s.onset_on,
                pd.Timestamp.max if pd.isna(s.resolved_on) else s.resolved_on,
                name,
                scores.get(s.symptom_key, []),
            )
        )
    return ["<br>".join(_open_on(day, told)) for day in days]


def _open_on(day: pd.Timestamp, told: list[Any]) -> list[str]:
    words = []
    for onset, end, name, scores in told:
        if onset <= day < end:
            known = [score for on, score in scores if on <= day]
            score = f" {known[-1]}" if known else ""
            words.append(
                chart_texts.SINCE.format(what=name + score, days=wording.span_words((day - onset).days))
            )
    return words
