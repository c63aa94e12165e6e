"""A table to read: what it says is all there, on as many lines as it needs, and no file can speak HTML in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from drawn_page import app_of

from dashboard import state
from dashboard.charts import palette
from dashboard.components.read_table import as_html

LONG = "settings kept: ca_p.critical 65 → 60, trough.levels_are_troughs true → false, target.first_low 4 → 5"


def test_a_long_cell_runs_on_and_a_number_stays_whole() -> None:
    table = pd.DataFrame({"change": [12], "what": [LONG], "on": [None]})
    drawn = as_html(table, "Changes", palette.theme("light"), numbers=["change"])
    assert ".tl-run{overflow-wrap:break-word}" in drawn
    assert f"<td class='tl-run'>{LONG}</td>" in drawn
    assert "<td class='tl-num'>12</td>" in drawn
    assert "None" not in drawn


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("2026-01-05", "<span class='tl-id'>2026-01-05</span>"),
        ("SIM-001, CIPS-1", "<span class='tl-id'>SIM-001</span>, <span class='tl-id'>CIPS-1</span>"),
        ("dose-corrected", "dose-corrected"),
        ("x" * 20 + "-1", "x" * 20 + "-1"),
    ],
)
def test_a_day_or_an_id_is_not_broken_at_its_hyphen(cell: str, shown: str) -> None:
    drawn = as_html(pd.DataFrame({"what": [cell]}), "Changes", palette.theme("light"))
    assert ".tl-id{white-space:nowrap}" in drawn
    assert f"<td class='tl-run'>{shown}</td>" in drawn


def test_text_from_files_is_no_html() -> None:
    drawn = as_html(pd.DataFrame({"<b>": ["<img src=x>"]}), "<i>'", palette.theme("dark"))
    assert "<img" not in drawn
    assert "<b>" not in drawn
    assert "<i>" not in drawn


def draw_changes() -> None:
    from dashboard.views.audit import page

    page()


def draw_patient() -> None:
    import streamlit as st

    from dashboard import state
    from dashboard.views import patient

    st.session_state[state.PAGE] = "patient"
    patient.page()


@pytest.mark.usefixtures("shown_demo")
def test_changes_and_all_alerts_are_tables_whose_cells_are_not_cut() -> None:
    changes = app_of(draw_changes)
    alerts = app_of(draw_patient, **{state.PATIENT: "SIM-005", "patient-below": "alerts"})
    for app, words in ((changes, "import labs"), (alerts, "Tacrolimus 24.6 against 4–11")):
        assert not app.exception
        assert words in " ".join(
            str(block.proto.body) for block in app.get("html") if "tl-read" in block.proto.body
        )
        assert not app.dataframe
