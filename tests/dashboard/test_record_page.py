"""Noting pain on the page Record: what is stored, what the rules see, and the way back."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from drawn_page import app_of, button, words

from dashboard import state
from dashboard.components.entry import fresh
from dashboard.texts import record as record_texts


def draw_record() -> None:
    from dashboard.views.record import page

    page()


@pytest.fixture
def known(empty_store: Path, example: Path) -> dict[str, object]:
    from data.importing.api import import_file

    for name in ("patients", "transplants", "doses"):
        import_file(state.store(), example / f"{name}.csv", who="test", today=date(2026, 11, 22))
    return {state.PATIENT: "EX-001", state.CLINIC_DAY: date(2026, 4, 1), state.PAGE: "record"}


def test_pain_is_noted_with_its_precision_and_seen_by_the_rules(known: dict[str, object]) -> None:
    app = app_of(draw_record, **known)
    app.button_group(key=fresh("pain_sites", "EX-001")).set_value(["foot", "ankle"])
    app.button_group(key=fresh("pain_since", "EX-001")).set_value("weeks").run()
    app.number_input(key=fresh("pain_weeks", "EX-001")).set_value(2)
    app.button_group(key=fresh("pain_now", "EX-001")).set_value("severe")
    app.button_group(key=fresh("pain_walks", "EX-001")).set_value("no").run()
    app.button(key=fresh("pain_save", "EX-001")).click().run()
    assert not app.exception
    rows = state.store().read(
        "SELECT site, onset_on, severity, severity_derived, walking, date_precision, told_by FROM symptoms ORDER BY site"
    )
    assert rows["site"].tolist() == ["ankle", "foot"]
    assert set(rows["severity"]) == {8.0}
    assert set(rows["date_precision"]) == {"week"}
    assert {day.date() for day in rows["onset_on"]} == {date(2026, 3, 18)}
    fired = _fires("EX-001", date(2026, 4, 1))
    assert {"cips_pain_in_window", "cips_pain_after_cni_increase"} <= fired


def test_still_there_and_gone_are_follow_ups_of_the_same_pain(known: dict[str, object]) -> None:
    app = app_of(draw_record, **known)
    app.button_group(key=fresh("pain_sites", "EX-001")).set_value(["foot"]).run()
    assert app.button(key=fresh("pain_save", "EX-001")).disabled, "a day that nobody said is no onset"
    app.button_group(key=fresh("pain_since", "EX-001")).set_value("today").run()
    app.button(key=fresh("pain_save", "EX-001")).click().run()
    app.session_state[state.CLINIC_DAY] = date(2026, 4, 15)
    app = app_of(draw_record, **(known | {state.CLINIC_DAY: date(2026, 4, 15)}))
    app.button_group(key=fresh("walks_foot_20260401", "EX-001")).set_value("no").run()
    button(app, record_texts.STILL).click().run()
    assert state.store().value("SELECT walking FROM symptoms ORDER BY record_id DESC LIMIT 1") == "impaired"
    button(app, record_texts.GONE).click().run()
    rows = state.store().read("SELECT DISTINCT onset_on FROM symptoms WHERE site = 'foot'")
    assert len(rows) == 1
    assert state.store().value("SELECT max(resolved_on) FROM symptoms") == date(2026, 4, 15)


def test_asked_no_pain_is_a_record_that_fires_nothing(known: dict[str, object]) -> None:
    app = app_of(draw_record, **known)
    app.button(key="no_pain").click().run()
    assert state.store().value("SELECT severity FROM symptoms") == 0
    assert not {rule for rule in _fires("EX-001", date(2026, 4, 1)) if "pain" in rule}


def test_an_entry_can_be_taken_back(known: dict[str, object]) -> None:
    app = app_of(draw_record, **known)
    app.button(key="no_pain").click().run()
    app.selectbox(key="withdraw_which").set_value(0).run()
    app.button(key="withdraw_go").click().run()
    assert not app.exception
    assert record_texts.NO_ENTRIES in words(app)


def test_what_was_just_noted_is_undone_with_one_button(known: dict[str, object]) -> None:
    app = app_of(draw_record, **known)
    app.button_group(key=fresh("pain_sites", "EX-001")).set_value(["foot"])
    app.button_group(key=fresh("pain_since", "EX-001")).set_value("today").run()
    app.button(key=fresh("pain_save", "EX-001")).click().run()
    assert "pain" in " ".join(_fires("EX-001", date(2026, 4, 1)))
    app.button(key="noted_undo").click().run()
    assert [said.value for said in app.success] == [record_texts.UNDONE]
    assert "pain" not in " ".join(_fires("EX-001", date(2026, 4, 1)))


def test_a_published_case_takes_no_entries(demo: Path) -> None:
    app = app_of(draw_record, **{state.PATIENT: "CIPS-1", state.PAGE: "record"})
    assert record_texts.CASE_STUDY in words(app)
    assert not [found for found in app.button if found.label == record_texts.SAVE]


def _fires(patient: str, day: date) -> set[str]:
    from analytics.alerts import evaluate

    alerts = evaluate(state.store(), day, patients=[patient]).alerts
    return set(alerts.loc[alerts["status"] == "open", "rule"])


@pytest.mark.parametrize(
    ("kind", "title", "detail", "kept"),
    [
        ("imaging", "", "", False),
        ("imaging", "", "marrow oedema of both feet", True),
        ("note", " ", "", False),
        ("interacting_drug_start", "", "for a cough", False),
        ("interacting_drug_start", "clarithromycin", "", True),
        ("graft_failure", "", "", True),
    ],
)
def test_an_event_says_what_happened(
    known: dict[str, object], kind: str, title: str, detail: str, kept: bool
) -> None:
    app = app_of(draw_record, **(known | {"record_form": "event"}))
    next(box for box in app.selectbox if box.label == record_texts.EVENT_KIND).set_value(kind)
    app.text_input[0].set_value(title)
    app.text_area[0].set_value(detail)
    button(app, record_texts.SAVE).click().run()
    assert not app.exception
    assert state.store().value("SELECT count(*) FROM events") == int(kept)
    assert (record_texts.INCOMPLETE in words(app)) is not kept


def test_a_target_of_another_drug_is_noted_with_a_question(known: dict[str, object]) -> None:
    app = app_of(draw_record, **(known | {"record_form": "target"}))
    app.number_input[0].set_value(50)
    app.number_input[1].set_value(150)
    button(app, record_texts.SAVE).click().run()
    assert [said.value for said in app.success] == [record_texts.SAVED]
    assert "check the target: 50 to 150 ng/mL of tacrolimus" in words(app)


def test_a_dose_that_hardly_anybody_takes_is_noted_with_a_question(known: dict[str, object]) -> None:
    app = app_of(draw_record, **(known | {"record_form": "dose"}))
    next(box for box in app.selectbox if box.label == record_texts.DRUG).set_value("tacrolimus")
    app.number_input[0].set_value(5000)
    button(app, record_texts.SAVE).click().run()
    assert not app.exception
    assert [said.value for said in app.success] == [record_texts.SAVED]
    assert "check the dose: 5000 mg of tacrolimus a day" in words(app)
    app.button(key="noted_undo").click().run()
    assert "check the dose" not in words(app)
