"""What to do while nobody is on record, on every page that would else be empty."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.texts import first_run as texts

PAGES = ("weekly_review", "cohort", "dose_symptom_timing", "patient", "record")
"""Pages that have nothing to show without patients."""


def wanted(page: str) -> bool:
    """Whether this page has nothing to show because nobody is on record."""
    return page in PAGES and state.registry() is None and state.people().empty


def draw(title: str) -> None:
    """The page's title, three steps, and the way to the first of them."""
    pages = st.session_state["pages"]
    st.title(title)
    st.info(texts.LEAD)
    st.markdown(texts.STEPS)
    with st.container(horizontal=True):
        if st.button(texts.TO_UPLOAD, type="primary", key="first_upload"):
            st.switch_page(pages["upload"])
        if st.button(texts.TO_LIMITS, key="first_limits"):
            st.switch_page(pages["rules"])
