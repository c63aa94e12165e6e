"""Clinic-wide charts: swimmers, values by month, re-zeroed curves with numbers at risk, alert burden. Frames in, figures out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.onset_lags import framed
from dashboard.charts.palette import Theme
from dashboard.charts.wording import safe
from dashboard.texts import charts as chart_texts
from dashboard.texts import dates, keys
from dashboard.texts.drugs import DRUGS

ROW_PIXELS = 22
SMALL = "<span style='font-size:11px'>"

VALUES = ("low_decile", "lower_quartile", "median", "upper_quartile", "high_decile")
"""Columns in the unit of the measure."""


def swimmer_figure(
    swimmers: pd.DataFrame, pains: pd.DataFrame, alerts: pd.DataFrame, theme: Theme
) -> go.Figure:
    """One line a patient in the window, by days after its anchor; soonest closing at the top.

    swimmers: analytics/cohort_queries/swimmers.sql. pains: patient_id, site, day, score. alerts: patient_id, day,
    severity, why (open critical and warning).
    """
    people = swimmers.drop_duplicates("patient_id").reset_index(drop=True)
    place = {patient: -row for row, patient in enumerate(people["patient_id"])}
    figure = go.Figure()
    _bars(
        figure,
        people["patient_id"],
        people["opens_day"],
        people["closes_day"] - people["opens_day"],
        place,
        theme.grid,
    )
    for drug, some in swimmers.dropna(subset=["drug"]).groupby("drug", sort=True):
        hue = theme.lane("level" if drug == "tacrolimus" else "alp").mark
        _bars(
            figure,
            some["patient_id"],
            some["from_day"],
            some["to_day"] - some["from_day"],
            place,
            hue,
            keys.word(DRUGS, drug),
            0.34,
        )
    _marks(figure, pains, place, theme, chart_texts.PAIN, "circle", theme.lane("symptom").mark)
    for severity, symbol in (("warning", "triangle-up"), ("critical", "diamond")):
        look = theme.severity(severity)
        _marks(figure, alerts[alerts["severity"] == severity], place, theme, look.word, symbol, look.mark)
    figure.add_scatter(
        x=people["closes_day"], y=[place[p] for p in people["patient_id"]], mode="text", hoverinfo="skip", showlegend=False,
        text=[chart_texts.DAYS_LEFT.format(n=int(c - t)) for c, t in zip(people["closes_day"], people["today_day"], strict=True)],
        textposition="middle right", textfont={"size": 11, "color": theme.muted},
    )  # fmt: skip
    names = [_name(row) for row in people.to_dict("records")]
    figure.update_yaxes(
        showgrid=False,  # a line through every name would strike out the days left
        tickvals=[place[p] for p in people["patient_id"]],
        ticktext=names,
        range=[-len(people) + 0.4, 0.6],
    )
    figure.update_xaxes(
        range=[-6, 505],
        tickvals=[0, 21, 90, 180, 270, 365, 426],
        title=chart_texts.SWIMMER_AXIS,
    )
    figure.update_layout(barmode="overlay")
    return framed(figure, theme, height=110 + ROW_PIXELS * len(people), legend=True)


def month_figure(
    by_month: pd.DataFrame, title: str, unit: str, hue: str, limits: list[float], theme: Theme
) -> go.Figure:
    """Median, quartiles and tenths by month after transplant, the number of patients under each month."""
    look = theme.lane(hue)
    figure = go.Figure()
    _band(figure, by_month["month"], by_month["low_decile"], by_month["high_decile"], look.mark, 0.12)
    _band(figure, by_month["month"], by_month["lower_quartile"], by_month["upper_quartile"], look.mark, 0.24)
    figure.add_scatter(
        x=by_month["month"], y=by_month["median"], mode="lines+markers", line={"color": look.mark, "width": 2},
        customdata=by_month[["lower_quartile", "upper_quartile", "patients"]].to_numpy(),
        hovertemplate=chart_texts.MONTH_HOVER,
    )  # fmt: skip
    for limit in limits:
        figure.add_hline(y=limit, line={"color": theme.muted, "width": 1, "dash": "dash"})
    figure.update_yaxes(title=f"{title}, {unit}", rangemode="tozero")
    ticks = list(range(0, 24, 6))  # with the number of patients under each, no more fit at 1024 px
    numbers = dict(zip(by_month["month"], by_month["patients"], strict=True))
    figure.update_xaxes(
        tickvals=ticks,
        ticktext=[f"{t}<br>{SMALL}{chart_texts.N.format(n=numbers.get(t, 0))}</span>" for t in ticks],
        tickangle=0,
        range=[-0.5, 23.5],
        title=chart_texts.MONTH_AXIS,
    )
    return framed(figure, theme, height=290)


def curve_figure(curve: pd.DataFrame, title: str, unit: str, hue: str, event: str, theme: Theme) -> go.Figure:
    """Median and quartiles by week around an event; events at risk and those with a value under the axis."""
    look = theme.lane(hue)
    known = curve[curve["with_value"] > 0]
    figure = go.Figure()
    _band(figure, known["week"], known["lower_quartile"], known["upper_quartile"], look.mark, 0.22)
    figure.add_scatter(
        x=known["week"], y=known["median"], mode="lines+markers", line={"color": look.mark, "width": 2},
        marker={"size": [4 + min(n, 12) / 2 for n in known["with_value"]]},
        customdata=known[["lower_quartile", "upper_quartile", "with_value", "at_risk"]].to_numpy(),
        hovertemplate=chart_texts.CURVE_HOVER,
    )  # fmt: skip
    figure.add_vline(x=0, line={"color": theme.rule, "width": 1.2})
    ticks = list(range(-12, 26, 4))
    rows = curve.set_index("week")
    words = [
        f"{t:+d}<br>{SMALL}{int(rows['at_risk'].get(t, 0))}<br>{int(rows['with_value'].get(t, 0))}</span>" if t else
        f"<b>0</b><br>{SMALL}{int(rows['at_risk'].get(t, 0))}<br>{int(rows['with_value'].get(t, 0))}</span>"
        for t in ticks
    ]  # fmt: skip
    figure.update_xaxes(
        tickvals=ticks, ticktext=words, range=[-12.6, 25.6], title=chart_texts.WEEKS_FROM.format(event=event)
    )
    figure.update_yaxes(title=f"{title}, {unit}", rangemode="tozero")
    figure.add_annotation(
        x=0, xref="paper", xanchor="right", xshift=-8, y=0, yref="paper", yanchor="top", yshift=-22, showarrow=False,
        text=f"{SMALL}{chart_texts.AT_RISK}</span>", align="right", font={"color": theme.muted, "size": 13},
    )  # fmt: skip
    framed(figure, theme, height=380)
    return figure.update_layout(margin={"l": 84, "b": 92, "t": 10, "r": 16})


def burden_figure(burden: pd.DataFrame, published: float, theme: Theme) -> go.Figure:
    """Alerts a patient-month by calendar month, the published figure as a line."""
    figure = go.Figure()
    figure.add_bar(
        x=pd.to_datetime(burden["month"]), y=burden["per_patient_month"], marker_color=theme.lane("level").mark,
        customdata=burden[["alerts", "patient_months"]].to_numpy(),
        hovertemplate=chart_texts.BURDEN_HOVER,
    )  # fmt: skip
    figure.add_hline(
        y=published,
        line={"color": theme.severity("warning").mark, "width": 1.5, "dash": "dash"},
        annotation_text=chart_texts.PUBLISHED.format(rate=published),
        annotation_font_color=theme.text,
    )
    top = max(float(burden["per_patient_month"].max() or 0), published) * 1.2
    figure.update_yaxes(title=chart_texts.BURDEN_AXIS, range=[0, top])
    figure.update_xaxes(tickformat=dates.AXIS_MONTH, dtick="M2")
    return framed(figure, theme, height=270)


def _bars(
    figure: go.Figure,
    patients: Any,
    base: Any,
    length: Any,
    place: dict[str, int],
    colour: str,
    name: str = "",
    width: float = 0.62,
) -> None:
    figure.add_bar(
        orientation="h", y=[place[p] for p in patients], x=list(length), base=list(base), width=width, marker_color=colour,
        customdata=[[p] for p in patients], name=name or chart_texts.WINDOW, showlegend=bool(name),
        hovertemplate=chart_texts.BAR_HOVER.replace("{what}", safe(name or chart_texts.WINDOW)),
    )  # fmt: skip


def _marks(
    figure: go.Figure,
    marks: pd.DataFrame,
    place: dict[str, int],
    theme: Theme,
    name: str,
    symbol: str,
    colour: str,
) -> None:
    some = marks[marks["patient_id"].isin(place)]
    figure.add_scatter(
        x=some["day"], y=[place[p] for p in some["patient_id"]], mode="markers", name=name,
        customdata=some[["patient_id"]].to_numpy(), text=[safe(words) for words in some["words"]],
        hovertemplate=chart_texts.MARK_HOVER,
        marker={"symbol": symbol, "size": 11, "color": colour, "line": {"color": theme.background, "width": 1}},
    )  # fmt: skip


def _band(figure: go.Figure, x: Any, low: Any, high: Any, colour: str, opacity: float) -> None:
    figure.add_scatter(x=x, y=high, mode="lines", line={"width": 0}, hoverinfo="skip", showlegend=False)
    figure.add_scatter(
        x=x, y=low, mode="lines", line={"width": 0}, fill="tonexty", fillcolor=_faint(colour, opacity), hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip


def _faint(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _name(row: dict[str, Any]) -> str:
    name = row["name"] if isinstance(row["name"], str) else ""
    return safe(f"{name} {row['patient_id']}".strip())
