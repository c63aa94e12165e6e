"""What the Upload page says that a file is: its sheets, columns, units, formats and patients."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from drawn_page import button, read_tables, uploaded, words
from workbooks import LEVELS, MINERALS, book

from dashboard import state
from dashboard.texts import upload as texts


def test_every_sheet_of_a_workbook_is_read_as_by_the_command(empty_store: Path) -> None:
    app = uploaded(book(Levels=LEVELS, Minerals=MINERALS), "week3.xlsx")
    assert "**3 rows** = 3 stored" in words(app)
    assert texts.PROBLEMS not in words(app)
    button(app, "Store 3 rows").click().run()
    assert state.store().value("SELECT count(*) FROM results") == 3


def test_the_columns_of_the_first_sheet_stand_in_the_table(empty_store: Path) -> None:
    minerals = [["MRN", "Collected", *MINERALS[0][2:]], MINERALS[1]]
    for name in ("week3.xlsx", "week4.xlsx"):
        app = uploaded(book(Levels=LEVELS, Minerals=minerals), name)
        (table,) = [found.value for found in app.dataframe if texts.HOLDS in found.value]
        assert dict(zip(table[texts.COLUMN], table[texts.HOLDS], strict=True)) == {
            "MRN": "patient_id", "Test": "test", "Collected": "collected_at", "Result": "value", "Unit": "unit"
        }  # fmt: skip
        if name == "week3.xlsx":
            button(app, "Store 3 rows").click().run()


def test_a_file_without_units_shows_what_was_recognised_and_says_what_to_do(empty_store: Path) -> None:
    app = uploaded(b"mrn,test,date,result\nP1,Calcium,2026-06-29,9.8\n", "no_units.csv")
    (table,) = [found.value for found in app.dataframe if texts.HOLDS in found.value]
    assert table[texts.HOLDS].tolist() == ["patient_id", "test", "collected_at", "value"]
    assert [found.value for found in app.warning] == [texts.NO_UNITS]


FILES = Path(__file__).parents[1] / "data" / "files"


def test_messages_and_bundles_are_called_what_they_are(empty_store: Path) -> None:
    app = uploaded((FILES / "oru_r01_batch.hl7").read_bytes(), "batch.hl7")
    assert "Read as **laboratory results** (HL7 v2)." in words(app)
    app = uploaded((FILES / "fhir_bundle.json").read_bytes(), "bundle.json")
    assert "Read as **laboratory results, patients, doses" in words(app)
    assert "(FHIR R4)." in words(app)
    button(app, "Store").click().run()
    listed = read_tables(app)[-1]
    assert listed["kind"].tolist()[0].startswith("FHIR R4: laboratory results, patients, doses")


def test_patients_with_their_names_are_not_called_known_by_id_only(empty_store: Path) -> None:
    app = uploaded(b"patient_id,name\nP8,Ada Example\n", "patients.csv")
    assert "New patients: `P8`" in words(app)
    assert "**1 row** = 1 stored" in words(app)
    app = uploaded(b"patient_id,test,collected_at,value,unit\nP9,calcium,2026-03-05,9.4,mg/dL\n")
    assert "New patients, known by id only: `P9`" in words(app)


def test_a_sheet_that_is_not_read_says_so_without_options_of_the_command(empty_store: Path) -> None:
    legend = [["Key", "Meaning"], ["H", "high"]]
    app = uploaded(book(Levels=LEVELS, Legend=legend), "week.xlsx")
    assert "on the sheet “Levels”" in words(app)
    (problems,) = [found for found in read_tables(app) if "reason" in found]
    (row,) = problems.to_dict("records")
    assert row["value"] == "Legend"
    assert "--" not in row["reason"]


def test_a_file_that_cannot_be_read_shows_its_refusal_and_nothing_to_fill_in(empty_store: Path) -> None:
    app = uploaded(b"PK\x03\x04 broken", "week.xlsx")
    assert [found.value for found in app.error if found.value.startswith(texts.REFUSED)]
    assert not [found for found in app.dataframe if texts.HOLDS in found.value]
    assert texts.READ_AS not in [found.label for found in app.selectbox]


def test_the_kind_is_asked_only_where_the_columns_leave_it_open(empty_store: Path) -> None:
    no_units = b"mrn,test,date,result\nP1,Calcium,2026-06-29,9.8\n"
    two_ids = b"MRN,Patient ID,test,date,result,unit\n1,P1,Calcium,2026-06-29,9.8,mg/dL\n"
    for content in (no_units, two_ids):
        app = uploaded(content, "export.csv")
        assert texts.READ_AS not in [found.label for found in app.selectbox]
        assert "Read as **laboratory results**." in words(app)
    app = uploaded(b"Kennung,Was,Wann\nP1,Calcium,2026-06-29\n", "odd.csv")
    assert texts.READ_AS in [found.label for found in app.selectbox]
