"""Small trends for the list: an inline SVG on one time axis for everybody, with its limits and the last value."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

import pandas as pd

from analytics.texts.days import month, near_day
from dashboard.charts.palette import Theme
from dashboard.charts.wording import Unit
from dashboard.texts import weekly_review as texts

WIDTH, HEIGHT, PAD = 80, 24, 3
OLD_DAYS = 60
"""A last value older than this is shown with its month."""
LANES = {
    "trough": ("level", texts.TRENDS["trough"], "tacrolimus"),
    "ca_p": ("ca_p", texts.TRENDS["ca_p"], "ca_p"),
    "pth": ("pth", texts.TRENDS["pth"], "pth"),
    "alp": ("alp", texts.TRENDS["alp"], "alp"),
}
"""Lane of the list: palette lane, heading, quantity."""
WHOLE_FROM = {"trough": 40.0}
"""Such a level is one of cyclosporine, which is reported without decimals."""


def sparkline(
    lane: str, points: Sequence[Mapping[str, Any]], theme: Theme, start: date, end: date, shown_in: Unit
) -> str:
    """One small trend as HTML: curve, limits, last value with its comparator and day; words for screen readers.

    points: taken_on, value, comparator, low, high, caution; oldest first. start..end is the axis of the whole list.
    shown_in turns values and limits into the unit shown, with the decimals that a laboratory reports.
    """
    factor = shown_in.factor
    hue_name, title, _ = LANES[lane]
    if not points:
        return f'<span class="tl-none" aria-label="{texts.NO_TREND.format(title=title)}">–</span>'
    last = points[-1]
    value = float(last["value"]) * factor
    low, high, caution = (_limit(last.get(name), factor) for name in ("low", "high", "caution"))
    beyond = texts.ABOVE if _above(last, value, high) else texts.BELOW if _below(last, value, low) else ""
    on = pd.Timestamp(last["taken_on"])
    limits = limit_words(low, high, shown_in.decimals)
    shown = f"{last['comparator'] or ''}{number(value, shown_in.decimals, WHOLE_FROM.get(lane, 100))}"
    said = (texts.TREND_BEYOND if beyond else texts.TREND).format(
        title=title,
        shown=shown,
        day=near_day(on, end),
        limits=limits or texts.NO_LIMIT,
        beyond=beyond,
        n=len(points),
    )
    hue = theme.lane(hue_name)
    arrow = {texts.ABOVE: "▲", texts.BELOW: "▼", "": ""}[beyond]
    # a value within its limits is plain: the red of Ca × P must not look like an alarm
    told_as = f'class="tl-last tl-beyond" style="color:{hue.text}"' if beyond else 'class="tl-last"'
    picture = _svg(lane, points, (low, high, caution), hue.mark, theme, start, end, factor)
    return (
        f'<span class="tl-spark" role="img" aria-label="{html.escape(said)}" title="{html.escape(said)}">{picture}'
        f"<span {told_as}>{html.escape(shown)}{arrow}"
        f"<i>{html.escape(limits)}{_age(on, end)}</i></span></span>"
    )


def _age(on: pd.Timestamp, end: date) -> str:
    """The month of a value that is old, so that nobody takes it for this week's."""
    return f"<small>{month(on)}</small>" if (pd.Timestamp(end) - on).days > OLD_DAYS else ""


def number(value: float, decimals: int, whole_from: float = 100) -> str:
    """As a laboratory reports it, large values without decimals: 9.4, 65, 612."""
    return f"{value:,.{decimals if value < whole_from else 0}f}".replace(",", " ")


def limit_words(low: float | None, high: float | None, decimals: int = 1) -> str:
    """`4–11`, `≤ 65`, `≥ 4`, or nothing."""
    if low is not None and high is not None:
        return f"{_short(low, decimals)}–{_short(high, decimals)}"
    if high is not None:
        return f"≤ {_short(high, decimals)}"
    return f"≥ {_short(low, decimals)}" if low is not None else ""


def _svg(
    lane: str,
    points: Sequence[Mapping[str, Any]],
    limits: tuple[float | None, float | None, float | None],
    colour: str,
    theme: Theme,
    start: date,
    end: date,
    factor: float,
) -> str:
    scale = math.log if lane == "pth" else float
    days = max((end - start).days, 1)
    first = pd.Timestamp(start)
    xs = [
        PAD + (WIDTH - 2 * PAD) * min(max((pd.Timestamp(p["taken_on"]) - first).days / days, 0), 1)
        for p in points
    ]
    values = [scale(max(float(p["value"]) * factor, 1e-6)) for p in points]
    drawn = [scale(max(limit, 1e-6)) for limit in limits if limit is not None]
    top, bottom = max(values + drawn), min(values + drawn)
    span = (top - bottom) or 1.0

    def y(value: float) -> float:
        return HEIGHT - PAD - (HEIGHT - 2 * PAD) * (value - bottom) / span

    lines = "".join(
        f'<path d="M0 {y(limit):.1f}H{WIDTH}" stroke="{theme.muted}" stroke-width=".7" stroke-dasharray="2 2" opacity=".75"/>'
        for limit in drawn
    )
    curve = " ".join(f"{x:.1f},{y(value):.1f}" for x, value in zip(xs, values, strict=True))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{lines}'
        f'<polyline points="{curve}" fill="none" stroke="{colour}" stroke-width="1.4" stroke-linejoin="round"/>'
        f'<circle cx="{xs[-1]:.1f}" cy="{y(values[-1]):.1f}" r="2.2" fill="{colour}"/></svg>'
    )
    # st.html drops inline SVG; as an image it stays, and no request leaves the page
    source = quote(svg, safe=" ='/:,()").replace("%22", "'")
    return f'<img alt="" width="{WIDTH}" height="{HEIGHT}" src="data:image/svg+xml,{source}">'


def _limit(value: Any, factor: float) -> float | None:
    return None if value is None or value != value else float(value) * factor


def _above(point: Mapping[str, Any], value: float, high: float | None) -> bool:
    """Whether it is known to lie above: of `<300` nobody knows."""
    if high is None or point["comparator"] == "<":
        return False
    return value > high or (point["comparator"] == ">" and value >= high)


def _below(point: Mapping[str, Any], value: float, low: float | None) -> bool:
    if low is None or point["comparator"] == ">":
        return False
    return value < low or (point["comparator"] == "<" and value <= low)


def _short(value: float, decimals: int) -> str:
    return f"{value:.{max(decimals, 1)}f}".rstrip("0").rstrip(".")
