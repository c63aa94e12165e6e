"""Changes: who changed what, at a time whose zone is named."""

from __future__ import annotations

from pathlib import Path

from dashboard import state
from dashboard.views.audit import changes
from data.store import Store


def test_times_are_the_clinic_s_and_name_its_zone(empty_store: Path) -> None:
    with Store.open(empty_store, time_zone="Europe/Berlin") as store, store.cursor() as cursor:
        cursor.execute(
            "INSERT INTO changes VALUES (1, TIMESTAMP '2026-07-01 22:30:00', 'Ada', 'import labs')"
        )
    state.open_store()
    table, matching = changes("", "")
    assert matching == 1
    assert table.to_dict("records") == [
        {"change": 1, "when (Europe/Berlin)": "2026-07-02 00:30:00", "by": "Ada", "what": "import labs"}
    ]
