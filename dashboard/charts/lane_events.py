"""Events as marks with their words."""

from __future__ import annotations

from typing import Any

from dashboard.charts.canvas import Points, Row, Text
from dashboard.charts.labels import SPOTS, pack, shorten, text_width
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.view import View
from dashboard.charts.wording import safe
from dashboard.texts import charts as chart_texts
from dashboard.texts import keys

EVENT = 22
MOST_EVENT_LINES = 5
OVERHANG = 88


def event_row(record: Tidy, view: View) -> Row:
    """Marks with their words, on as many lines as the words need; what finds no line keeps its mark and hover."""
    hue = view.theme.lane("event")
    shown = [e for e in as_rows(record.events) if view.holds(e.happened_on)]
    placed: list[tuple[Any, str, str]] = []
    for e in shown:
        text = safe(shorten(_event_words(e), 58))
        wide = text_width(text, 12) + 14
        side = "right" if view.px(e.happened_on) + wide <= view.width + OVERHANG else "left"
        placed.append((e, text, side))
    lines = pack([(_event_extent(view, e, text, side), (e, text, side)) for e, text, side in placed])
    row = Row(
        "events",
        chart_texts.EVENTS,
        "",
        10 + EVENT * max(1, min(len(lines), MOST_EVENT_LINES)),
        view,
        overhang=OVERHANG,
    )
    if not shown:
        row.empty = chart_texts.NONE_HERE if len(record.events) else chart_texts.NONE
        return row
    count = min(len(lines), MOST_EVENT_LINES)
    row.low, row.high = 0.0, float(count)
    for i, line in enumerate(lines):
        y = row.high - 0.5 - min(i, count - 1)
        for e, text, side in line:
            what = " · ".join(
                safe(part) for part in (e.title or keys.word(keys.EVENTS, e.kind), e.detail) if part
            )
            precision = chart_texts.PRECISION.get(e.date_precision, "")
            row.add(
                Points(
                    [e.happened_on],
                    [y],
                    [f"<b>{safe(keys.word(keys.EVENTS, e.kind))}</b>{precision} {what}"],
                    hue.mark,
                    "diamond",
                    size=10,
                )
            )
            if i < count:
                row.add(Text(e.happened_on, y, text, SPOTS[side], hue.text, 12, backed=True))
    return row


def _event_words(e: Any) -> str:
    title = str(e.title or keys.word(keys.EVENTS, e.kind))
    return (
        f"{title}: {e.detail}"
        if len(title) < 12 and e.detail and not str(e.detail).startswith("document")
        else title
    )


def _event_extent(view: View, e: Any, text: str, side: str) -> tuple[float, float]:
    x, wide = view.px(e.happened_on), text_width(text, 12) + 16
    return (x - 7, x + wide) if side == "right" else (x - wide, x + 7)
