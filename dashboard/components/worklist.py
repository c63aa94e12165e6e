"""The list of the weekly review: one calm line a patient. Each line is one real button, so that it opens by click and key.

The button carries the name; its hit area is stretched over the whole line by the style sheet.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from analytics.texts.days import dated, near_day
from dashboard import rule_words
from dashboard.charts.palette import Theme
from dashboard.charts.wording import unit
from dashboard.components.sparkline import LANES, sparkline
from dashboard.components.weekly_data import Week
from dashboard.components.worklist_style import style
from dashboard.texts import keys
from dashboard.texts import weekly_review as texts
from dashboard.texts.drugs import DRUGS

MOST_POINTS = 60
USUAL_FORMULATION = "immediate_release"
LEADING = 3
"""So many lines at the top are large enough to be read from across the table."""


@dataclass(frozen=True)
class ListLook:
    """What all lines share: theme, axis of the small trends, whether values are in SI units, the week they are of."""

    theme: Theme
    start: date
    end: date
    si: bool
    week: Week


def draw(
    rows: Sequence[Mapping[str, Any]],
    look: ListLook,
    opened: Callable[[str], None],
    *,
    key: str,
    leading: int = 0,
    counted: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Draw the lines; opened(patient_id) runs when one is chosen. The first `leading` lines are large.

    counted: all rows of which the drawn ones are a page, for the numbers beside the headings.
    """
    look.week.trends.want([row["patient_id"] for row in rows])
    with st.container(key=f"worklist_{key}", gap=None):
        st.html(style(look.theme) + _heading(look))
        horizon = None
        for number, row in enumerate(rows):
            if key == "attention" and row["horizon"] != horizon:
                horizon = row["horizon"]
                st.html(_horizon(horizon, counted or rows))
            size = "lead" if number < leading else "line"
            with st.container(key=f"worklist_{size}_{key}_{number}", gap=None):
                st.html(
                    f'{severity_html(row["severity"], look.theme)}<div class="tl-day">{_day_words(row, look.end)}</div>'
                )
                if st.button(
                    _label(row), key=f"open_{key}_{row['patient_id']}", type="tertiary", help=None, wrap=True
                ):
                    opened(row["patient_id"])
                st.html(_line(row, look))


def severity_html(severity: str, theme: Theme) -> str:
    """Icon and word in the colour of the severity."""
    if not severity:
        return '<span class="tl-sev"></span>'
    look = theme.severity(severity)
    return f'<span class="tl-sev" style="color:{look.text}"><b>{look.icon}</b> {look.word}</span>'


def _line(row: Mapping[str, Any], look: ListLook) -> str:
    lines, key = look.week.lines, (row["patient_id"], look.theme.name, look.si)
    if key not in lines:
        lines[key] = line_html(row, look)
    return lines[key]


def line_html(row: Mapping[str, Any], look: ListLook) -> str:
    """Everything on a line beside severity and name."""
    cells = [
        f'<div class="tl-why">{_why(row, look)}</div>',
        f'<div class="tl-dose">{dose_html(row["drugs"])}</div>',
    ]
    for lane, (_, _, quantity) in LANES.items():
        shown_in = unit(quantity, look.si)
        points = look.week.trends.get((row["patient_id"], lane))[-MOST_POINTS:]
        cells.append(
            f'<div class="tl-cell">{sparkline(lane, points, look.theme, look.start, look.end, shown_in)}</div>'
        )
    cells.append(f'<div class="tl-rev">{_reviewed(row, look.end)}</div>')
    return f'<div class="tl-grid">{"".join(cells)}</div>'


def dose_html(drugs: Sequence[Mapping[str, Any]]) -> str:
    """`tacrolimus 5` with its formulation small; several drugs one under the other."""
    if not drugs:
        return f'<span class="tl-muted">{texts.NO_CNI}</span>'
    parts = []
    for dose in drugs:
        name = keys.word(DRUGS, dose["drug"])
        known = dose["mg_per_day"] is not None and dose["mg_per_day"] == dose["mg_per_day"]
        amount = f"<b>{dose['mg_per_day']:g}</b>" if known else texts.DOSE_UNKNOWN
        form = str(dose["formulation"] or "") if dose["formulation"] == dose["formulation"] else ""
        form = "" if form == USUAL_FORMULATION else keys.word(keys.FORMULATIONS_SHORT, form)
        parts.append(f"{amount} <small>{html.escape(f'{name} {form}'.strip())}</small>")
    return "<br>".join(parts)


def answer_words(row: Mapping[str, Any], today: date) -> str:
    """What the people said about the leading alert: acknowledged by …, given before the correction, snoozed until …."""
    words = texts.STATES.get(row["state"], "").format(
        who=_person(row["answered_by"]),
        day=near_day(row["answered_on"], today),
        until=near_day(row["until_on"], today),
    )
    parts = [words] if words else []
    if row["back_again"]:
        parts.insert(0, texts.BACK_AGAIN)
    if row["assigned_to"]:
        parts.append(texts.ASSIGNED.format(who=row["assigned_to"]))
    return " · ".join(parts)


def _why(row: Mapping[str, Any], look: ListLook) -> str:
    theme, si = look.theme, look.si
    new = (
        f'<b class="tl-new" style="color:{theme.severity("watch").text}">{texts.NEW}</b> '
        if row["group"] == "new" and row["fresh"]
        else ""
    )
    parts = []
    for other in row["also"] or ():
        mark = theme.severity(other["severity"])
        parts.append(
            f'<p class="tl-also"><span style="color:{mark.text}">{mark.icon} {texts.CARDS.get(other["card"], "")}</span> '
            f"{html.escape(dated(rule_words.sentence(other['rule'], other['why'], si)))}</p>"
        )
    answered = answer_words(row, look.end)
    changed = "; ".join(
        change["text"] for change in row["changed"][:3] if change["kind"] != "alert" or not row["fresh"]
    )
    more = len(row["changed"]) - 3
    notes = [html.escape(answered)] if answered else []
    if changed:
        said = (
            texts.SINCE_LAST_MORE.format(changed=changed, n=more)
            if more > 0
            else texts.SINCE_LAST.format(changed=changed)
        )
        notes.append(html.escape(said))
    if notes:
        parts.append(f'<p class="tl-note">{" · ".join(notes)}</p>')
    said = rule_words.sentence(row["told_by"], row["reason"] or "", si)
    reason = f'<p class="tl-reason">{new}{html.escape(dated(said))}</p>'
    return f'{reason}<div class="tl-notes">{"".join(parts)}</div>'


def _heading(look: ListLook) -> str:
    trends = "".join(
        f'<div class="tl-cell" title="{html.escape(_trend_help(lane, look.si))}">{title} <small>{unit(quantity, look.si).name}</small></div>'
        for lane, (_, title, quantity) in LANES.items()
    )
    first, second, why, dose, reviewed = texts.COLUMNS
    return (
        f'<div class="tl-head" aria-hidden="true"><span class="tl-sev">{first}</span><span>{second}</span>'
        f'<div class="tl-grid"><div class="tl-why">{why}</div><div class="tl-dose" title="{texts.DOSE_HELP}">{dose}</div>'
        f'{trends}<div class="tl-rev">{reviewed}</div></div></div>'
    )


def _trend_help(lane: str, si: bool) -> str:
    limits = [rule_words.threshold("ca_p_over_70", limit, "mg²/dL²", si) for limit in texts.TREND_LIMITS]
    return texts.TREND_HELP[lane].format(limits=texts.AND.join(limits))


def _horizon(horizon: int, rows: Sequence[Mapping[str, Any]]) -> str:
    count = sum(1 for row in rows if row["horizon"] == horizon)
    return (
        f'<h2 class="tl-horizon">{texts.HORIZONS[horizon]} <span>{count}</span>'
        f"<small>{texts.HORIZON_HELP[horizon]}</small></h2>"
    )


def _day_words(row: Mapping[str, Any], today: date) -> str:
    if row["day_after_anchor"] is None or row["day_after_anchor"] != row["day_after_anchor"]:
        return texts.WINDOW["none"]
    number = int(row["day_after_anchor"])
    span = texts.DAY_N.format(n=number) if number < 730 else texts.YEAR_N.format(n=number // 365 + 1)
    if row["anchor"] != "transplant":
        span = texts.ON_CNI.format(span=span)
    on = row["opens_on"] if row["window"] == "before" else row["closes_on"]
    window = texts.WINDOW[row["window"]].format(day=near_day(on, today))
    return f"<b>{span}</b><br>{window}"


def _reviewed(row: Mapping[str, Any], today: date) -> str:
    if not row["reviewed_on"] or row["reviewed_on"] != row["reviewed_on"]:
        return f'<span class="tl-muted">{texts.NEVER_REVIEWED}</span>'
    return (
        f"{near_day(row['reviewed_on'], today)}<br><small>{html.escape(_person(row['reviewed_by']))}</small>"
    )


def _label(row: Mapping[str, Any]) -> str:
    """Name bold, id beside it; whatever a file put into a name is shown as it is written."""
    identity = plain_markdown(row["patient_id"])
    return f"**{plain_markdown(row['name'])}** :small[{identity}]" if row["name"] else f"**{identity}**"


def plain_markdown(text: str) -> str:
    """Text from the record as it is written: no markdown in it works."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!:$~|<>&])", r"\\\1", text)


def _person(who: Any) -> str:
    return str(who or "").removesuffix(" (unverified)")
