"""Uploading on the page: what is asked, what is stored, what is said about it, and the way back."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).parent))

from drawn_page import app_of, button, draw_upload, read_tables, uploaded, words

from dashboard import state
from dashboard.texts import upload as texts

RAISING = b"""patient_id,test,collected_at,value,unit
=SUM(A1),calcium,2026-03-05,2.95,mmol/L
=SUM(A1),phosphorus,2026-03-05,2.40,mmol/L
=SUM(A1),phosphorus,2026-33-05,2.40,mmol/L
=SUM(A1),alp,2026-03-05,140,
=SUM(A1),Lipase,2026-03-05,40,U/L
"""


def test_nothing_is_stored_before_it_is_confirmed(empty_store: Path) -> None:
    app = uploaded(RAISING)
    assert "**5 rows** = 2 stored + 1 set aside + 1 rejected + 1 not monitored" in words(app)
    assert state.store().value("SELECT count(*) FROM results") == 0


def test_what_is_stored_says_which_alerts_it_raised_and_can_be_taken_back(empty_store: Path) -> None:
    app = uploaded(RAISING)
    button(app, "Store 2 rows, set 1 aside").click().run()
    assert not app.exception
    assert "critical** raised" in words(app)
    assert "87" in words(app)
    assert state.store().value("SELECT imported_by FROM imports") == "A. Pharmacist (unverified)"
    assert "Take import 1 back? It has 5 rows." in words(app)
    button(app, texts.UNDO_GO).click().run()
    assert state.store().value("SELECT count(*) FROM import_undos") == 1
    assert "taken back" in words(app)


def test_what_changed_begins_with_the_critical_alerts(empty_store: Path) -> None:
    app = uploaded(
        b"patient_id,test,collected_at,value,unit\n"
        b"A,calcium,2026-03-05,2.60,mmol/L\nA,phosphorus,2026-03-05,1.90,mmol/L\n"
        b"B,calcium,2026-03-05,2.95,mmol/L\nB,phosphorus,2026-03-05,2.40,mmol/L\n"
    )
    button(app, "Store 4 rows").click().run()
    lines = [line.value for line in app.markdown if "raised ·" in line.value]
    order = [word for line in lines for word in ("critical", "warning", "watch") if f"**{word}**" in line]
    assert {"critical", "watch"} <= set(order)
    assert order == sorted(order, key=["critical", "warning", "watch"].index)
    assert "`B`" in lines[0], "the patient's id does not come before the severity"


def test_what_changed_speaks_in_the_chosen_units(empty_store: Path) -> None:
    app = uploaded(RAISING)
    app.session_state[state.SI_UNITS] = True
    button(app, "Store 2 rows, set 1 aside").click().run()
    raised = next(line.value for line in app.markdown if "critical** raised" in line.value)
    assert "mmol²/L²" in raised


def test_09_the_problems_as_csv_run_nothing_in_a_spreadsheet() -> None:
    from dashboard.components.account_table import problems_csv
    from data.importing.account import Account
    from data.importing.raw import Problem

    account = Account(
        "f.csv", problems=[Problem(3, "patient_id", "=SUM(A1)", "odd"), Problem(None, "value", "-5", "no")]
    )
    lines = problems_csv(account).decode("utf-8-sig").splitlines()
    assert lines == [
        "row,column,value,outcome,reason",
        "3,patient_id,'=SUM(A1),rejected,odd",
        ",value,-5,rejected,no",
    ]


def test_two_readings_of_a_date_are_asked(empty_store: Path) -> None:
    content = b"MRN;Test;Date;Result;Unit\nA1;Calcium;01/02/2026;2,4;mmol/L\n"
    app = uploaded(content, "export.csv")
    assert not [found for found in app.button if found.label.startswith("Store")]
    (question,) = app.radio
    assert "--date-order" not in question.label
    question.set_value("dmy").run()
    button(app, "Store 1 row").click().run()
    assert state.store().value("SELECT collected_at::DATE FROM results") == date(2026, 2, 1)


def test_a_date_is_asked_about_with_the_days_that_it_can_mean(empty_store: Path) -> None:
    content = b"MRN;Test;Date;Result;Unit\nA1;Calcium;03/04/2026 08:00;2,4;mmol/L\n"
    (question,) = uploaded(content, "export.csv").radio
    assert question.label == "Column “Date”: which day is 03/04/2026?"
    assert question.options == ["day first: 3 Apr 2026", "month first: 4 Mar 2026"]


def test_a_file_that_is_no_table_is_refused_in_words(empty_store: Path) -> None:
    app = uploaded(b"MZ\x90\x00\x03\x00\x00\x00binary", "program.csv")
    assert app.error or app.warning
    assert not [found for found in app.button if found.label.startswith("Store")]


def test_no_entry_without_a_name(empty_store: Path) -> None:
    app = AppTest.from_function(draw_upload, default_timeout=60).run()
    app.file_uploader(key="uploads").set_value(("r.csv", RAISING, "text/csv")).run()
    assert not [found for found in app.button if found.label.startswith("Store")]
    assert "Give your name once" in words(app)


def test_every_example_file_is_taken_as_it_is(empty_store: Path, example: Path) -> None:
    from data.importing.api import import_file

    for name in texts.EXAMPLE_FILES:
        account = import_file(state.store(), example / name, who="test", today=date(2026, 11, 22))
        assert not account.refused
        assert account.stored == account.rows, name


def test_leftovers_of_a_killed_upload_are_removed(empty_store: Path) -> None:
    from dashboard.components.uploaded import clear_leftovers

    folder = state.store().path.parent / ".uploads"
    folder.mkdir()
    (folder / "half.csv").write_text("x")
    clear_leftovers()
    assert list(folder.iterdir()) == []


def test_a_test_that_is_taught_is_read_at_once_and_in_the_next_file(empty_store: Path) -> None:
    content = b"patient_id,test,collected_at,value,unit\nA1,Kalzi-X,2026-03-05,9.5,mg/dL\n"
    app = uploaded(content)
    assert "1 not monitored" in words(app)
    app.selectbox[0].set_value("Kalzi-X").run()
    app.selectbox[1].set_value("calcium").run()
    button(app, texts.TEACH_GO).click().run()
    assert not app.exception
    assert "1 stored" in words(app)
    assert state.store().value("SELECT taught_by FROM taught_tests") == "A. Pharmacist (unverified)"
    assert "1 stored" in words(uploaded(content, "next.csv"))


def test_a_long_upload_shows_how_far_it_is_and_ends_as_a_short_one(
    empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard.components import long_work

    monkeypatch.setattr(long_work, "LONG_BYTES", 0)
    app = _until_done(uploaded(RAISING))
    assert "**5 rows** = 2 stored" in words(app)
    button(app, "Store 2 rows, set 1 aside").click().run()
    app = _until_done(app)
    assert "critical** raised" in words(app)
    assert state.store().value("SELECT count(*) FROM imports") == 1


def test_cancel_on_the_page_leaves_nothing_behind(empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.components import long_work

    app = uploaded(RAISING)
    monkeypatch.setattr(long_work, "LONG_BYTES", 0)
    real = long_work.Job._tell

    def slow(job: long_work.Job, stage: str, rows: int, part: float) -> None:
        job.ended.wait(30)
        real(job, stage, rows, part)

    monkeypatch.setattr(long_work.Job, "_tell", slow)
    button(app, "Store 2 rows, set 1 aside").click().run()
    button(app, texts.CANCEL).click().run()
    app = _until_done(app)
    assert texts.CANCELLED in words(app)
    for table in ("results", "imports", "set_aside", "changes"):
        assert state.store().value(f"SELECT count(*) FROM {table}") == 0, table
    monkeypatch.setattr(long_work.Job, "_tell", real)
    button(app, texts.AGAIN).click().run()
    button(app, "Store 2 rows, set 1 aside").click().run()
    _until_done(app)
    assert state.store().value("SELECT count(*) FROM results") == 2


def test_a_server_that_ends_leaves_nothing_of_a_long_upload(
    empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard.components import long_work

    app = uploaded(RAISING)
    monkeypatch.setattr(long_work, "LONG_BYTES", 0)
    real = long_work.Job._tell

    def slow(job: long_work.Job, stage: str, rows: int, part: float) -> None:
        job.ended.wait(30)
        real(job, stage, rows, part)

    monkeypatch.setattr(long_work.Job, "_tell", slow)
    button(app, "Store 2 rows").click().run()
    long_work.end_all()
    assert all(job.done.is_set() for job in long_work._jobs.values())
    assert state.store().value("SELECT count(*) FROM imports") == 0


def _until_done(app: AppTest) -> AppTest:
    from dashboard.components import long_work

    for job in list(long_work._jobs.values()):
        assert job.done.wait(60)
    app.run()
    assert not app.exception
    return app


def test_a_refusal_speaks_of_the_page_and_not_of_the_command(empty_store: Path) -> None:
    unknown = uploaded(b"Kennung,Was,Wann\nP1,Calcium,2026-06-29\n", "odd.csv")
    said = " ".join(found.value for found in (*unknown.warning, *unknown.error))
    assert "“patient id”, " in said
    assert "--" not in said
    assert texts.MAPPING in [found.value for found in unknown.caption], "the columns can be named here"

    two = b"Patient;Test;Date;Result;Unit\nP1;Calcium;01/02/2026 08:00;2,95;mmol/L\n"
    asked = uploaded(two, "two.csv")
    assert [found.value for found in asked.warning] == [texts.ANSWER_ABOVE]

    doubt = uploaded(
        "Patient,Test,Date,Result,Unit\nPé,Čalcium,2026-06-29,9.1,mg/dL\n".encode("cp1250"), "c.csv"
    )
    assert "--" not in " ".join(found.value for found in doubt.error)
    assert [found.label for found in doubt.selectbox if found.label == texts.ENCODING]


def test_an_import_of_the_list_is_taken_back_only_after_the_question(empty_store: Path) -> None:
    button(uploaded(RAISING), "Store 2 rows, set 1 aside").click().run()
    app = app_of(draw_upload)
    listed = read_tables(app)[-1]
    assert f"when ({state.store().time_zone})" in listed.columns
    app.selectbox(key="undo_which").set_value(1).run()
    assert "Take import 1 back? It has 5 rows." in words(app)
    assert state.store().value("SELECT count(*) FROM import_undos") == 0
    app.button(key="undo_go").click().run()
    assert state.store().value("SELECT count(*) FROM import_undos") == 1
    assert [said.value for said in app.success] == [texts.UNDONE.format(number=1)]
