"""The frame of a registry: a patient is opened by id, and every page says that it is read only and of which day."""

from __future__ import annotations

import streamlit as st

from analytics.registry import Registry
from analytics.texts.days import full_day
from dashboard import state
from dashboard.texts import frame as frame_texts
from dashboard.texts import registry as texts


def choose_patient(current: str) -> None:
    """A field for the id; no list of everybody, because a registry has hundreds of thousands."""
    st.session_state["registry_patient"] = state.patient_id() or ""
    st.text_input(
        texts.PATIENT_ID,
        key="registry_patient",
        placeholder=texts.PATIENT_PLACEHOLDER,
        on_change=_take_patient,
    )
    if st.session_state.pop("registry_go_to_patient", False) and current != "patient":
        st.switch_page(st.session_state["pages"]["patient"])


def _take_patient() -> None:
    chosen = st.session_state["registry_patient"].strip()
    state.choose_patient(chosen or None)
    st.session_state["registry_go_to_patient"] = bool(chosen)


def words(found: Registry) -> tuple[str, str]:
    """What the strip above every page says: its label and its detail."""
    known = texts.KNOWN.format(day=full_day(found.run.known_on)) if found.run.known_on else ""
    sites = (texts.SITES if len(found.sites) > 1 else texts.ONE_SITE).format(
        n=len(found.sites), names=", ".join(found.sites)
    )
    label = f"{frame_texts.SIMULATED} · {texts.BANNER}" if found.simulated else texts.BANNER
    return label, texts.BANNER_DETAIL.format(day=full_day(found.run.as_of), known=known, sites=sites)


def warnings(found: Registry) -> None:
    """What is not in the alerts: buckets that failed, exports that came later."""
    if found.missing:
        st.warning(texts.MISSING.format(n=len(found.missing), all=found.run.buckets))
    newer = _newer(found.lake, found.output)
    if newer:
        st.caption(texts.NEWER.format(sites=", ".join(newer)))


@st.cache_data(ttl=300, show_spinner=False)
def _newer(lake: str, output: str) -> list[str]:
    """Asked of the lake every five minutes, not at every rerun: it may lie far away."""
    found = state.registry()
    return found.newer_exports() if found and (found.lake, found.output) == (lake, output) else []
