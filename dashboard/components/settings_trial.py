"""Trying other settings: a file or an edited text, the alerts beside those in force, and keeping or taking back."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from analytics import keeping
from analytics.burden import a_year_before
from analytics.settings import parse
from analytics.texts.days import full_day
from dashboard import state
from dashboard.components import clinic_data, reader_name, settings_comparison
from dashboard.texts import dates
from dashboard.texts import settings_trial as texts
from dashboard.wording import plain
from data.errors import TroughlineError

TEXT, COMPARED = "trial_text", "trial_compared"


def draw() -> None:
    """The section of the Rules page."""
    st.header(texts.TITLE)
    st.markdown(texts.LEAD)
    _said()
    _last_kept()
    st.file_uploader(texts.FILE, type=["toml"], key="trial_file", on_change=_take_file, max_upload_size=1)
    if problem := st.session_state.pop("trial_problem", None):
        st.error(problem)
    st.session_state.setdefault(TEXT, keeping.text_in_force(state.settings_file()) or texts.TEMPLATE)
    text = st.text_area(texts.TEXT, key=TEXT, height=220, help=texts.TEXT_HELP)
    left, right, _ = st.columns([1, 1, 2], vertical_alignment="bottom")
    first = left.date_input(
        texts.FIRST, a_year_before(state.as_of()), key="trial_from", format=dates.PICKER_DAY
    )
    last = right.date_input(texts.LAST, state.as_of(), key="trial_to", format=dates.PICKER_DAY)
    if st.button(texts.COMPARE, key="trial_compare"):
        st.session_state[COMPARED] = (text, first, last)
    compared = st.session_state.get(COMPARED)
    if compared is None:
        return
    if compared != (text, first, last):
        st.caption(texts.CHANGED_SINCE)
        return
    _outcome(text, first, last)


def _outcome(text: str, first: date, last: date) -> None:
    try:
        new = parse(text)
        with st.spinner(texts.COMPARING):
            found = clinic_data.replayed(new, first, last)
    except TroughlineError as problem:
        st.error(plain(str(problem)))
        return
    settings_comparison.draw(found)
    if not found.settings or reader_name.wanted():
        return
    if st.button(texts.KEEP, key="trial_keep", type="primary"):
        _do(
            lambda: keeping.keep(
                state.store(), state.settings_file(), text, who=state.reader(), today=state.today()
            )
        )


def _last_kept() -> None:
    last = keeping.last_kept(state.store())
    if last is None:
        return
    words = texts.TAKEN_BACK if last.undoes else texts.KEPT
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            words.format(day=full_day(last.kept_on), who=plain(last.kept_by), what=plain(last.summary))
        )
        if last.undoes is None and st.button(
            texts.TAKE_BACK, key="trial_take_back", disabled=not state.reader_name()
        ):
            _do(
                lambda: keeping.take_back(
                    state.store(), state.settings_file(), who=state.reader(), today=state.today()
                )
            )


def _do(act: Any) -> None:
    try:
        done = act()
    except TroughlineError as problem:
        st.error(plain(str(problem)))
        return
    st.session_state.pop(COMPARED, None)
    st.session_state.pop(TEXT, None)  # the next run shows what is in force
    st.session_state["trial_said"] = (texts.SAID_BACK if done.undoes else texts.SAID_KEPT).format(
        what=plain(done.summary)
    )
    st.rerun()


def _said() -> None:
    if words := st.session_state.pop("trial_said", None):
        st.success(words)


def _take_file() -> None:
    given = st.session_state["trial_file"]
    if given is None:
        return
    try:
        st.session_state[TEXT] = given.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        st.session_state["trial_problem"] = texts.NOT_TEXT
