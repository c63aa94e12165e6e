"""What an import did: its account, the alerts it raised or closed, and the way back."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics.texts.days import full_day
from dashboard import rule_words, state
from dashboard.charts import palette
from dashboard.components import account_table, take_back, uploaded, what_changed
from dashboard.texts import upload as texts
from dashboard.wording import plain
from data.importing.account import Account, Preview
from data.importing.api import undo

KEPT = 50
SHOWN = 100


@dataclass
class Outcome:
    """One stored file and what it changed, as of a day."""

    account: Account
    day: date
    looked_at: date
    changed: pd.DataFrame
    taken_back: bool = False


_outcomes: OrderedDict[str, Outcome] = OrderedDict()
_begun: dict[str, _Begun] = {}


def of(file_id: str) -> Outcome | None:
    """The outcome of this upload, once it was stored."""
    return _outcomes.get(file_id)


@dataclass(frozen=True)
class _Begun:
    """What stood before the first row was stored, and how the file is read."""

    choices: dict[str, Any]
    looked_at: date
    was: what_changed.Snapshot


def begin(file: UploadedFile, preview: Preview, choices: dict[str, Any]) -> None:
    """Remember the alerts of the touched patients, on the page's day and on today, before the file is stored."""
    looked_at = state.clinic_day()
    days = sorted({looked_at, state.today()})
    was = what_changed.before(state.store(), preview.account.patients, days, state.settings())
    _begun[file.file_id] = _Begun(choices, looked_at, was)


def store(file: UploadedFile) -> Outcome:
    """Store the file that was begun, and see what it changed. Raises StillRunning while a long one is at work."""
    begun = _begun[file.file_id]
    looked_at, was, today, settings = begun.looked_at, begun.was, state.today(), state.settings()
    account = uploaded.store(file, begun.choices)
    del _begun[file.file_id]
    day = looked_at
    changed = pd.DataFrame(columns=what_changed.COLUMNS)
    if account.import_id is not None:
        newest = _newest(account.import_id)
        day = today if newest is not None and newest > looked_at else looked_at
        changed = what_changed.since(state.store(), was, day, settings)
    outcome = Outcome(account, day, looked_at, changed)
    _outcomes[file.file_id] = outcome
    while len(_outcomes) > KEPT:
        _outcomes.popitem(last=False)
    return outcome


def draw(file: UploadedFile, outcome: Outcome) -> None:
    """The account, what changed, undo."""
    account, key = outcome.account, file.file_id
    if account.refused:
        st.error(f"{texts.REFUSED} {account.refused}")
        return
    if outcome.taken_back:
        st.info(texts.UNDONE.format(number=account.import_id))
        return
    account_table.draw(account, f"after_{key}")
    st.markdown(f"**{texts.CHANGED}**")
    if outcome.day != outcome.looked_at:
        st.caption(texts.LATER.format(day=full_day(outcome.looked_at), later=full_day(outcome.day)))
        if st.button(texts.LOOK.format(day=full_day(outcome.day)), key=f"look_{key}"):
            st.session_state[state.CLINIC_DAY] = outcome.day
            st.rerun()
    if outcome.changed.empty:
        st.caption(texts.NO_CHANGE.format(day=full_day(outcome.day)))
    for number, row in enumerate(outcome.changed.head(SHOWN).to_dict("records")):
        _change(row, outcome.day, f"{key}_{number}")
    if account.import_id is not None and take_back.confirmed(
        account.import_id, account.rows, key=f"undo_{key}"
    ):
        undo(state.store(), account.import_id, who=state.reader(), today=state.today())
        outcome.taken_back = True
        st.rerun()


def _change(row: dict[str, Any], day: date, key: str) -> None:
    look = palette.theme(st.context.theme.type).severity(str(row["severity"]))
    words = {"raised": texts.RAISED, "closed": texts.CLOSED, "gone": texts.GONE, "severity": texts.SEVERITY}
    why = rule_words.sentence(str(row["rule"]), str(row["why"]), state.si_units())
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.markdown(
        f"{look.icon} **{look.word}** {words[str(row['change'])]} · `{row['patient_id']}` · {plain(why)}"
    )
    if right.button(texts.OPEN, key=f"open_{key}"):
        state.open_patient(str(row["patient_id"]), day)


def _newest(import_id: int) -> date | None:
    sql = (files("dashboard") / "sql" / "newest_day_of_import.sql").read_text(encoding="utf-8")
    newest: date | None = state.store().value(sql, {"import_id": import_id})
    return newest
