"""One entry typed on a page: through the same road as a file, with the answer shown in words."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.texts import record as texts
from data.entering import enter
from data.errors import TroughlineError
from data.importing.api import undo

NOTED, TOLD, FOR = "noted", "noted_told", "noted_for"
"""In the session: what was said last with its import, whether the toast was shown, and for which patient."""
ENTRIES = "record_entries"
"""In the session: how many entries were made."""


def fresh(name: str, patient: str) -> str:
    """The key of a field or form, another one for each patient and after each entry: only then does a browser show it blank.
    What was refused stays as it was typed; an answer of the last call is none of the next."""
    return f"{name}_{patient}_{st.session_state.get(ENTRIES, 0)}"


def save(kind: str, rows: list[dict[str, str]]) -> bool:
    """Store rows of native columns; True when they are on record. Says on the page why they are not."""
    given = [{column: value for column, value in row.items() if value not in ("", None)} for row in rows]
    try:
        account = enter(state.store(), kind, given, who=state.reader(), today=state.today())
    except TroughlineError as problem:
        st.error(str(problem))
        return False
    if account.refused:
        st.error(account.refused)
        return False
    for row in account.problems:
        if row.outcome in ("rejected", "set_aside"):
            st.error(f"{row.column}: {row.reason}" if row.column else row.reason)
    if account.rejected or account.set_aside:
        return False
    added = bool(account.stored or account.superseding)
    st.session_state[NOTED] = (
        texts.SAVED if added else texts.DUPLICATE,
        account.import_id if added else None,
        [row.reason for row in account.problems],
    )
    st.session_state[TOLD] = False
    st.session_state[ENTRIES] = st.session_state.get(ENTRIES, 0) + 1
    return True


def said(patient: str | None) -> None:
    """The word of thanks after the page was drawn anew, with the way back, until the next patient."""
    if st.session_state.get(FOR) != patient:
        st.session_state[FOR], st.session_state[NOTED] = patient, None
    if not st.session_state.get(NOTED):
        return
    words, import_id, doubts = st.session_state[NOTED]
    if not st.session_state[TOLD]:
        st.session_state[TOLD] = True
        st.toast(words)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(words)
        if import_id is not None and st.button(texts.UNDO, key="noted_undo"):
            undo(state.store(), import_id, who=state.reader(), today=state.today())
            st.session_state[NOTED], st.session_state[TOLD] = (texts.UNDONE, None, []), False
            st.rerun()
    for doubt in doubts:
        st.warning(doubt)
