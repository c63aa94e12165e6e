"""The chosen patient's record, read once for each day and version of the store."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import duckdb
import pandas as pd
import plotly.graph_objects as go

from dashboard import state
from dashboard.charts import timeline
from dashboard.charts.tidy import Tidy, tidy
from dashboard.charts.view import View
from dashboard.charts.wording import name
from dashboard.texts import keys
from dashboard.texts import patient as texts
from data.errors import TroughlineError
from data.store import Store

if TYPE_CHECKING:
    from analytics.evidence import EvidenceCard
    from analytics.record import PatientRecord
    from analytics.settings import Settings

KEPT = 120
_guard = threading.Lock()
_evidence: WeakKeyDictionary[Tidy, EvidenceCard | None] = WeakKeyDictionary()
_records: OrderedDict[tuple[object, ...], tuple[PatientRecord, Tidy]] = OrderedDict()
_answered: OrderedDict[tuple[object, ...], tuple[pd.DataFrame, pd.DataFrame]] = OrderedDict()
"""With the alerts that were asked about, so that their id stays their own."""
_ahead: set[tuple[object, ...]] = set()


def read(patient_id: str, as_of: date, known_on: date | None) -> tuple[PatientRecord, Tidy]:
    """The record as analytics hands it over, and as the charts read it."""
    from analytics.record import patient_record

    store, settings = state.store(), state.settings()
    key = (*_reading(store, settings, as_of, known_on), patient_id)
    with _guard:
        if key in _records:
            _records.move_to_end(key)
            return _records[key]
    return _keep(key, patient_record(store, patient_id, as_of, known_on=known_on, settings=settings))


def read_ahead(patient_ids: Sequence[str], as_of: date, known_on: date | None) -> None:
    """Read in the background what the reader of a list will open next; together they cost little more than one."""
    store, settings = state.store(), state.settings()
    reading = _reading(store, settings, as_of, known_on)
    wanted = {patient: (*reading, patient) for patient in patient_ids}
    with _guard:
        wanted = {
            patient: key for patient, key in wanted.items() if key not in _records and key not in _ahead
        }
        _ahead.update(wanted.values())

    def work() -> None:
        from analytics.record import patient_records

        try:
            found = patient_records(store, list(wanted), as_of, known_on=known_on, settings=settings)
            for patient, record in found.items():
                _keep(wanted[patient], record)
        except (TroughlineError, duckdb.Error):
            pass  # the page that opens the patient meets the same problem and tells the reader
        finally:
            with _guard:
                _ahead.difference_update(wanted.values())

    if wanted:
        state.in_background(work)


def _reading(store: Store, settings: Settings, as_of: date, known_on: date | None) -> tuple[object, ...]:
    return (str(store.path), store.version, settings, as_of, known_on)


def _keep(key: tuple[object, ...], record: PatientRecord) -> tuple[PatientRecord, Tidy]:
    pair = (record, tidy(record, record.as_of))
    with _guard:
        _records[key] = pair
        while len(_records) > KEPT:
            _records.popitem(last=False)
    return pair


@lru_cache(maxsize=24)
def figure(record: Tidy, view: View) -> go.Figure:
    """The timeline of a view; kept, so that a switch elsewhere on the page does not draw it again."""
    return timeline.timeline(record, view)


def evidence(record: PatientRecord, neat: Tidy) -> EvidenceCard | None:
    """The evidence card of a record, worked out once."""
    from analytics.evidence import evidence_card

    if neat not in _evidence:
        _evidence[neat] = evidence_card(record, settings=state.settings())
    return _evidence[neat]


def case_study(patient_id: str) -> dict[str, Any] | None:
    """Title, document and own day of a published case; None for the clinic's patients."""
    if state.case_day(patient_id) is None:
        return None
    found = state.store().read(
        "SELECT opens_on, title, document FROM case_studies WHERE patient_id = $patient",
        {"patient": patient_id},
    )
    return dict(found.iloc[0]) if len(found) else None


def theme_name() -> str:
    """'dark' or 'light', as the browser shows this page."""
    import streamlit as st

    return "dark" if getattr(st.context.theme, "type", None) == "dark" else "light"


def with_answers(alerts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The alerts with what people answered to them (state, answered_by, assigned_to, back_again)."""
    from analytics.acknowledgement import alert_states
    from data.reviewing import alert_actions

    key = (str(state.store().path), state.store().version, id(alerts), as_of)
    with _guard:
        if key in _answered:
            return _answered[key][1]
    actions = alert_actions(state.store(), as_of)
    if len(alerts):
        actions = actions[actions["patient_id"] == alerts["patient_id"].iloc[0]]
    found = alert_states(alerts, actions, as_of)
    with _guard:
        _answered[key] = (alerts, found)
        while len(_answered) > KEPT:
            _answered.popitem(last=False)
    return found


def versions(patient_id: str, as_of: date, known_on: date | None) -> pd.DataFrame:
    """Every version of the results that were corrected, newest collection first (dashboard/sql/versions.sql)."""
    sql = (files("dashboard") / "sql" / "versions.sql").read_text(encoding="utf-8")
    found = state.store().read(
        sql, {"patient_id": patient_id, "as_of": as_of, "known_on": known_on or date.max}
    )
    found["analyte"] = [name(analyte) for analyte in found["analyte"]]
    found["status"] = [keys.word(keys.RESULT_STATUS, status) for status in found["status"]]
    return found.rename(columns=texts.VERSIONS)
