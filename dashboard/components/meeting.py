"""The meeting: patient by patient through the list as it stood at the start; answers, decisions, undo, minutes.

Session state keeps the queue of ids, the place in it and days; everything said is in the store at once, so that two
people can hold it together and a lost browser loses nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analytics.acknowledgement import day, records
from analytics.review import FOLDED, WeeklyList
from analytics.review_words import RULE_LABELS
from dashboard import state
from dashboard.charts.wording import dated
from dashboard.components import alert_answer, decisions, worklist
from dashboard.components.meeting_end import finishing
from dashboard.texts import meeting as texts
from data import reviewing

MEETING = "meeting"
SNOOZE = timedelta(days=7)
"""The snooze without the mouse lasts to the next weekly review."""
CSV_COLUMNS = (
    "patient_id", "name", "clinic", "consultant", "group", "severity", "reason", "state", "day_after_anchor", "window",
    "reviewed_on", "reviewed_by",
)  # fmt: skip


def running() -> bool:
    """Whether this browser is in a meeting."""
    return st.session_state.get(MEETING) is not None


def start_button(shown: list[dict[str, Any]], *, filtered: bool) -> None:
    """Begins the meeting with those who are shown and ask for attention, in the order of the list."""
    queue = [row["patient_id"] for row in shown if row["group"] not in FOLDED]
    label = texts.START_WITH.format(n=len(queue)) if filtered else texts.START
    st.button(label, type="primary", key="meeting_start", on_click=_start, args=(queue,), disabled=not queue)


def draw(weekly: WeeklyList, look: worklist.ListLook) -> None:
    """The patient whose turn it is, or the end of the meeting."""
    meeting = st.session_state[MEETING]
    rows = {row["patient_id"]: row for row in weekly.entries}
    queue = [patient for patient in meeting["queue"] if patient in rows]
    at = meeting["at"]
    if at >= len(queue):
        finishing(weekly, queue, back=lambda: _go(len(queue) - 1), leave=_leave)
        return
    row = rows[queue[at]]
    _steps(weekly, row["patient_id"], at, len(queue))
    if not state.reader_name():
        st.info(texts.NAME_FIRST)
    worklist.draw([row], look, state.open_patient, key="meeting", leading=1)
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        _alerts(weekly, row["patient_id"])
        _changed(row)
    with right:
        decisions.draw(row["patient_id"], weekly.as_of)
        _noted(row["patient_id"], weekly)


def list_csv(rows: list[dict[str, Any]]) -> bytes:
    """The shown list for a spreadsheet; text that a spreadsheet would run is escaped."""
    table = pd.DataFrame(rows, columns=list(CSV_COLUMNS))
    return harmless(table).to_csv(index=False).encode("utf-8")


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """Cells that begin with = + - @ get a leading apostrophe."""
    return table.map(
        lambda cell: f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell
    )


def _steps(weekly: WeeklyList, patient: str, at: int, of: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="meeting_bar"):
        today = f"{weekly.as_of.day} {weekly.as_of:%b %Y}"
        st.markdown(f"**{texts.PROGRESS.format(day=today, at=at + 1, of=of)}**", width="content")
        st.button(
            texts.PREVIOUS,
            key="meeting_previous",
            on_click=_go,
            args=(at - 1,),
            disabled=at == 0,
            shortcut="Alt+P",
        )
        if st.button(
            texts.NEXT if at + 1 < of else texts.DONE,
            key="meeting_next",
            type="primary",
            shortcut="Alt+N",
            disabled=not state.reader_name(),
        ):
            reviewing.mark_reviewed(state.store(), patient, who=state.reader(), today=weekly.as_of)
            _go(at + 1)
            st.rerun()
        if st.button(texts.OPEN, key="meeting_open", type="tertiary"):
            state.open_patient(patient)
        st.button(texts.LEAVE, key="meeting_leave", on_click=_leave, type="tertiary")


def _alerts(weekly: WeeklyList, patient: str) -> None:
    st.subheader(texts.ALERTS)
    alerts = [a for a in weekly.alerts.get(patient, ()) if a["severity"] in ("critical", "warning")]
    if not alerts:
        st.caption(texts.NO_ALERT)
    for number, alert in enumerate(alerts):
        key = f"meeting_{patient}_{alert['rule']}_{alert['symptom']}_{number}"
        icon = {"critical": "◆", "warning": "▲"}[alert["severity"]]
        words = worklist.answer_words(
            alert | {"answered_on": day(alert["answered_on"]), "until_on": day(alert["until_on"])}
        )
        left, right = st.columns([5, 1], gap="small")
        answered = f"  \n:gray[:small[{worklist.plain_markdown(words)}]]" if words else ""
        left.markdown(f"{icon} {worklist.plain_markdown(dated(alert['why']))}{answered}")
        with right:
            alert_answer.answer(alert, key=key, today=weekly.as_of)
    open_ones = [
        a for a in alerts if a["state"] in ("new", "severity_risen", "before_correction", "snooze_ended")
    ]
    if open_ones:
        _quick(open_ones[0], weekly)


def _quick(alert: dict[str, Any], weekly: WeeklyList) -> None:
    """The strongest unanswered alert is answered without unfolding anything and without the mouse."""
    label = RULE_LABELS.get(alert["rule"], alert["rule"])
    nameless = not state.reader_name()
    # a form, because outside of one Streamlit learns what was typed only once the field is left
    key = f"{alert['patient_id']}_{alert['rule']}_{alert['began_on']}"
    with st.form(f"meeting_quick_{key}", border=False):
        comment = st.text_input(texts.COMMENT.format(alert=label), key=f"quick_{key}")
        with st.container(horizontal=True):
            acknowledge = st.form_submit_button(
                texts.ACKNOWLEDGE, key="meeting_acknowledge", shortcut="Alt+A", disabled=nameless
            )
            snooze = st.form_submit_button(
                texts.SNOOZE, key="meeting_snooze", shortcut="Alt+S", disabled=nameless
            )
    if acknowledge:
        alert_answer.save(alert, "acknowledge", reason=comment, today=weekly.as_of)
    elif snooze:
        alert_answer.save(alert, "snooze", reason=comment, until=weekly.as_of + SNOOZE, today=weekly.as_of)


def _changed(row: dict[str, Any]) -> None:
    st.subheader(texts.CHANGED)
    if not row["changed"]:
        st.caption(texts.NOTHING_CHANGED)
    st.markdown("\n".join(f"- {worklist.plain_markdown(change['text'])}" for change in row["changed"][:8]))


def _noted(patient: str, weekly: WeeklyList) -> None:
    """What was noted today about this patient, each with its undo."""
    log = reviewing.history(state.store(), patient)
    today = [e for e in records(log) if day(e["acted_on"]) == weekly.as_of and day(e["undone_on"]) is None]
    if not today:
        return
    st.subheader(texts.TODAY)
    for entry in today:
        parts = [texts.ENTRY_WORDS.get(entry["kind"], entry["kind"]), RULE_LABELS.get(str(entry["rule"]), "")]
        parts += [
            str(entry["text"] or ""),
            str(entry["owner"] or ""),
            f"({str(entry['acted_by']).removesuffix(' (unverified)')})",
        ]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(worklist.plain_markdown(" ".join(part for part in parts if part)), width="content")
            if st.button(
                texts.UNDO,
                key=f"undo_{entry['entry_id']}",
                type="tertiary",
                disabled=not state.reader_name(),
                shortcut="Alt+U" if entry is today[-1] else None,
            ):
                reviewing.undo(state.store(), int(entry["entry_id"]), who=state.reader(), today=weekly.as_of)
                st.rerun()


def _start(queue: list[str]) -> None:
    st.session_state[MEETING] = {"queue": queue, "at": 0}


def _go(at: int) -> None:
    st.session_state[MEETING]["at"] = max(at, 0)


def _leave() -> None:
    st.session_state[MEETING] = None
