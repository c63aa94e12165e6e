"""The open alerts of one patient in three cards (bone pain, exposure, mineral), strongest sentence first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from analytics.acknowledgement import records
from analytics.texts.days import dated, full_day
from dashboard import rule_words, state
from dashboard.charts import palette
from dashboard.charts.wording import safe
from dashboard.components import alert_answer, alert_card
from dashboard.texts import patient as texts

if TYPE_CHECKING:
    from analytics.catalogue import Rule

FIRST = ("hypercalcaemia_severe", "calciphylaxis_risk", "cips_pain_after_cni_increase", "cips_pain_in_window")
"""Among alerts of one severity these speak first: the horizon "today" of the weekly list, then pain with its cause in time."""
ORDER = {"critical": 0, "warning": 1, "watch": 2, "information": 3, "data_quality": 4}
PAIN = ("cips_pain_in_window", "cips_pain_after_cni_increase", "pain_after_exposure_change")
IN_HEADER = "cips_window"
"""The header says whether the window is open; the badge would say it twice."""
ASKING = ("critical", "warning", "data_quality")


def grouped(alerts: pd.DataFrame, rules: Mapping[str, Rule]) -> dict[str, list[dict[str, Any]]]:
    """Open alerts that ask for something, by card, strongest and newest first. States are shown as badges instead."""
    rows = [row for row in records(alerts) if row["severity"] in ASKING]
    rows.sort(key=_strength)
    cards: dict[str, list[dict[str, Any]]] = {}
    in_pain = any(row["rule"] in PAIN for row in rows)
    for row in rows:
        rule = rules.get(str(row["rule"]))
        card = rule.card if rule else "none"
        if in_pain and row["rule"] == "trough_out_of_target" and row["severity"] != "critical":
            card = "bone_pain"  # a low trough while in pain is shown inside the pain alert (definitions.md, Alerts)
        cards.setdefault(card, []).append(row)
    return cards


def _strength(row: dict[Any, Any]) -> tuple[int, int, float, str]:
    rule = str(row["rule"])
    first = FIRST.index(rule) if rule in FIRST else len(FIRST)
    return ORDER.get(str(row["severity"]), 9), first, -pd.Timestamp(row["began_on"]).timestamp(), rule


def render(alerts: pd.DataFrame, rules: Mapping[str, Rule], theme: palette.Theme, today: date) -> None:
    """The cards side by side where there is room, in the order of their strongest alert."""
    open_alerts = alerts[alerts["status"] == "open"]
    if not len(open_alerts):
        st.caption(texts.NO_ALERTS.format(day=full_day(today)))
        return
    cards = grouped(open_alerts, rules)
    if cards:
        for column, (card, rows) in zip(st.columns(min(2, len(cards))) * 2, cards.items(), strict=False):
            with column, st.container(border=True, gap=None, height="stretch"):
                _card(card, rows, rules, theme, today)


def _card(
    card: str, rows: list[dict[str, Any]], rules: Mapping[str, Rule], theme: palette.Theme, today: date
) -> None:
    """The strongest alert of the group; the others and every basis in full unfold, each with its own answer."""
    first = rows[0]
    st.html(alert_card.as_html(first, rules.get(str(first["rule"])), theme, first, si=state.si_units()))
    with st.container(horizontal=True, gap="small"):
        alert_answer.answer(first, key=f"card-{card}-0", today=today)
        label = texts.ALSO_OPEN.format(n=len(rows) - 1) if len(rows) > 1 else texts.WHOLE
        with st.popover(label, type="tertiary", key=f"card-{card}-all"):
            for i, row in enumerate(rows):
                rule = rules.get(str(row["rule"]))
                st.html(alert_card.as_html(row, rule, theme, row, whole=True, si=state.si_units()))
                if i:
                    alert_answer.answer(row, key=f"card-{card}-{i}", today=today)


def states(
    alerts: pd.DataFrame, answers: pd.DataFrame, rules: Mapping[str, Rule], theme: palette.Theme
) -> None:
    """States as badges, never a card (definitions.md, Alerts); then what cannot be told, folded with its count."""
    shown = [
        row
        for row in records(alerts)
        if row["status"] == "open" and row["severity"] not in ASKING and row["rule"] != IN_HEADER
    ]
    badges = [
        f"<span style='white-space:nowrap;color:{theme.severity(str(row['severity'])).text}'>"
        f"{theme.severity(str(row['severity'])).label}</span> {alert_card.why(row, si=state.si_units())}"
        for row in shown
    ]
    line = f"<div>{' &nbsp; '.join(badges)}</div>" if badges else ""
    st.html(
        f"<div style='font-size:.88rem;line-height:1.45'>{line}{_cannot_tell(answers, rules, theme)}</div>"
    )


def _cannot_tell(answers: pd.DataFrame, rules: Mapping[str, Rule], theme: palette.Theme) -> str:
    rows = [row for row in records(answers) if row["answer"] == "cannot_tell"]
    if not rows:
        return ""
    look = theme.severity("cannot_tell")
    told = unknown(rows, rules, si=state.si_units())
    body = "".join(
        f"<div style='margin-left:1rem'><span style='color:{look.text}'>{look.icon}</span> {title}: {missing}</div>"
        for title, missing in told
    )
    titles = ", ".join(title for title, _ in told)
    summary = f"{look.icon} {texts.CANNOT_TELL.format(n=len(rows))}: {titles}"
    return f"<details><summary style='cursor:pointer;color:{look.text}'>{summary}</summary>{body}</details>"


def unknown(
    rows: Sequence[Mapping[Any, Any]], rules: Mapping[str, Rule], *, si: bool
) -> list[tuple[str, str]]:
    """(title of the rule, what is missing) of answers that cannot be told, safe as HTML; the report prints them too."""
    found = []
    for row in rows:
        name = str(row["rule"])
        title = rule_words.described(name, rules[name].title, si) if name in rules else name
        found.append((safe(title), dated(safe(rule_words.sentence(name, str(row["missing"] or ""), si)))))
    return found
