"""What the first reader will ask for is worked out while the browser opens, so that the list is there at once."""

from __future__ import annotations

import duckdb

from dashboard import state
from data.errors import TroughlineError


def begin() -> None:
    """Begin reading in the background; a page that needs the same earlier waits for the same work."""
    state.in_background(read_the_week if state.registry() is None else read_the_first)


def read_the_week() -> None:
    """The weekly list of the clinic's day, kept where the pages look for it."""
    import dashboard.views.patient  # noqa: F401  plotly takes most of a second to load
    from analytics.few import keep
    from dashboard.components import weekly_data

    try:
        weekly_data.this_week(state.default_day())
        keep(state.store(), state.default_day(), None, state.settings())
    except (TroughlineError, duckdb.Error):
        return  # the page that asks meets the same problem and tells the reader


def read_the_first() -> None:
    """The patient at the head of a registry's list: what the first reading in a process loads is loaded then."""
    import dashboard.views.patient  # noqa: F401  plotly takes most of a second to load
    from analytics.few import evaluate_few, keep
    from analytics.record import patient_record
    from analytics.registry import Choice

    shown = state.registry()
    if shown is None:
        return
    as_of, known_on, settings = shown.run.as_of, shown.run.known_on, state.settings()
    try:
        for row in shown.worklist(Choice(), most=1).rows:
            patient_id = row["patient_id"]
            store = shown.store_of(patient_id)
            patient_record(store, patient_id, as_of, known_on=known_on, settings=settings)
            keep(store, as_of, known_on, settings)
            evaluate_few(store, as_of, known_on=known_on, patients=[patient_id], settings=settings)
    except (TroughlineError, duckdb.Error):
        return  # the page that asks meets the same problem and tells the reader
