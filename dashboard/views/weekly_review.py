"""Weekly review: who needs attention and why, one line a patient; the meeting walks through the same list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from analytics.review import FOLDED
from analytics.texts.days import full_day
from dashboard import state
from dashboard.charts import palette
from dashboard.components import (
    charts_ahead,
    meeting,
    meeting_place,
    patient_reading,
    review_filters,
    weekly_data,
    worklist,
)
from dashboard.texts import findings
from dashboard.texts import weekly_review as texts
from dashboard.wording import counted

PAGE_SIZE = 25
TREND_DAYS = 180


def page() -> None:
    """Draw the page."""
    day, latest = state.as_of(), state.default_day()
    reading_only = day != latest or state.known_on() is not None
    week = weekly_data.this_week(day, state.known_on())
    weekly = week.weekly
    theme = palette.theme(st.context.theme.type)
    look = worklist.ListLook(theme, day - timedelta(days=TREND_DAYS), day, state.si_units(), week)
    if meeting_place.running() and not reading_only:
        meeting.draw(weekly, look)
        return
    _head(week, reading_only)
    shown = _filter_bar(week, reading_only)
    _attention(shown[""], look, bool(review_filters.active()))
    for group in FOLDED:
        _folded(group, shown[group], look)
    st.caption(texts.TREND_NOTE.format(days=TREND_DAYS))
    charts_ahead.fetch()


def _head(week: weekly_data.Week, reading_only: bool) -> None:
    st.title(texts.TITLE)
    weekly, asking = week.weekly, week.groups[""]
    held = weekly.since != weekly.as_of - timedelta(days=7)
    since = (texts.SINCE_MEETING if held else texts.SINCE_WEEK).format(day=full_day(weekly.since))
    counts = texts.COUNTS.format(
        attention=len(asking),
        patients=counted(len(weekly.entries), findings.PATIENT, findings.PATIENTS),
        ask=counted(len(asking), texts.ASKS, texts.ASK),
        new=sum(row["group"] == "new" for row in asking),
    )
    st.markdown(f"{texts.LEAD.format(day=full_day(weekly.as_of), since=since)} · {counts}")
    if reading_only:
        st.info(texts.PAST)


def _filter_bar(week: weekly_data.Week, reading_only: bool) -> dict[str, list[dict[str, Any]]]:
    """Draws it; the rows that pass, as weekly_data.by_group has them."""
    weekly = week.weekly
    with st.container(horizontal=True, vertical_alignment="center", key="wr_bar"):
        start = st.container(horizontal=True, width="content")
        shown = review_filters.choose(week)
        groups = week.groups if shown is weekly.entries else weekly_data.by_group(shown)
        if not reading_only:
            with start:
                meeting_place.start_button(
                    [row["patient_id"] for row in groups[""]],
                    filtered=bool(review_filters.active()),
                )
        st.button(texts.EARLIER, on_click=_move, args=(weekly.as_of, -7), type="tertiary", key="wr_earlier")
        if weekly.as_of < state.default_day():
            st.button(texts.LATER, on_click=_move, args=(weekly.as_of, 7), type="tertiary", key="wr_later")
            st.button(texts.LATEST, on_click=_move, args=(None, 0), type="tertiary", key="wr_latest")
        st.download_button(
            texts.CSV,
            lambda: meeting.list_csv(shown),
            "weekly-review.csv",
            "text/csv",
            type="tertiary",
            key="wr_csv",
        )
    if review_filters.active():
        st.caption(texts.FILTERED.format(filters=review_filters.active()))
    return groups


def _attention(rows: list[dict[str, Any]], look: worklist.ListLook, filtered: bool) -> None:
    if not rows:
        st.success(texts.NOBODY if filtered else texts.ALL_QUIET)
        return
    limit = st.session_state.get("wr_limit", PAGE_SIZE)
    worklist.draw(
        rows[:limit], look, state.open_patient, key="attention", leading=worklist.LEADING, counted=rows
    )
    _more(len(rows), limit, "wr_limit")
    on_screen = [row["patient_id"] for row in rows[limit - PAGE_SIZE : limit]]
    patient_reading.read_ahead(on_screen, state.as_of(), state.known_on())


def _folded(group: str, rows: list[dict[str, Any]], look: worklist.ListLook) -> None:
    """A group folded away with its count; its lines are drawn and sent only once it is opened."""
    if not rows:
        return
    fold = st.expander(
        f"{texts.GROUPS[group]} · {len(rows)}", key=f"wr_fold_{group}", on_change="rerun", type="compact"
    )
    with fold:
        if fold.open:
            limit = st.session_state.get(f"wr_limit_{group}", PAGE_SIZE)
            worklist.draw(rows[:limit], look, state.open_patient, key=group)
            _more(len(rows), limit, f"wr_limit_{group}")


def _more(count: int, limit: int, key: str) -> None:
    if count > limit:
        st.button(
            texts.MORE.format(n=min(PAGE_SIZE, count - limit)),
            on_click=_grow,
            args=(key, limit),
            key=f"more_{key}",
        )


def _grow(key: str, limit: int) -> None:
    st.session_state[key] = limit + PAGE_SIZE


def _move(day: date | None, days: int) -> None:
    """Another week; the latest one is the default day itself."""
    chosen = day + timedelta(days=days) if day else None
    st.session_state[state.CLINIC_DAY] = chosen if chosen and chosen < state.default_day() else None
