"""Rows that wait for a person: give the unit or the patient, say that it is right as it stands, or drop it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.charts import wording
from dashboard.components import reader_name
from dashboard.texts import keys
from dashboard.texts import upload as texts
from dashboard.texts.fields import FIELDS
from dashboard.wording import plain
from data.errors import TroughlineError
from data.importing.corrections import corrections_waiting
from data.importing.settling import settle, waiting
from data.importing.vocabulary import analytes

SHOWN = ("patient_id", "test", "collected_at", "value", "unit")


def draw() -> None:
    """The queue, and the row that was chosen from it."""
    queue = waiting(state.store())
    if queue.empty:
        return
    st.header(f"{texts.SET_ASIDE} · {len(queue):,}")
    st.caption(texts.SET_ASIDE_LEAD)
    rows = [json.loads(str(cells)) for cells in queue["cells"]]
    shown = pd.DataFrame([{name: row.get(name, "") for name in SHOWN} for row in rows])
    standing = _standing(queue)
    if any(standing):
        shown[texts.STANDS] = standing
    shown["reason"], shown["file"] = queue["reason"], queue["file_name"]
    if queue["sheet"].notna().any():
        shown["sheet"] = queue["sheet"]
    shown["row"] = queue["source_row"].astype("Int64")
    picked = st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height=min(36 * (len(shown) + 1) + 2, 300),
        on_select="rerun",
        selection_mode="single-row",
        key="set_aside_rows",
        column_config={
            **{name: FIELDS.get(name, name) for name in SHOWN},
            "reason": st.column_config.Column(texts.PROBLEM_COLUMNS["reason"], width="large"),
            "row": st.column_config.NumberColumn(texts.PROBLEM_COLUMNS["row"], width="small", format="%d"),
            "file": texts.FILE,
            "sheet": texts.SHEET,
        },
        placeholder="",
    )
    chosen = picked["selection"]["rows"]
    if not chosen:
        st.caption(texts.SETTLE_PICK)
    elif chosen[0] < len(queue) and not reader_name.wanted():
        settle_form(queue.iloc[chosen[0]].to_dict(), rows[chosen[0]])


def _standing(queue: pd.DataFrame) -> list[str]:
    """What each row of the queue would correct: '10.2 mg/dL' on record; '' where it corrects nothing."""
    corrected = corrections_waiting(state.store())
    words = corrected["reported_value"] + " " + corrected["reported_unit"]
    return [" / ".join(words[corrected["set_aside_id"] == number]) for number in queue["set_aside_id"]]


def settle_form(entry: dict[str, Any], cells: dict[str, str]) -> None:
    """What a person decides about one row, and what came of it."""
    number = int(entry["set_aside_id"])
    column = str(entry["column_name"])
    with st.form(f"settle_{number}", border=True):
        st.markdown(f"**{_row(entry)}** {entry['reason']}")
        left, middle, right = st.columns(3)
        given = left.text_input(
            keys.word(FIELDS, column),
            value=cells.get(column, ""),
            key=f"given_{number}",
        )
        reason = middle.text_input(texts.REASON, key=f"reason_{number}")
        how = right.radio(
            texts.HOW, list(texts.HOWS), format_func=texts.HOWS.__getitem__, key=f"how_{number}"
        )
        if not st.form_submit_button(texts.SETTLE_GO, type="primary"):
            return
    if how != "correct" and not reason.strip():
        st.error(texts.REASON_WANTED)
        return
    decision = {
        "correct": {column: given.strip()},
        "as_it_is": {"as_it_is": reason},
        "discard": {"discard": reason},
    }[how]
    try:
        account = settle(state.store(), number, decision, who=state.reader(), today=state.today())
    except TroughlineError as problem:
        st.error(str(problem))
        return
    if account.refused or account.set_aside or account.rejected or account.not_monitored:
        st.error(
            account.refused or "; ".join(problem.reason for problem in account.problems) or texts.STILL_WAITS
        )
        return
    st.rerun()


def _row(entry: Mapping[str, Any]) -> str:
    """Where the row stands: of a workbook with its sheet, since other sheets have a row of that number."""
    row = f"{int(entry['source_row']):,}" if pd.notna(entry["source_row"]) else ""
    if isinstance(entry["sheet"], str):
        return texts.SETTLE_ROW_OF_SHEET.format(sheet=plain(entry["sheet"]), row=row)
    return texts.SETTLE_ROW.format(row=row)


def teach(tests: dict[str, int], key: str) -> None:
    """Name the analyte of a laboratory's own test, once."""
    from data.importing.memory import teach as remember

    with st.expander(texts.TEACH):
        st.caption(texts.TEACH_LEAD)
        if reader_name.wanted():
            return
        left, middle, right = st.columns([3, 3, 1], vertical_alignment="bottom")
        name = left.selectbox(
            texts.TEST,
            sorted(tests, key=lambda test: (-tests[test], test)),
            index=None,
            format_func=lambda test: f"{test} ({tests[test]})",
            key=f"teach_{key}",
            placeholder=texts.NOT_SETTLED,
        )
        analyte = middle.selectbox(
            texts.IS_OUR,
            list(analytes()),
            index=None,
            format_func=wording.name,
            key=f"teach_as_{key}",
            placeholder=texts.NOT_SETTLED,
        )
        if right.button(texts.TEACH_GO, key=f"teach_go_{key}", disabled=not (name and analyte)) and name:
            remember(state.store(), name, analyte, who=state.reader())
            st.rerun()
