"""Changes: who changed what, at a time whose zone is named."""

from __future__ import annotations

from datetime import date
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
        {
            "change": 1,
            "when (Europe/Berlin)": "2026-07-02 00:30:00",
            "by": "Ada",
            "what": "import labs",
            "patients": "",
        }
    ]


def test_every_change_names_the_patients_it_wrote_of(empty_store: Path, tmp_path: Path) -> None:
    """Imports, their undo, entries by hand and answers; found by a patient's id too."""
    from data import entering, reviewing
    from data.importing.api import import_file, undo

    day = date(2026, 6, 30)
    labs = tmp_path / "labs.csv"
    rows = "".join(f"P-{n},calcium,2026-06-01T08:00,9.{n},mg/dL\n" for n in range(1, 7))
    labs.write_text("patient_id,test,collected_at,value,unit\n" + rows)
    store = state.open_store()
    assert import_file(store, labs, who="Ada", today=day).import_id == 1
    pain = {"patient_id": "P-2", "symptom": "pain", "site": "foot", "onset_on": "2026-06-01"}
    entering.enter(store, "symptoms", [pain], who="Bo", today=day)
    reviewing.mark_reviewed(store, "P-3", who="Bo", today=day)
    undo(store, 1, who="Ada", today=day)
    table, _ = changes("", "")
    said = dict(zip(table["what"], table["patients"], strict=True))
    assert said["import labs"] == said["undo import 1"] == "P-1, P-2, P-3, P-4 and 2 more"
    assert said["entered by hand: symptoms"] == "P-2"
    assert "import symptoms" not in said
    assert changes("", "by hand")[1] == 1
    assert said["marked a patient as reviewed"] == "P-3"
    found, matching = changes("", "p-6")
    assert matching == 2
    assert set(found["what"]) == {"import labs", "undo import 1"}
    assert "P-5, P-6" in changes("", "p-6", named=100)[0]["patients"].iloc[0]
