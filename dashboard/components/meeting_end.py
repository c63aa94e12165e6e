"""The end of the meeting: who was there, finish, and the minutes as text, CSV and PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics import minutes as writing
from analytics.acknowledgement import day, records
from analytics.review import WeeklyList
from analytics.texts.days import full_day
from dashboard import rule_words, state
from dashboard.components import meeting_place, weekly_data
from dashboard.reports.minutes_report import minutes_report
from dashboard.texts import meeting as texts
from data import reviewing


def finishing(weekly: WeeklyList, queue: list[str], *, back: Callable[[], None]) -> None:
    """Names of those present, the button that finishes, then the minutes; a finished meeting can be taken back."""
    held = [
        m
        for m in records(reviewing.meetings(state.store(), weekly.as_of))
        if day(m["acted_on"]) == weekly.as_of
    ]
    st.title(texts.FINISH_TITLE if not held else texts.MINUTES)
    if held:
        st.success(texts.FINISHED.format(day=full_day(weekly.as_of)))
    present = str(held[-1]["note"]) if held else st.text_input(texts.PRESENT, key="meeting_present")
    with st.container(horizontal=True, key="meeting_finish_bar"):
        if not held:
            if st.button(
                texts.FINISH, type="primary", key="meeting_finish", disabled=not state.reader_name()
            ):
                reviewing.finish_meeting(
                    state.store(), who=state.reader(), today=weekly.as_of, since=weekly.since, note=present
                )
                st.rerun()
            st.button(texts.PREVIOUS, on_click=back, key="meeting_back", shortcut="Alt+P")
            st.button(texts.LEAVE, on_click=meeting_place.leave, key="meeting_leave", type="tertiary")
        else:
            st.button(texts.CLOSE, on_click=meeting_place.end, key="meeting_close")
            if st.button(
                texts.UNFINISH, type="tertiary", key="meeting_unfinish", disabled=not state.reader_name()
            ):
                reviewing.undo(
                    state.store(), int(held[-1]["entry_id"]), who=state.reader(), today=weekly.as_of
                )
                st.rerun()
    if not held:
        st.header(texts.SO_FAR)
    found = writing.minutes(state.store(), weekly_data.as_the_day_began(weekly.as_of), queue, present=present)
    _minutes(found if held else replace(found, unfinished=texts.NOT_FINISHED))


def in_units(found: writing.Minutes, si: bool) -> writing.Minutes:
    """The minutes with the reasons in the chosen units, for text and paper; the CSV keeps the canonical figures."""
    entries = [
        entry | {"reason": rule_words.sentence(entry["told_by"], entry["reason"], si)}
        for entry in found.patients
    ]
    return replace(found, patients=entries)


def _minutes(found: writing.Minutes) -> None:
    read = in_units(found, state.si_units())
    text = writing.as_text(read, heading=texts.HEADING_SIMULATED if state.simulated() else texts.HEADING)
    name = f"weekly-review-{found.held_on.isoformat()}"
    with st.container(horizontal=True, key="meeting_downloads"):
        st.download_button(
            texts.AS_TEXT, text, f"{name}.txt", "text/plain", key="minutes_text", on_click="ignore"
        )
        table = writing.as_table(found)
        st.download_button(
            texts.AS_CSV, _csv(table), f"{name}.csv", "text/csv", key="minutes_csv", on_click="ignore"
        )
        st.download_button(
            texts.AS_PDF,
            lambda: minutes_report(read, simulated=state.simulated()),
            f"{name}.pdf",
            "application/pdf",
            key="minutes_pdf",
            on_click="ignore",  # a rerun would take the file from under a second click
        )
    st.code(text, language=None, wrap_lines=True)


def _csv(table: pd.DataFrame) -> bytes:
    from dashboard.components.meeting import harmless

    return harmless(table).to_csv(index=False).encode("utf-8")
