"""The registry that this process shows instead of a store, when it was started with `serve --lake`."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from analytics.registry import Registry

LAKE, ALERTS = "TROUGHLINE_LAKE", "TROUGHLINE_LAKE_ALERTS"
_guard = threading.Lock()
_opened: Registry | None = None


def registry() -> Registry | None:
    """The open registry; None where the dashboard shows a clinic's store. Opened on first use."""
    global _opened
    lake, alerts = os.environ.get(LAKE), os.environ.get(ALERTS)
    if not lake or not alerts:
        return None
    with _guard:
        if _opened is None or (_opened.lake, _opened.output) != (lake, alerts):
            from analytics.registry import Registry

            _opened = Registry(lake, alerts)
        return _opened


def close() -> None:
    """Let go of it."""
    global _opened
    with _guard:
        _opened = None


def on_record(found: Registry, patient_id: str | None) -> pd.DataFrame:
    """The chosen patient as dashboard.state.people() has people; nobody when nothing is on record under the id."""
    store = found.store_of(patient_id)
    names = store.read("SELECT name FROM patients ORDER BY record_id DESC LIMIT 1")["name"]
    known = bool(patient_id) and int(store.value("SELECT count(*) FROM imports")) > 0
    rows = [(patient_id, (names.iloc[0] if len(names) else "") or "", None, "")] if known else []
    return pd.DataFrame(rows, columns=["patient_id", "name", "opens_on", "title"])
