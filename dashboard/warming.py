"""What the first reader will ask for is worked out while the browser opens, so that the list is there at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from data.errors import TroughlineError

WAIT_SECONDS = 60  # the work ends by itself; the store closes after it


@contextmanager
def warming() -> Iterator[None]:
    """Read the weekly list of the clinic's day in the background; a page that needs it earlier waits for the same work."""
    from dashboard import state

    if state.registry() is not None:
        yield
        return
    thread = threading.Thread(target=read_the_week, name="warming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(timeout=WAIT_SECONDS)


def read_the_week() -> None:
    """The weekly list of the clinic's day, kept where the pages look for it."""
    import dashboard.views.patient  # noqa: F401  plotly takes most of a second to load
    from dashboard import state
    from dashboard.components import weekly_data

    try:
        weekly_data.this_week(state.default_day())
    except (TroughlineError, duckdb.Error):
        return  # the page that asks meets the same problem and tells the reader
