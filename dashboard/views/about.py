"""About: what this is, what it is not, and which store is open."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import streamlit as st

from dashboard import state
from dashboard.texts import about as texts


def page() -> None:
    """Draw the page."""
    st.title(texts.TITLE)
    st.markdown(texts.LEAD)
    left, right = st.columns(2, gap="large")
    with left:
        st.header(texts.DOES)
        st.markdown(texts.IS)
    with right:
        st.header(texts.DOES_NOT)
        st.markdown(texts.IS_NOT)
    st.header(texts.SIGNS)
    st.markdown(texts.READS)
    st.header(texts.STORE)
    store = state.store()
    shown = state.registry()
    facts = {
        texts.PROGRAM: f"Troughline {_version()}",
        texts.FILE: texts.A_REGISTRY if shown else store.path.name,
        texts.TIME_ZONE: str(store.time_zone),
        texts.CHANGES: texts.KEPT_AT_SITES if shown else f"{store.version:,}",
        texts.DATA: texts.SIMULATED if state.simulated() else texts.THE_SITES if shown else texts.THE_CLINICS,
    }
    st.markdown("\n".join([texts.FACTS, "| --- | --- |", *(f"| {k} | {v} |" for k, v in facts.items())]))


def _version() -> str:
    try:
        return version("troughline")
    except PackageNotFoundError:
        return texts.WORKING_COPY
