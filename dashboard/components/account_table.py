"""The balanced account of a file and its problems, row by row."""

from __future__ import annotations

import csv
import io

import pandas as pd
import streamlit as st

from dashboard.components import read_table
from dashboard.texts import keys
from dashboard.texts import upload as texts
from dashboard.texts.fields import FIELDS
from data.exporting import safe_cell
from data.importing.account import OUTCOMES, Account
from data.texts.hints import parted

SHOWN_PROBLEMS = 500


def kinds(keys: str, form: str = "") -> str:
    """'patients+labs' in words, with the format where the file is no table."""
    words = ", ".join(texts.KINDS.get(key, key) for key in keys.split("+"))
    return f"{form}: {words}" if form else words


def draw(account: Account, key: str) -> None:
    """Counts that add up to the rows, new patients, what was left out, problems with their CSV."""
    rows = (texts.ONE_ROW if account.rows == 1 else texts.ROWS_N).format(n=f"{account.rows:,}")
    st.markdown(
        f"**{rows}** = "
        + " + ".join(
            f"{getattr(account, name):,} {texts.ACCOUNT[name][0]}"
            for name in OUTCOMES
            if getattr(account, name)
        )
        if account.rows
        else f"**{rows}**"
    )
    explained = [f"{texts.ACCOUNT[n][0]}: {texts.ACCOUNT[n][1]}" for n in OUTCOMES if getattr(account, n)]
    if explained:
        st.caption(" · ".join(explained))
    _others(account)
    if account.problems:
        _problems(account, key)


def _others(account: Account) -> None:
    if account.new_patients:
        shown = ", ".join(f"`{patient}`" for patient in account.new_patients[:12])
        more = (
            texts.AND_MORE.format(n=len(account.new_patients) - 12) if len(account.new_patients) > 12 else ""
        )
        words = texts.NEW_PATIENTS if "patients" in account.kinds else texts.NEW_BY_ID
        st.markdown(f"{words}: {shown}{more}")
    if account.not_monitored_tests:
        tests = sorted(account.not_monitored_tests.items(), key=lambda pair: (-pair[1], pair[0]))
        st.markdown(texts.NOT_MONITORED + ", ".join(f"`{name}` ({count})" for name, count in tests[:12]))
    if account.ignored_columns:
        st.markdown(texts.IGNORED_COLUMNS + ", ".join(f"`{name}`" for name in account.ignored_columns[:20]))
    for note in account.notes:
        st.caption(note)


def _problems(account: Account, key: str) -> None:
    table = problems(account)
    st.markdown(f"**{texts.PROBLEMS}** · {len(table):,}")
    read_table.draw(
        table.head(SHOWN_PROBLEMS).rename(columns=texts.PROBLEM_COLUMNS),
        texts.PROBLEMS,
        numbers=[texts.PROBLEM_COLUMNS["row"]],
        most_rem=22,
    )
    st.download_button(
        texts.PROBLEMS_CSV, problems_csv(account), "problems.csv", "text/csv", key=f"problems_{key}"
    )


def problems(account: Account) -> pd.DataFrame:
    """row, column, value, outcome, reason of every row that is not simply stored."""
    return pd.DataFrame(
        [
            (
                p.row,
                keys.word(FIELDS, p.column),
                p.value,
                texts.ACCOUNT[p.outcome][0] if p.outcome in texts.ACCOUNT else p.outcome,
                p.reason if p.row else parted(p.reason)[0],
            )
            for p in account.problems
        ],
        columns=["row", "column", "value", "outcome", "reason"],
    ).astype({"row": "Int64"})


def problems_csv(account: Account) -> bytes:
    """The same as CSV; texts that a spreadsheet would run as formulas are escaped."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["row", "column", "value", "outcome", "reason"])
    for p in account.problems:
        writer.writerow(
            ["" if p.row is None else p.row, *map(safe_cell, (p.column, p.value, p.outcome, p.reason))]
        )
    return out.getvalue().encode("utf-8-sig")
