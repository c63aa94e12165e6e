"""What every page shares: the open store, the chosen patient and day, the reader's name, the cached evaluation.

Session state holds ids, dates and names only; patients' values stay in the store.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import registry as registries
from dashboard.everybody import People, on_record_now
from data.store import Store, default_path

if TYPE_CHECKING:
    from analytics.alerts import Evaluation
    from analytics.evaluator import Evaluator
    from analytics.registry import Registry
    from analytics.settings import Settings

# Keys in st.session_state. The widgets of the frame have keys of their own (frame.py); these outlive a page change.
PATIENT = "chosen_patient"
CLINIC_DAY = "chosen_day"
CASE_DAY = "case_day"
KNOWN_ON = "known_on"
SI_UNITS = "si_units"
READER = "reader_name"
PAGE = "current_page"

PATIENT_PAGES = ("patient", "record")
"""Pages about one patient: with a case study chosen they open on the case's own day."""

_guard = threading.RLock()
_opened: Store | None = None
_evaluator: tuple[Store, Settings, Evaluator] | None = None
_patient_evaluations: OrderedDict[tuple[object, ...], Evaluation] = OrderedDict()
_people: tuple[tuple[object, ...], People] | None = None
_behind: list[threading.Thread] = []


def open_store(path: str | Path | None = None) -> Store:
    """Open the store for this process (default: TROUGHLINE_STORE, else the user's data directory)."""
    global _opened
    wanted = Path(path or default_path()).expanduser().absolute()
    with _guard:
        if _opened is not None and _opened.path == wanted:
            return _opened
        if _opened is not None:
            close_store()
        _opened = Store.open(wanted, time_zone=_named_time_zone(wanted))
        return _opened


def _named_time_zone(path: Path) -> str | None:
    """What the clinic's settings name, when the store is still to be made."""
    from analytics.settings import clinic_file, time_zone

    return None if path.exists() else time_zone(clinic_file(path))


def close_store() -> None:
    """Close the process's store, so that everything is in its file and others may open it."""
    global _opened, _evaluator, _people
    if _opened is not None:
        _opened.stop_reading()
    wait_for_background()
    registries.close()
    with _guard:
        if _opened is not None:
            _opened.close()
        _opened = _evaluator = _people = None
        _patient_evaluations.clear()


atexit.register(close_store)  # whatever way the process ends: a thread that still reads then would abort it


def in_background(work: Callable[[], None]) -> None:
    """Read the store beside the page; close_store ends it."""
    _behind[:] = [thread for thread in _behind if thread.is_alive()]
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    _behind.append(thread)


def wait_for_background() -> None:
    """Until what in_background began has ended."""
    while _behind:
        _behind.pop().join()


def registry() -> Registry | None:
    """The registry that is shown instead of a store, read only; None in a clinic."""
    return registries.registry()


def store() -> Store:
    """The open store. Opened on first use; follows TROUGHLINE_STORE, so that each test has its own.

    In a registry: the chosen patient's rows alone, in a store that takes no entries.
    """
    shown = registry()
    if shown is not None:
        return shown.store_of(patient_id())
    if _opened is not None and "TROUGHLINE_STORE" not in os.environ:
        return _opened
    return open_store()


def settings_file() -> Path:
    """Where the clinic's own settings stand, or would stand."""
    from analytics.settings import clinic_file

    return clinic_file(store().path)


def settings() -> Settings:
    """Every limit, window, target and interval in force: ours, layered under the clinic's own."""
    from analytics.settings import in_force, load

    if registry() is not None:
        return load()  # the limits that evaluate-lake used
    path = settings_file()
    return _clinic_settings(path, path.stat().st_mtime_ns) if path.exists() else in_force(store().path)


@cache
def _clinic_settings(path: Path, changed: int) -> Settings:
    """The clinic's file, read again when it was changed."""
    from analytics.settings import load

    return load(path)


def evaluator() -> Evaluator:
    """The process's evaluator; it keeps answers and evaluates again only the patients an import touched."""
    global _evaluator
    from analytics.evaluator import Evaluator

    current, in_force = store(), settings()
    with _guard:
        if _evaluator is None or _evaluator[0] is not current or _evaluator[1] != in_force:
            _evaluator = (current, in_force, Evaluator(current, in_force))
        return _evaluator[2]


def today() -> date:
    """The calendar day at the clinic. Time enters here and in the command line; nothing below reads the clock."""
    return datetime.now(store().time_zone).date()


def clinic_day() -> date:
    """The day the clinic's pages look at: the chosen one, else the simulated clinic's last day, else today."""
    chosen: date | None = st.session_state.get(CLINIC_DAY)
    return chosen or default_day()


def default_day() -> date:
    """The simulated clinic's fixed last day, else today; in a registry the day it was evaluated for."""
    shown = registry()
    if shown is not None:
        return shown.run.as_of
    fixed = store().clinic_fact("last_day")
    return date.fromisoformat(fixed) if fixed else today()


def case_day(patient: str | None) -> date | None:
    """The own day of a published case study; None for the clinic's patients."""
    return _everybody().case_days.get(patient) if patient else None


def as_of() -> date:
    """The chosen day. On a page about one patient a case study opens on its own day."""
    if st.session_state.get(PAGE) in PATIENT_PAGES:
        opens_on = case_day(patient_id())
        if opens_on is not None:
            chosen: date | None = st.session_state.get(CASE_DAY)
            return chosen or opens_on
    return clinic_day()


def known_on() -> date | None:
    """Only what the clinic could know by this day counts; None: everything on record."""
    shown = registry()
    if shown is not None:
        return shown.run.known_on
    chosen: date | None = st.session_state.get(KNOWN_ON)
    return chosen


def patient_id() -> str | None:
    """The chosen patient's id."""
    chosen: str | None = st.session_state.get(PATIENT)
    return chosen


def open_patient(patient_id: str, as_of: date | None = None) -> None:
    """Choose a patient (and a day) and go to the patient page. Ends the run of the calling page."""
    choose_patient(patient_id, as_of)
    st.switch_page(st.session_state["pages"]["patient"])


def choose_patient(patient: str | None, day: date | None = None) -> None:
    """Remember the patient; a case study's own day never becomes the clinic's day."""
    st.session_state[PATIENT] = patient
    st.session_state[CASE_DAY] = None
    if day is not None:
        st.session_state[CASE_DAY if case_day(patient) else CLINIC_DAY] = day


def people() -> pd.DataFrame:
    """Everyone on record: patient_id, name, opens_on and title (case studies only); in a registry the chosen patient."""
    shown = registry()
    return _everybody().frame if shown is None else registries.on_record(shown, patient_id())


def on_record(patient: str) -> bool:
    """Whether anything is on record about that patient; in a registry only the chosen one is looked for."""
    return patient in (_everybody().ids if registry() is None else set(people()["patient_id"]))


def patient_labels() -> dict[str, str]:
    """The clinic's patients as they are chosen by: id → `name · id`, without the case studies."""
    return _everybody().labels


def case_titles() -> dict[str, str]:
    """The published case studies: id → title."""
    return _everybody().case_titles


def _everybody() -> People:
    global _people
    current = store()
    key = (current.path, current.version)
    with _guard:
        if _people is None or _people[0] != key:
            _people = (key, on_record_now(current))
        return _people[1]


def reader() -> str:
    """The name this browser gave, marked unverified: there is no sign-in yet."""
    return f"{reader_name() or 'no name given'} (unverified)"


def reader_name() -> str:
    """The bare name this browser gave, or nothing."""
    name: str = st.session_state.get(READER, "")
    return name


def evaluation() -> Evaluation:
    """Every patient's alerts and answers on the chosen day."""
    return evaluator().at(as_of(), known_on())


def patient_evaluation(patient_id: str) -> Evaluation:
    """One patient's alerts and answers on the chosen day, without evaluating the others."""
    current, day, known = store(), as_of(), known_on()
    key = (str(current.path), current.version, settings(), patient_id, day, known)
    with _guard:
        if key in _patient_evaluations:
            _patient_evaluations.move_to_end(key)
            return _patient_evaluations[key]
    answer = evaluator().of(patient_id, day, known)
    with _guard:
        _patient_evaluations[key] = answer
        while len(_patient_evaluations) > 200:
            _patient_evaluations.popitem(last=False)
    return answer


def si_units() -> bool:
    """Whether minerals and creatinine are shown in SI units (mmol/L, µmol/L) instead of mg/dL."""
    return bool(st.session_state.get(SI_UNITS, False))


def simulated() -> bool:
    """Whether this store is a simulated clinic, which every screen must say."""
    shown = registry()
    if shown is not None:
        return shown.simulated
    return store().clinic_fact("simulated") == "true"
