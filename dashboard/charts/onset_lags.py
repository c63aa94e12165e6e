"""Onsets against the last dose change before them: lags, their histogram, levels around the change. Frames in, figures out."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Theme
from dashboard.charts.wording import safe
from dashboard.texts import charts as chart_texts

NEAR_DAYS, LOOK_BACK_DAYS = 14, 90
"""The defaults of the settings pain.lag_days and timing.look_back_days, which the page passes in."""
SHAPES = {
    "cni": "circle", "steroid": "square", "mtor": "diamond", "antimetabolite": "triangle-up", "interacting": "x",
}  # fmt: skip


def lag_figure(
    nearest: pd.DataFrame,
    kinds: dict[str, str],
    theme: Theme,
    near_days: int = NEAR_DAYS,
    look_back_days: int = LOOK_BACK_DAYS,
) -> go.Figure:
    """One dot an onset at its lag (days), a row a kind of change; customdata is the patient's id.

    nearest: one row an onset with a change: patient_id, drug_class, kind, lag_days, text (change), words (symptom).
    """
    figure = go.Figure()
    rows = [kind for kind in reversed(kinds) if kind in set(nearest["kind"])]
    for drug_class, some in nearest.groupby("drug_class", sort=True):
        spread = some.groupby(["kind", "lag_days"]).cumcount()
        figure.add_scatter(
            x=some["lag_days"].astype(float) + spread % 2 * 0.25,
            y=[rows.index(kind) + 0.16 * step for kind, step in zip(some["kind"], spread, strict=True)],
            mode="markers",
            name=chart_texts.DRUG_CLASSES.get(str(drug_class), str(drug_class)),
            customdata=some[["patient_id"]].to_numpy(),
            text=[chart_texts.LAG_HOVER.format(patient=safe(p), symptom=safe(w), change=safe(t), days=int(lag)) for p, w, t, lag in
                  zip(some["patient_id"], some["words"], some["text"], some["lag_days"], strict=True)],
            hovertemplate="%{text}<extra></extra>",
            marker={
                "size": 11, "symbol": SHAPES.get(str(drug_class), "circle"), "color": theme.lane(str(drug_class)).mark,
                "line": {"width": 1, "color": theme.background},
            },
        )  # fmt: skip
    figure.add_vrect(
        x0=-0.5, x1=near_days + 0.5, fillcolor=theme.wash_text, opacity=0.10, line_width=0, layer="below"
    )
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[kinds[kind] for kind in rows],
        range=[-0.6, max(len(rows) - 0.2, 0.6)],
    )
    figure.update_xaxes(range=[-1.5, look_back_days + 1], dtick=14, title=chart_texts.LAG_AXIS)
    return framed(figure, theme, height=130 + 44 * max(len(rows), 2), legend=True)


def lag_histogram(
    nearest: pd.DataFrame, theme: Theme, near_days: int = NEAR_DAYS, look_back_days: int = LOOK_BACK_DAYS
) -> go.Figure:
    """Onsets by lag in weeks: after a CNI increase, after anything else."""
    weeks = range(look_back_days // 7 + 1)
    week = nearest["lag_days"].astype(int) // 7
    rise = (nearest["drug_class"] == "cni") & (nearest["kind"] == "increase")
    figure = go.Figure()
    for label, chosen, hue in (
        (chart_texts.AFTER_INCREASE, rise, theme.lane("level").mark),
        (chart_texts.AFTER_OTHER, ~rise, theme.lane("other").mark),
    ):
        counts = week[chosen].value_counts().reindex(weeks, fill_value=0)
        figure.add_bar(
            x=[w * 7 + 3.5 for w in counts.index],
            y=counts.to_numpy(),
            width=6.4,
            name=label,
            marker_color=hue,
            customdata=[[f"{w * 7}–{w * 7 + 6}"] for w in counts.index],
            hovertemplate=chart_texts.HISTOGRAM_HOVER + label + "<extra></extra>",
        )
    figure.update_layout(barmode="stack")
    figure.add_vrect(
        x0=-0.5, x1=near_days + 0.5, fillcolor=theme.wash_text, opacity=0.10, line_width=0, layer="below"
    )
    figure.update_xaxes(range=[-1.5, look_back_days + 1], dtick=14, title=chart_texts.LAG_AXIS)
    most = int(week.value_counts().max()) if len(week) else 0
    # counts are whole: left to itself the axis writes 0.5 as a second 0 or 1
    figure.update_yaxes(
        title=chart_texts.ONSETS_AXIS, rangemode="tozero", tickformat="d", tick0=0, dtick=whole_step(most)
    )
    return framed(figure, theme, height=250, legend=True)


def whole_step(most: int) -> int:
    """Distance of the ticks of an axis of counts: 1, 2, 5, 10 …, for five ticks at most above 0."""
    steps = (base * 10**power for power in range(9) for base in (1, 2, 5))
    return next(step for step in steps if most <= 5 * step)


def level_figure(nearest: pd.DataFrame, theme: Theme, unit: str) -> go.Figure:
    """Level before → after the change, one line an onset; after a CNI increase deepened, others quiet.

    Tacrolimus alone where there is any: cyclosporine lies a factor of twenty higher and would flatten it.
    """
    both = nearest.dropna(subset=["level_before", "level_after"])
    tacrolimus = both[both["level_drug"] == "tacrolimus"]
    both = tacrolimus if len(tacrolimus) else both
    figure = go.Figure()
    for row in both.to_dict("records"):
        rise = row["drug_class"] == "cni" and row["kind"] == "increase"
        colour = theme.lane("level").mark if rise else theme.lane("other").mark
        figure.add_scatter(
            x=list(chart_texts.BEFORE_AFTER),
            y=[row["level_before"], row["level_after"]],
            mode="lines+markers",
            customdata=[[row["patient_id"]]] * 2,
            line={"color": colour, "width": 2 if rise else 1},
            marker={"size": 7},
            opacity=1 if rise else 0.6,
            text=[f"{safe(row['patient_id'])}: {safe(row['text'])}"] * 2,
            hovertemplate=f"%{{text}}<br>%{{y}} {unit}<extra></extra>",
            showlegend=False,
        )
    figure.update_yaxes(title=unit, rangemode="tozero")
    figure.update_xaxes(range=[-0.3, 1.3])
    return framed(figure, theme, height=250)


def framed(figure: go.Figure, theme: Theme, *, height: int, legend: bool = False) -> go.Figure:
    """The quiet look that all clinic charts share."""
    figure.update_layout(
        height=height,
        margin={"t": 8 if not legend else 34, "b": 46, "l": 60, "r": 16},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": theme.text, "size": 13},
        showlegend=legend,
        legend={
            "orientation": "h",
            "y": 1.0,
            "yanchor": "bottom",
            "x": 0,
            "traceorder": "normal",
            "font": {"size": 12},
        },
        hoverlabel={"bgcolor": theme.panel, "font": {"color": theme.text}},
        dragmode=False,
    )
    figure.update_xaxes(gridcolor=theme.grid, zeroline=False, linecolor=theme.rule, fixedrange=True)
    figure.update_yaxes(gridcolor=theme.grid, zeroline=False, fixedrange=True, automargin=True)
    return figure
