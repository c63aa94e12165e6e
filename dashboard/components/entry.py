"""One entry typed on a page: through the same road as a file, with the answer shown in words."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.texts import record as texts
from data.entering import enter
from data.errors import TroughlineError


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
    st.session_state["noted"] = texts.SAVED if account.stored or account.superseding else texts.DUPLICATE
    return True


def said() -> None:
    """The word of thanks after the page was drawn anew."""
    words = st.session_state.pop("noted", None)
    if words:
        st.toast(words, icon="✅")
        st.success(words)
