"""The weekly review as a person uses it: the list, a line opens its patient, the meeting from start to minutes and undo."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.components import weekly_data
from data import reviewing
from data.errors import TroughlineError
from data.reviewing import AlertSeen

FRAME = str(Path(__file__).parents[2] / "dashboard" / "frame.py")


def opened(name: str = "Dr Test", **session: object) -> AppTest:
    app = AppTest.from_file(FRAME, default_timeout=60)
    if name:
        app.session_state[state.READER] = name
    for key, value in session.items():
        app.session_state[key] = value
    return app.run()


def lines(app: AppTest, group: str = "attention") -> list[str]:
    return [
        b.key.removeprefix(f"open_{group}_")
        for b in app.button
        if b.key and b.key.startswith(f"open_{group}_")
    ]


def everything(app: AppTest) -> str:
    parts = (
        [m.value for m in app.markdown]
        + [h.proto.body for h in app.get("html")]
        + [c.value for c in app.code]
    )
    return "\n".join(parts)


@pytest.mark.usefixtures("demo")
def test_archetypes_lead_the_list_and_the_first_screen_says_why():
    app = opened()
    assert not app.exception
    listed = lines(app)
    assert set(listed[:11]) >= {f"SIM-{n:03d}" for n in (1, 2, 3, 5, 6, 7, 8, 9)}
    said = everything(app)
    assert (
        "Both feet and knees 7/10, walking impaired, since day 66: tacrolimus 5 → 7 mg/day 10 days before"
        in said
    )
    assert "Calcium 12.7 with PTH 18: not parathyroid" in said
    assert "image for osteonecrosis" in said
    assert "SIMULATED" in said


@pytest.mark.usefixtures("demo")
def test_a_line_opens_its_patient_and_keeps_the_session():
    app = opened()
    app.button(key="open_attention_SIM-001").click().run()
    assert not app.exception
    assert app.session_state[state.PATIENT] == "SIM-001"
    assert app.session_state[state.PAGE] == "patient"
    assert app.session_state[state.READER] == "Dr Test"


@pytest.mark.usefixtures("demo")
def test_quiet_and_overdue_fold_away_with_a_count():
    app = opened()
    labels = [e.label for e in app.expander]
    assert any(label.startswith("Quiet · ") for label in labels)
    assert any(label.startswith("Overdue") for label in labels)
    assert not lines(app, "quiet"), "nothing folded is drawn"


@pytest.mark.usefixtures("demo")
def test_filters_narrow_and_say_so():
    app = opened()
    before = len(lines(app))
    app.multiselect(key="wr_rule").set_value(["calciphylaxis_risk"]).run()
    assert set(lines(app)) == {"SIM-008", "SIM-009"}
    assert before > 2
    assert any("painful skin lesion" in c.value for c in app.caption)


@pytest.mark.usefixtures("demo")
def test_an_earlier_week_is_for_reading_only():
    app = opened()
    app.button(key="wr_earlier").click().run()
    assert not app.exception
    assert any("reading only" in i.value for i in app.info)
    assert not [b for b in app.button if b.key == "meeting_start"]
    app.button(key="wr_latest").click().run()
    assert [b for b in app.button if b.key == "meeting_start"]


@pytest.mark.usefixtures("demo")
def test_meeting_acknowledge_decide_next_undo_finish_minutes():
    app = opened()
    asked = next(
        re.search(r"(\d+ of \d+) patients ask for attention", m.value)[1]
        for m in app.markdown
        if "patients ask" in m.value
    )
    listed = weekly_data.this_week(state.default_day()).weekly.entries
    asking_again, reason = next(
        (r["patient_id"], r["reason"]) for r in listed if r["reason"].startswith("Cut ")
    )
    app.button(key="meeting_start").click().run()
    first = lines(app, "meeting")[0]
    quick = next(t for t in app.text_input if t.key and t.key.startswith("quick_"))
    app.button(key="meeting_acknowledge").click().run()
    assert any("comment" in e.value for e in app.error), "a critical alert is not acknowledged without a word"
    app.text_input(key=quick.key).set_value("seen at the bedside")
    app.button(key="meeting_acknowledge").click().run()
    app.text_input(key=f"decision_{first}").set_value("MRI of both feet")
    app.text_input(key=f"owner_{first}").set_value("Dr Roth")
    next(b for b in app.button if b.label == "Save decision").click().run()
    noted = [b for b in app.button if b.key and b.key.startswith("undo_")]
    assert [b.proto.shortcut for b in noted] == ["alt+u", ""], "the keyboard takes back the newest"
    app.button(key="meeting_next").click().run()
    second = lines(app, "meeting")[0]
    assert second != first
    app.button(key="meeting_previous").click().run()
    assert "acknowledged by Dr Test" in everything(app)
    undo = next(b for b in app.button if b.key and b.key.startswith("undo_"))
    undo.click().run()
    for _ in range(len(app.session_state["meeting"]["queue"])):
        app.button(key="meeting_next").click().run()
    app.text_input(key="meeting_present").set_value("Roth, Test").run()
    app.button(key="meeting_finish").click().run()
    assert not app.exception
    text = app.code[0].value
    assert first in text
    assert "seen at the bedside" in text
    assert "Present: Roth, Test" in text
    assert f"{asked} patients asked for attention" in text, "who was answered for still asked"
    assert re.search(rf"{asking_again}\)?: {re.escape(reason)}", text), "the reason that the list showed"
    assert "SIMULATED" in text
    day = state.default_day()
    assert len(reviewing.meetings(state.store(), day)) == 1
    app.button(key="meeting_unfinish").click().run()
    assert reviewing.meetings(state.store(), day).empty


@pytest.mark.usefixtures("demo")
def test_a_meeting_that_was_left_is_gone_on_with_where_it_stood():
    app = opened()
    app.button(key="meeting_start").click().run()
    app.button(key="meeting_next").click().run()
    second = lines(app, "meeting")[0]
    app.button(key="meeting_leave").click().run()
    assert not lines(app, "meeting")
    app.button(key="meeting_resume").click().run()
    assert lines(app, "meeting") == [second]


@pytest.mark.usefixtures("demo")
def test_what_was_decided_last_time_is_asked_again():
    app = opened()
    patient = lines(app)[0]
    day = state.default_day()
    entry = reviewing.decide(
        state.store(), patient, "Skin biopsy", who="Dr Roth", today=day - timedelta(days=7), owner="Dr Roth",
        due_on=day - timedelta(days=2),
    )  # fmt: skip
    reviewing.finish_meeting(
        state.store(), who="Dr Roth", today=day - timedelta(days=7), since=date(2026, 1, 1)
    )
    app.button(key="meeting_start").click().run()
    said = everything(app)
    assert "Skin biopsy" in said
    assert "overdue" in said
    app.button(key=f"settle_{entry}_done").click().run()
    assert reviewing.decisions(state.store(), day).outcome[0] == "done"


@pytest.mark.usefixtures("demo")
def test_two_people_at_once_the_second_is_told_who_was_first():
    one, two = opened("Dr First"), opened("Dr Second")
    for app in (one, two):
        app.button(key="meeting_start").click().run()
        field = next(t for t in app.text_input if t.key and t.key.startswith("quick_"))
        app.text_input(key=field.key).set_value("seen")
    one.button(key="meeting_acknowledge").click().run()
    # the second browser still shows the alert as it was
    alerts = state.evaluator().at(state.default_day()).alerts
    given = reviewing.alert_actions(state.store(), state.default_day()).iloc[-1]
    same = alerts[
        (alerts.patient_id == given.patient_id) & (alerts.rule == given.rule) & (alerts.status == "open")
    ].iloc[0]
    with pytest.raises(TroughlineError, match="Dr First"):
        reviewing.acknowledge(
            state.store(),
            AlertSeen.of(same.to_dict()),
            who="Dr Second",
            today=state.default_day(),
            comment="x",
        )


@pytest.mark.usefixtures("demo")
def test_without_a_name_nothing_is_written():
    app = opened(name="")
    app.button(key="meeting_start").click().run()
    assert app.button(key="meeting_next").disabled
    assert app.button(key="meeting_acknowledge").disabled


@pytest.mark.usefixtures("empty_store")
def test_an_empty_store_says_what_to_do():
    app = opened()
    assert not app.exception
    assert any("Nobody is on record yet" in i.value for i in app.info)
    app.button(key="first_upload").click().run()
    assert app.session_state[state.PAGE] == "upload"


@pytest.mark.usefixtures("demo")
def test_a_rerun_sends_little():
    app = opened()
    sent = sum(len(h.proto.body.encode()) for h in app.get("html")) + 250 * len(app.button)
    assert sent < 300_000, sent
