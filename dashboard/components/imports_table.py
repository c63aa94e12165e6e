"""The last imports, and the way back from each."""

from __future__ import annotations

import json
from importlib.resources import files

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components import account_table, read_table, reader_name, take_back
from dashboard.texts import dates, keys
from dashboard.texts import upload as texts
from data.importing.account import OUTCOMES
from data.importing.api import undo

MOST = 50


def draw() -> None:
    """A row an import; choose one to take it back."""
    st.header(texts.IMPORTS)
    table = imports()
    if table.empty:
        st.caption(texts.NO_IMPORTS)
        return
    numbers = [texts.IMPORT, texts.ROWS, *(texts.ACCOUNT[name][0] for name in OUTCOMES)]
    read_table.draw(table, texts.IMPORTS, numbers=numbers, most_rem=20)
    standing = table[table[texts.TAKEN_BACK] == ""][texts.IMPORT].tolist()
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    chosen = left.selectbox(
        texts.UNDO,
        standing,
        index=None,
        format_func=lambda number: _name(table, number),
        placeholder=texts.WHICH_IMPORT,
        key="undo_which",
    )
    if chosen is None:
        return
    if reader_name.wanted():
        return
    with right:
        rows = int(table.loc[table[texts.IMPORT] == chosen, texts.ROWS].iloc[0].replace(",", "") or 0)
        is_meant = take_back.confirmed(int(chosen), rows, key="undo_go")
    if is_meant:
        undo(state.store(), int(chosen), who=state.reader(), today=state.today())
        st.session_state.pop("undo_which", None)
        st.session_state["undone"] = int(chosen)
        st.rerun()


def imports() -> pd.DataFrame:
    """import, file, kind, when (in the named zone, the clinic's), by, rows, the outcomes, taken back (by whom, or nothing)."""
    sql = (files("dashboard") / "sql" / "imports.sql").read_text(encoding="utf-8")
    zone = state.store().time_zone
    rows = []
    for row in state.store().read(sql, {"source": "", "most": MOST}).to_dict("records"):
        account = json.loads(str(row["account"]))
        when = pd.Timestamp(row["imported_at"]).tz_localize("UTC").tz_convert(zone)
        undone = row["undone_by"] if isinstance(row["undone_by"], str) else ""
        rows.append(
            {
                texts.IMPORT: int(row["import_id"]),
                texts.FILE: row["file_name"] or keys.word(texts.SOURCES, row["source"]),
                texts.KIND: account_table.kinds(str(row["kind"]), account.get("form", "")),
                texts.WHEN.format(zone=zone): when.strftime(dates.MOMENT),
                texts.BY: row["imported_by"],
                texts.ROWS: _count(account.get("rows")),
                **{texts.ACCOUNT[name][0]: _count(account.get(name)) for name in OUTCOMES},
                texts.TAKEN_BACK: undone,
            }
        )
    table = pd.DataFrame(rows)
    empty = [texts.ACCOUNT[name][0] for name in OUTCOMES if rows and not table[texts.ACCOUNT[name][0]].any()]
    return table.drop(columns=empty)


def _count(number: int | None) -> str:
    """A number of rows; nothing where there are none, so that the eye finds the others."""
    return f"{number:,}" if number else ""


def _name(table: pd.DataFrame, number: int) -> str:
    row = table[table[texts.IMPORT] == number].iloc[0]
    when = row[texts.WHEN.format(zone=state.store().time_zone)]
    return f"{number} · {row[texts.FILE]} · {when}"
