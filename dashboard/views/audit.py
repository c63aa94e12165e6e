"""Changes: who changed what on record, and when."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.resources import files

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components import read_table
from dashboard.texts import audit as texts
from dashboard.texts import dates
from data.texts.files import RECORDED

MOST = 500
NAMED = 4
"""So many patients of one change are named on the page; the CSV names all."""


def page() -> None:
    """Draw the page."""
    st.title(texts.TITLE)
    st.markdown(texts.LEAD)
    everyone = (
        state.store()
        .read("SELECT DISTINCT changed_by FROM changes ORDER BY changed_by")["changed_by"]
        .tolist()
    )
    if not everyone:
        st.info(texts.EMPTY)
        return
    left, right, _ = st.columns([3, 4, 3])
    who = left.selectbox(texts.FILTER_WHO, ["", *everyone], format_func=lambda name: name or texts.EVERYONE)
    word = right.text_input(texts.FILTER_WHAT, placeholder=texts.FILTER_EXAMPLE).strip()
    table, matching = changes(who, word)
    st.caption(texts.SHOWN.format(shown=len(table), all=matching))
    read_table.draw(table, texts.TITLE, numbers=[texts.CHANGE])
    st.download_button(texts.CSV, lambda: _csv(who, word), "changes.csv", "text/csv")


def changes(who: str, word: str, most: int = MOST, *, named: int = NAMED) -> tuple[pd.DataFrame, int]:
    """change, when (in the named zone, the clinic's), by, what, patients (the first `named`); and how many match in all."""
    sql = (files("dashboard") / "sql" / "changes.sql").read_text(encoding="utf-8")
    rows = state.store().read(
        sql,
        {
            "who": who,
            "word": word,
            "most": most,
            "imported": RECORDED.format(kind=""),
            "entered": texts.ENTERED,
        },
    )
    zone = str(state.store().time_zone)
    when = rows["changed_at"].dt.tz_localize("UTC").dt.tz_convert(zone)
    table = pd.DataFrame(
        {
            texts.CHANGE: rows["change_id"],
            texts.WHEN.format(zone=zone): when.dt.strftime(dates.MOMENT_SECONDS),
            texts.BY: rows["changed_by"],
            texts.WHAT: rows["what"],
            texts.PATIENTS: [_ids(found, named) for found in rows["patients"]],
        }
    )
    return table, int(rows["matching"].iloc[0]) if len(rows) else 0


def _ids(patients: Sequence[str], named: int) -> str:
    """`SIM-001, SIM-002 and 3 more`; nothing for a change that is about nobody."""
    more = len(patients) - named
    return ", ".join(patients[:named]) + (texts.MORE.format(n=more) if more > 0 else "")


def _csv(who: str, word: str) -> bytes:
    from data.exporting import write

    out = io.BytesIO()
    write(changes(who, word, 1_000_000_000, named=1_000_000)[0], out)
    return out.getvalue()
