"""The open alerts of one patient in three cards (bone pain, exposure, mineral), strongest sentence first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.charts import palette
from dashboard.charts.wording import day, safe
from dashboard.components import alert_answer, alert_card
from dashboard.texts import patient as texts

if TYPE_CHECKING:
    from analytics.catalogue import Rule

ORDER = {"critical": 0, "warning": 1, "watch": 2, "information": 3, "data_quality": 4}
ASKING = ("critical", "warning", "data_quality")


def grouped(alerts: pd.DataFrame, rules: Mapping[str, Rule]) -> dict[str, list[dict[str, Any]]]:
    """Open alerts that ask for something, by card, strongest and newest first. States are shown as badges instead."""
    rows = [row for row in alerts.to_dict("records") if row["severity"] in ASKING]
    rows.sort(
        key=lambda row: (
            ORDER.get(str(row["severity"]), 9),
            -pd.Timestamp(row["began_on"]).timestamp(),
            str(row["rule"]),
        )
    )
    cards: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        rule = rules.get(str(row["rule"]))
        cards.setdefault(rule.card if rule else "none", []).append({str(k): v for k, v in row.items()})
    return cards


def render(alerts: pd.DataFrame, rules: Mapping[str, Rule], theme: palette.Theme, today: date) -> None:
    """The cards side by side where there is room, then the states as one line."""
    open_alerts = alerts[alerts["status"] == "open"]
    if not len(open_alerts):
        st.caption(texts.NO_ALERTS.format(day=day(today)))
        return
    cards = grouped(open_alerts, rules)
    names = {name: rule.title for name, rule in rules.items()}
    if cards:
        for column, (card, rows) in zip(st.columns(min(2, len(cards))) * 2, cards.items(), strict=False):
            with column, st.container(border=True):
                _card(card, rows, rules, names, theme, today)
    _states(open_alerts, rules, theme)


def _card(
    card: str,
    rows: list[dict[str, Any]],
    rules: Mapping[str, Rule],
    names: Mapping[str, str],
    theme: palette.Theme,
    today: date,
) -> None:
    first = rows[0]
    st.html(alert_card.as_html(first, rules.get(str(first["rule"])), theme, first))
    left, right = st.columns([3, 1], vertical_alignment="center")
    with right:
        alert_answer.popover(rows, names, today, key=f"alert-{card}")
    if len(rows) > 1:
        others = "".join(
            f"<div style='margin:.25rem 0'>{alert_card.sentence(row, theme)}{alert_card.standing(row, row, theme)}</div>"
            for row in rows[1:]
        )
        with left:
            st.html(
                f"<details style='font-size:.9rem'><summary style='cursor:pointer;color:{theme.muted}'>"
                f"{texts.ALSO_OPEN.format(n=len(rows) - 1)}</summary>{others}</details>"
            )


def _states(open_alerts: pd.DataFrame, rules: Mapping[str, Rule], theme: palette.Theme) -> None:
    """Watch and information are states: badges, never a card (definitions.md, Alerts)."""
    words = []
    for row in open_alerts[~open_alerts["severity"].isin(ASKING)].to_dict("records"):
        look = theme.severity(str(row["severity"]))
        words.append(f"<span style='color:{look.text}'>{look.label}</span> {safe(row['why'])}")
    if words:
        st.html(f"<div style='font-size:.9rem;line-height:1.45'>{'<br>'.join(words)}</div>")


def cannot_tell(answers: pd.DataFrame, rules: Mapping[str, Rule], theme: palette.Theme) -> None:
    """What no rule could answer and what is missing for it, folded with its count."""
    rows = answers[answers["answer"] == "cannot_tell"].to_dict("records")
    if not rows:
        return
    look = theme.severity("cannot_tell")
    body = "".join(
        f"<div><span style='color:{look.text}'>{look.icon}</span> "
        f"{safe(rules[str(row['rule'])].title if str(row['rule']) in rules else row['rule'])}: {safe(row['missing'])}</div>"
        for row in rows
    )
    summary = f"{look.icon} {texts.CANNOT_TELL.format(n=len(rows))}"
    st.html(
        f"<details style='font-size:.9rem;line-height:1.45'><summary style='cursor:pointer;color:{look.text}'>{summary}</summary>{body}</details>"
    )
