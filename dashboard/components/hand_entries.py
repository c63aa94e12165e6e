"""What was typed for one patient on a page, a line an entry, and the way to take one back."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.charts.wording import place
from dashboard.texts import dates, keys
from dashboard.texts import record as texts
from dashboard.texts.drugs import DRUGS
from data.entering import withdraw

WORDS = {
    "symptoms": keys.SYMPTOMS,
    "doses": DRUGS,
    "targets": DRUGS,
    "events": keys.EVENTS,
    "transplants": keys.ORGANS,
}
"""Which vocabulary names what an entry of a kind is about."""


def draw(patient: str) -> None:
    """The entries that stand, newest first; choose one to take it back."""
    with st.expander(texts.ENTRIES):
        sql = (files("dashboard") / "sql" / "hand_entries.sql").read_text(encoding="utf-8")
        rows = state.store().read(sql, {"patient": patient})
        if rows.empty:
            st.caption(texts.NO_ENTRIES)
            return
        lines = [line(row) for row in rows.to_dict("records")]
        when = rows["imported_at"].dt.tz_localize("UTC").dt.tz_convert(str(state.store().time_zone))
        shown = pd.DataFrame(
            {texts.ENTRY: lines, texts.BY: rows["imported_by"], texts.WHEN: when.dt.strftime(dates.MOMENT)}
        )
        st.dataframe(shown, hide_index=True, width="stretch")
        st.caption(texts.CORRECT)
        chosen = st.selectbox(
            texts.WITHDRAW,
            range(len(rows)),
            index=None,
            format_func=lines.__getitem__,
            placeholder=texts.WHICH,
            key="withdraw_which",
        )
        if chosen is not None and st.button(texts.WITHDRAW, key="withdraw_go"):
            row = rows.iloc[chosen]
            withdraw(
                state.store(), row["kind"], int(row["record_id"]), who=state.reader(), today=state.today()
            )
            st.rerun()


def line(row: Mapping[Any, Any]) -> str:
    """`pain both feet since 2026-06-01 score 5 told 2026-06-12`: what an entry says, leaving out what it does not."""
    known = {name: value for name, value in row.items() if not pd.isna(value) and value != ""}
    kind = str(row["kind"])
    about = {
        "what": keys.word(WORDS[kind], known.get("what")),
        "place": place(str(known["site"]), str(known.get("side", ""))) if "site" in known else "",
        "amount": str(known.get("amount", "")),
        "frequency": keys.word(keys.FREQUENCIES, known.get("frequency")),
        "title": str(known.get("title", "")),
    }
    parts = [texts.ENTRY_LINE[kind].format(**about)]
    for name, words in texts.ENTRY_PARTS[kind].items():
        if name in known:
            value = known[name]
            day = "" if isinstance(value, float) else f"{value:{dates.TABLE_DAY}}"
            parts.append(words.format(day=day, score=value))
    return " ".join(" ".join(parts).split())
