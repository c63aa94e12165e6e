"""Rows that wait for a person, on the Upload page, and the mark that a waiting correction leaves on the patient page."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from drawn_page import read_tables, uploaded
from workbooks import LEVELS, MINERALS, book

from dashboard import state
from dashboard.texts import patient as patient_texts
from dashboard.texts import upload as texts
from data.importing.api import import_file
from data.importing.settling import settle, waiting

UNIT_IS_MISSING = "patient_id,test,collected_at,value,unit\n=SUM(A1),alp,2026-03-05,140,\n"
HEADER = "patient_id,test,collected_at,value,unit,status,specimen_id\n"
CORRECTION = "SIM-001,calcium,2026-06-28T09:05,103,mg/dL,corrected,SIM-001-010\n"
TROUGH = "SIM-001,tacrolimus,2026-06-28T09:05,910,ng/mL,corrected,SIM-001-010\n"


def draw_upload() -> None:
    from dashboard.views.upload import page

    page()


def draw_patient() -> None:
    import streamlit as st

    from dashboard import state
    from dashboard.views import patient

    st.session_state[state.PAGE] = "patient"
    patient.page()


def app_of(page: object, **session: object) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state[state.READER] = "A. Pharmacist"
    for key, value in session.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return " ".join(
        str(part.value) for part in [*app.markdown, *app.caption, *app.warning, *app.error, *app.info]
    )


def load(folder: Path, text: str) -> None:
    path = folder / "file.csv"
    path.write_text(text)
    assert import_file(state.store(), path, who="t", today=date(2026, 7, 1)).set_aside


def draw_settle() -> None:
    import json

    from dashboard import state
    from dashboard.components.set_aside import settle_form
    from data.importing.settling import waiting

    queue = waiting(state.store())
    if not queue.empty:  # the row that a click in the table chooses; AppTest cannot click there
        settle_form(queue.iloc[0].to_dict(), json.loads(str(queue["cells"].iloc[0])))


@pytest.fixture
def one_waits(empty_store: Path, tmp_path: Path) -> None:
    load(tmp_path, UNIT_IS_MISSING)


@pytest.mark.usefixtures("one_waits")
def test_a_row_set_aside_is_listed_and_imported_with_the_unit_a_person_gives() -> None:
    page = app_of(draw_upload)
    assert any(texts.SET_ASIDE in head.value for head in page.header)
    app = app_of(draw_settle)
    assert "the unit is missing: expected U/L, µkat/L" in words(app)
    app.text_input[0].set_value("U/L")
    app.button[0].click().run()
    assert not app.exception
    assert waiting(state.store()).empty
    assert state.store().value("SELECT value FROM results WHERE analyte = 'alp'") == 140
    assert state.store().value("SELECT settled_by FROM settlements") == "A. Pharmacist (unverified)"


@pytest.mark.usefixtures("one_waits")
def test_a_unit_that_is_none_leaves_the_row_waiting_and_says_why() -> None:
    app = app_of(draw_settle)
    app.text_input[0].set_value("cm")
    app.button[0].click().run()
    assert "unknown unit" in words(app)
    assert len(waiting(state.store())) == 1


@pytest.mark.usefixtures("one_waits")
def test_a_row_is_dropped_only_with_a_reason() -> None:
    app = app_of(draw_settle)
    app.radio[0].set_value("discard")
    app.button[0].click().run()
    assert texts.REASON_WANTED in words(app)
    app.text_input[1].set_value("sample mixed up")
    app.button[0].click().run()
    assert waiting(state.store()).empty
    assert "sample mixed up" in state.store().value("SELECT decision FROM settlements")
    assert state.store().value("SELECT count(*) FROM results WHERE analyte = 'alp'") == 0


@pytest.fixture
def in_doubt(demo: Path, tmp_path: Path) -> None:
    load(tmp_path, HEADER + CORRECTION + TROUGH)


def of_patient(patient_id: str) -> tuple[str, str, list[str]]:
    """Header and cards, the figure, and the notes of the table."""
    page = app_of(draw_patient, **{state.PATIENT: patient_id})
    said = " ".join(str(block.proto.body) for block in page.get("html"))
    figure = str(page.get("plotly_chart")[0].proto)
    page.segmented_control(key="timeline-shape").set_value("Table").run()
    table = page.dataframe[0].value
    waits = table[table["Note"].str.contains(patient_texts.CORRECTION_WAITS)]
    return said, figure, (waits["Row"] + " " + waits["Value"]).tolist()


@pytest.mark.usefixtures("in_doubt")
def test_a_result_whose_correction_waits_is_marked_in_header_hover_and_table() -> None:
    said, figure, rows = of_patient("SIM-001")
    assert "Calcium 10.3 mg/dL of 28 Jun 2026" in said
    assert patient_texts.TO_SETTLE in said
    assert figure.count(patient_texts.CORRECTION_WAITS) == 2  # the trough, and Ca x P with its calcium
    assert sorted(rows) == ["Ca × P 23.7 mg²/dL²", "Calcium 10.3 mg/dL", "Tacrolimus 9.1 ng/mL"]
    assert of_patient("SIM-002")[2] == []


@pytest.mark.usefixtures("in_doubt")
def test_the_mark_is_gone_once_a_person_has_settled_the_row() -> None:
    for number in waiting(state.store())["set_aside_id"]:
        settle(state.store(), int(number), {"discard": "typing error"}, who="t", today=date(2026, 7, 1))
    said, figure, rows = of_patient("SIM-001")
    assert patient_texts.TO_SETTLE not in said
    assert patient_texts.CORRECTION_WAITS not in figure
    assert rows == []


@pytest.mark.usefixtures("in_doubt")
def test_the_waiting_list_names_what_stands_meanwhile(tmp_path: Path) -> None:
    load(tmp_path, UNIT_IS_MISSING)
    queue = next(t.value for t in app_of(draw_upload).dataframe if "reason" in t.value)
    assert queue[texts.STANDS].tolist() == ["10.3 mg/dL", "9.1 ng/mL", ""]


def test_a_row_of_a_workbook_waits_with_its_sheet(empty_store: Path, tmp_path: Path) -> None:
    no_unit = [LEVELS[0], ["P1", "Tacrolimus", "2026-03-02", 9.1, ""]]
    path = tmp_path / "week.xlsx"
    path.write_bytes(book(Minerals=MINERALS, Levels=no_unit))
    import_file(state.store(), path, who="t", today=date(2026, 7, 1))
    load(tmp_path, UNIT_IS_MISSING)
    queue = next(t.value for t in app_of(draw_upload).dataframe if "reason" in t.value)
    assert queue[["file", "row"]].values.tolist() == [["week.xlsx", 2], ["file.csv", 2]]
    assert queue["sheet"].fillna("").tolist() == ["Levels", ""]
    assert "Sheet “Levels”, row 2." in words(app_of(draw_settle))


def test_a_sheet_that_was_not_read_has_no_row_called_none(empty_store: Path) -> None:
    app = uploaded(book(Levels=LEVELS, Legend=[["Key", "Meaning"], ["H", "high"]]), "week.xlsx")
    table = next(found for found in read_tables(app) if "reason" in found)
    assert table[["row", "value"]].to_numpy().tolist() == [["", "Legend"]]
    assert "No column was recognised" in table["reason"][0]


def test_a_censored_value_that_was_corrected_is_listed_as_the_laboratory_wrote_it(
    demo: Path, tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(HEADER + "CALC-1,PTH,2000-06-15,<6,pg/mL,corrected,\n")
    assert import_file(state.store(), path, who="t", today=date(2026, 7, 1)).superseding == 1
    page = app_of(draw_patient, **{state.PATIENT: "CALC-1"})
    page.segmented_control(key="patient-below").set_value("corrections").run()
    assert page.dataframe[0].value["Reported"].tolist() == ["<6", "<5"]
