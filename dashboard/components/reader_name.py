"""The name that a browser gives once and that stands on each of its entries, marked as unverified."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.gate import KEYS, session_digest
from dashboard.texts import frame as texts


def ask() -> None:
    """The field in the sidebar; the name is kept for this browser's session, on this server, in memory."""
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
    """Whether an entry must wait for a name; says so on the page."""
    if state.reader_name():
        return False
    st.info(texts.READER_WANTED)
    return True


def _keep() -> None:
    name = " ".join(str(st.session_state["frame_reader"]).split())
    st.session_state[state.READER] = name
    session = _session()
    if session:
        KEYS.names[session] = name


def _remembered() -> str:
    session = _session()
    return KEYS.names.get(session, "") if session else ""


def _session() -> str | None:
    for name, value in st.context.cookies.items():
        if name.startswith("troughline_") and KEYS.known(value):
            return session_digest(value)
    return None
