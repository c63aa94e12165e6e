"""Where in the meeting this tab is: the queue of ids, the place in it; left for a while, gone on with, ended.

Everything that was said is in the store already. The place is kept in the server's memory too, under an opaque key that stands
in the tab's address, so that a page that is loaded again goes on where it was; another tab or browser is not drawn into it.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.components.reader_name import this_browser
from dashboard.gate_keys import KEYS
from dashboard.texts import meeting as texts

MEETING, KEY = "meeting", "meeting_key"
ADDRESS = "meeting"


def running() -> bool:
    """Whether this browser is in a meeting."""
    held = _held()
    return held is not None and not held["left"]


def place() -> dict[str, Any]:
    """queue (patient ids in the order of the list) and at (the place in it)."""
    held: dict[str, Any] = st.session_state[MEETING]
    return held


def start_button(queue: list[str], *, filtered: bool) -> None:
    """Begins the meeting with these patients; one that was left for a while is gone on with first."""
    held = _held()
    if held is not None:
        st.button(texts.GO_ON.format(**_where(held)), type="primary", key="meeting_resume", on_click=_resume)
    label = texts.START_WITH.format(n=len(queue)) if filtered else texts.START if held is None else texts.ANEW
    st.button(
        label, type="primary" if held is None else "secondary", key="meeting_start", on_click=_start,
        args=(queue,), disabled=not queue,
    )  # fmt: skip


def way_back() -> None:
    """On a patient's pages during a meeting: back to where it stands."""
    if running():
        words = texts.BACK.format(**_where(place()))
        if st.button(words, key="meeting_way_back", type="tertiary"):
            st.switch_page(st.session_state["pages"]["weekly_review"])


def go(at: int) -> None:
    """To another place in the queue."""
    _keep(place() | {"at": max(at, 0)})


def leave() -> None:
    """Back to the list; the place is kept."""
    _keep(place() | {"left": True})


def end() -> None:
    """The meeting is over."""
    _keep(None)


def stay() -> None:
    """Keeps the key in the address on every page: Streamlit drops it when the page changes."""
    key = st.session_state.get(KEY) if _held() is not None else None
    if key and st.query_params.get(ADDRESS) != key:
        st.query_params[ADDRESS] = key
    elif not key and ADDRESS in st.query_params:
        del st.query_params[ADDRESS]


def _start(queue: list[str]) -> None:
    st.session_state[KEY] = secrets.token_urlsafe(6)
    _keep({"queue": queue, "at": 0, "left": False, "of": _week()})


def _resume() -> None:
    _keep(place() | {"left": False})


def _keep(held: dict[str, Any] | None) -> None:
    st.session_state[MEETING] = held
    browser = this_browser()
    where = (browser or "", st.session_state.get(KEY, ""))
    if browser and held:
        KEYS.meetings[where] = held
    else:
        KEYS.meetings.pop(where, None)


def _held() -> dict[str, Any] | None:
    """The meeting of this tab; a page that was loaded anew finds it by the key in its address, if it is still the same week."""
    if MEETING not in st.session_state:
        key = st.query_params.get(ADDRESS, "")
        kept = KEYS.meetings.get((this_browser() or "", key))
        st.session_state[MEETING] = kept if kept and kept["of"] == _week() else None
        st.session_state[KEY] = key
    held: dict[str, Any] | None = st.session_state[MEETING]
    return held


def _week() -> tuple[str, date]:
    return str(state.store().path), state.clinic_day()


def _where(held: dict[str, Any]) -> dict[str, int]:
    of = len(held["queue"])
    return {"at": min(held["at"] + 1, of), "of": of}
