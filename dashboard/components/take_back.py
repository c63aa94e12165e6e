"""The way back from an import, with the question whether that is meant."""

from __future__ import annotations

import streamlit as st

from dashboard.texts import upload as texts


def confirmed(import_id: int, rows: int | None, *, key: str) -> bool:
    """A button that unfolds the question; true in the run in which it was answered with yes."""
    with st.popover(texts.UNDO, key=f"{key}_ask"):
        count = (texts.UNDO_ONE if rows == 1 else texts.UNDO_ROWS).format(rows=f"{rows:,}") if rows else ""
        st.markdown(texts.UNDO_SURE.format(number=import_id, rows=count))
        return st.button(texts.UNDO_GO, key=key, type="primary")
