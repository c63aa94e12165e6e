"""Where in the meeting this browser is: the queue of ids, the place in it; left for a while, gone on with, ended.

Everything that was said is in the store already. The place is kept in the server's memory for the browser too, so that a
page that is loaded again goes on where it was; each tab moves on its own, the last one to move is remembered.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import state
from dashboard.components.reader_name import this_browser
from dashboard.gate_keys import KEYS
from dashboard.texts import meeting as texts

MEETING = "meeting"


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


def _start(queue: list[str]) -> None:
    of = (str(state.store().path), state.clinic_day())
    _keep({"queue": queue, "at": 0, "left": False, "of": of})


def _resume() -> None:
    _keep(place() | {"left": False})


def _keep(held: dict[str, Any] | None) -> None:
    st.session_state[MEETING] = held
    browser = this_browser()
    if browser and held:
        KEYS.meetings[browser] = held
    elif browser:
        KEYS.meetings.pop(browser, None)


def _held() -> dict[str, Any] | None:
    """The meeting of this page; a page that was loaded anew asks what its browser was in, if it is still the same week."""
    if MEETING not in st.session_state:
        browser = this_browser()
        kept = KEYS.meetings.get(browser) if browser else None
        now = (str(state.store().path), state.clinic_day())
        st.session_state[MEETING] = kept if kept and kept["of"] == now else None
    held: dict[str, Any] | None = st.session_state[MEETING]
    return held


def _where(held: dict[str, Any]) -> dict[str, int]:
    of = len(held["queue"])
    return {"at": min(held["at"] + 1, of), "of": of}
