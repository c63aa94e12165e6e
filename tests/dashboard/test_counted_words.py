"""One of a thing is written in the singular: the pages on a store with one patient."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("weekly_review", "1 of 1 patient asks for attention, 1 with something new"),
        ("dose_symptom_timing", "1 onset of 1 patient, 1 with a change in the 90 days before"),
    ],
)
def test_one_patient_is_not_written_as_several(
    one_patient: Path, monkeypatch: pytest.MonkeyPatch, view: str, said: str
) -> None:
    monkeypatch.setenv("TROUGHLINE_STORE", str(one_patient))
    monkeypatch.delenv("TROUGHLINE_SETTINGS", raising=False)
    page = AppTest.from_string(f"from dashboard.views import {view}\n{view}.page()\n", default_timeout=60)
    page.session_state[state.CLINIC_DAY] = date(2026, 4, 7)
    page.run()
    state.close_store()
    assert not page.exception
    assert said in " ".join(part.value for part in [*page.markdown, *page.caption])
