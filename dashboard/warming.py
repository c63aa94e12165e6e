"""What the first reader will ask for is worked out while the browser opens, so that the list is there at once."""

from __future__ import annotations

import duckdb

from dashboard import state
from data.errors import TroughlineError


def begin() -> None:
    """Read the weekly list of the clinic's day in the background; a page that needs it earlier waits for the same work."""
    if state.registry() is None:
        state.in_background(read_the_week)


def read_the_week() -> None:
    """The weekly list of the clinic's day, kept where the pages look for it."""
    import dashboard.views.patient  # noqa: F401  plotly takes most of a second to load
    from dashboard.components import weekly_data

    try:
        weekly_data.this_week(state.default_day())
    except (TroughlineError, duckdb.Error):
        return  # the page that asks meets the same problem and tells the reader
