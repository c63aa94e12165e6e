"""The meeting: patient by patient through the list as it stood at the start; answers, decisions, undo, minutes."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analytics.acknowledgement import day
from analytics.review import WeeklyList
from analytics.texts.days import dated, full_day
from analytics.texts.weekly_review import RULE_LABELS
from dashboard import rule_words, state
from dashboard.charts.palette import Theme
from dashboard.components import alert_answer, decisions, meeting_noted, meeting_place, reader_name, worklist
from dashboard.components.meeting_end import finishing
from dashboard.texts import meeting as texts
from dashboard.texts.answering import CHOICES
from data import reviewing

_FOCUS = """<script>
if (!window.troughlineKeys) {
  window.troughlineKeys = true;
  document.addEventListener("keydown", (press) => {
    const place = {KeyC: "quick", KeyW: "decision"}[press.code];
    if (!place || !press.altKey || press.ctrlKey || press.metaKey) return;
    const field = document.querySelector(`[class*="st-key-${place}_"] input`);
    if (field) { press.preventDefault(); field.focus(); }
  });
}
</script>"""
"""Alt+C and Alt+W put the cursor into the comment and the decision: shortcuts of Streamlit press buttons only."""
SNOOZE = timedelta(days=7)
"""The snooze without the mouse lasts to the next weekly review."""
CSV_COLUMNS = (
    "patient_id", "name", "clinic", "consultant", "group", "severity", "reason", "state", "day_after_anchor", "window",
    "reviewed_on", "reviewed_by",
)  # fmt: skip


def draw(weekly: WeeklyList, look: worklist.ListLook) -> None:
    """The patient whose turn it is, or the end of the meeting."""
    rows = {row["patient_id"]: row for row in weekly.entries}
    queue = [patient for patient in meeting_place.place()["queue"] if patient in rows]
    at = meeting_place.place()["at"]
    if at >= len(queue):
        finishing(weekly, queue, back=lambda: meeting_place.go(len(queue) - 1))
        return
    row = rows[queue[at]]
    _steps(weekly, row["patient_id"], at, len(queue))
    reader_name.wanted()
    worklist.draw([row], look, state.open_patient, key="meeting", leading=1)
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        _alerts(weekly, row["patient_id"], look.theme)
        _changed(row)
    with right:
        decisions.draw(row["patient_id"], weekly.as_of)
        meeting_noted.draw(row["patient_id"], weekly.as_of)
    st.html(_FOCUS, unsafe_allow_javascript=True)


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
        today = full_day(weekly.as_of)
        words = texts.PROGRESS.format(day=today, at=at + 1, of=of)
        st.html(f'<h1 style="font-size:1rem;padding:0">{words}</h1>', width="content")
        st.button(
            texts.PREVIOUS,
            key="meeting_previous",
            on_click=meeting_place.go,
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
            meeting_place.go(at + 1)
            st.rerun()
        if st.button(texts.OPEN, key="meeting_open", type="tertiary"):
            state.open_patient(patient)
        st.button(texts.LEAVE, key="meeting_leave", on_click=meeting_place.leave, type="tertiary")


def _alerts(weekly: WeeklyList, patient: str, theme: Theme) -> None:
    st.header(texts.ALERTS)
    alerts = [a for a in weekly.alerts.get(patient, ()) if a["severity"] in ("critical", "warning")]
    if not alerts:
        st.caption(texts.NO_ALERT)
    for number, alert in enumerate(alerts):
        key = f"meeting_{patient}_{alert['rule']}_{alert['symptom']}_{number}"
        words = worklist.answer_words(
            alert | {"answered_on": day(alert["answered_on"]), "until_on": day(alert["until_on"])},
            weekly.as_of,
        )
        why = rule_words.sentence(alert["rule"], alert["why"], state.si_units())
        said = f"{worklist.severity_html(alert['severity'], theme)} {html.escape(dated(why))}"
        answered = f'<div class="tl-note">{html.escape(words)}</div>' if words else ""
        with st.container(horizontal=True, vertical_alignment="top", gap="small", key=f"said_{key}"):
            st.html(f"<div>{said}{answered}</div>", width="stretch")
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
                CHOICES["acknowledge"], key="meeting_acknowledge", shortcut="Alt+A", disabled=nameless
            )
            snooze = st.form_submit_button(
                texts.SNOOZE, key="meeting_snooze", shortcut="Alt+S", disabled=nameless
            )
    if acknowledge:
        alert_answer.save(alert, "acknowledge", reason=comment, today=weekly.as_of)
    elif snooze:
        alert_answer.save(alert, "snooze", reason=comment, until=weekly.as_of + SNOOZE, today=weekly.as_of)


def _changed(row: dict[str, Any]) -> None:
    st.header(texts.CHANGED)
    if not row["changed"]:
        st.caption(texts.NOTHING_CHANGED)
    st.markdown("\n".join(f"- {worklist.plain_markdown(change['text'])}" for change in row["changed"][:8]))
