"""The name that a browser gives once and that stands on each of its entries, marked as unverified."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.gate_keys import KEYS, session_digest
from dashboard.texts import frame as texts


def ask() -> None:
    """The field in the sidebar; the name is kept for this browser's session, on this server, in memory."""
    st.session_state["name_asked_in_this_run"] = False
    remembered = _remembered()
    if remembered and not state.reader_name():
        st.session_state[state.READER] = remembered
    st.session_state["frame_reader"] = state.reader_name()
    st.text_input(
        texts.READER,
        key="frame_reader",
        max_chars=60,
        placeholder=texts.READER_PLACEHOLDER,
        help=texts.READER_HELP,
        on_change=_keep,
    )


def wanted() -> bool:
    """Whether an entry must wait for a name; asks for it on the page, because a phone folds the sidebar away."""
    if state.reader_name():
        return False
    st.info(texts.READER_WANTED)
    if not st.session_state.get("name_asked_in_this_run"):
        st.session_state["name_asked_in_this_run"] = True
        st.text_input(
            texts.READER, key="wanted_reader", max_chars=60, on_change=_keep, args=("wanted_reader",)
        )
    return True


def _keep(field: str = "frame_reader") -> None:
    name = " ".join(str(st.session_state[field]).split())
    st.session_state[state.READER] = name
    session = this_browser()
    if session:
        KEYS.names[session] = name


def _remembered() -> str:
    session = this_browser()
    return KEYS.names.get(session, "") if session else ""


def this_browser() -> str | None:
    """What tells this browser from the others for as long as it is let in; None where nobody is (tests without a server)."""
    for name, value in st.context.cookies.items():
        if name.startswith("troughline_") and KEYS.known(value):
            return session_digest(value)
    return None
