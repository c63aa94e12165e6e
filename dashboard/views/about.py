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
        "Program": f"Troughline {_version()}",
        "File": "a registry, read only" if shown else store.path.name,
        "Time zone": str(store.time_zone),
        "Changes on record": "kept where the patients are treated" if shown else f"{store.version:,}",
        "Data": "simulated" if state.simulated() else "the sites' own" if shown else "the clinic's own",
    }
    st.markdown("\n".join([texts.FACTS, "| --- | --- |", *(f"| {k} | {v} |" for k, v in facts.items())]))


def _version() -> str:
    try:
        return version("troughline")
    except PackageNotFoundError:
        return "working copy"
