"""What was noted today about one patient, newest first, each with its undo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from analytics.acknowledgement import day, records
from analytics.texts.days import near_day
from analytics.texts.weekly_review import RULE_LABELS
from dashboard import state
from dashboard.components.worklist import plain_markdown
from dashboard.texts import meeting as texts
from data import reviewing


def draw(patient: str, today: date) -> None:
    """The entries that stand; the keyboard takes back this reader's own latest one, never somebody else's."""
    log = records(reviewing.history(state.store(), patient))
    noted = [e for e in log if day(e["acted_on"]) == today and day(e["undone_on"]) is None]
    if not noted:
        return
    st.header(texts.TODAY)
    own = next((entry for entry in noted if entry["acted_by"] == state.reader()), None)
    for entry in noted:
        with st.container(
            horizontal=True, vertical_alignment="top", gap="small", key=f"said_{entry['entry_id']}"
        ):
            st.markdown(words(entry))
            if st.button(
                texts.UNDO,
                key=f"undo_{entry['entry_id']}",
                type="tertiary",
                disabled=not state.reader_name(),
                shortcut="Alt+U" if entry is own else None,
            ):
                reviewing.undo(state.store(), int(entry["entry_id"]), who=state.reader(), today=today)
                st.rerun()


def words(entry: Mapping[str, Any]) -> str:
    """`**decided** MRI of both feet · Ms Lee, by 7 Jul · Dr Roth`."""
    meant, noted = day(entry["day"]), day(entry["acted_on"])
    on = near_day(meant, noted) if meant and noted else ""
    owner = str(entry["owner"] or "")
    due = (
        ", ".join(p for p in (owner, texts.BY.format(day=on)) if p)
        if on and entry["kind"] == "decision"
        else owner
    )
    kind = texts.ENTRY_WORDS.get(entry["kind"], entry["kind"])
    if entry["kind"] == "assign":
        kind, due = f"{kind} {plain_markdown(owner)}", ""
    label = RULE_LABELS.get(str(entry["rule"]), "")
    until = texts.UNTIL.format(day=on) if on and entry["kind"] == "snooze" else ""
    what = ": ".join(
        part for part in (" ".join(p for p in (label, until) if p), str(entry["text"] or "")) if part
    )
    parts = [what, due, str(entry["acted_by"]).removesuffix(" (unverified)")]
    return f"**{kind}** " + " · ".join(plain_markdown(part) for part in parts if part)
