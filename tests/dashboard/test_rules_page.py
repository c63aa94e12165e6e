"""Rules and evidence: how often each rule fires and is answered; other limits are compared, kept and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.settings import load
from dashboard import state
from dashboard.texts import rules as texts
from dashboard.texts import settings_trial as trial
from data import reviewing

VIEW = "from dashboard.views import rules\nrules.page()\n"


def opened(name: str = "Ada") -> AppTest:
    app = AppTest.from_string(VIEW, default_timeout=120)
    app.session_state[state.READER] = name
    return app.run()


def compared(app: AppTest, text: str) -> AppTest:
    app.text_area(key="trial_text").set_value(text)
    return app.button(key="trial_compare").click().run()


def table(app: AppTest, column: str):
    return next(d.value for d in app.dataframe if column in d.value.columns)


def said(app: AppTest) -> str:
    return " ".join(
        e.value for kind in (app.markdown, app.info, app.error, app.success, app.caption) for e in kind
    )


@pytest.mark.usefixtures("shown_demo")
def test_each_rule_says_how_often_it_fired_and_for_whom() -> None:
    app = opened()
    assert not app.exception
    counts = table(app, texts.BURDEN_RATE)
    assert (counts[texts.BURDEN_EPISODES] >= counts[texts.BURDEN_PATIENTS]).all()
    answered = counts[list(texts.ANSWERED.values())].sum(axis=1)
    assert (answered == counts[texts.BURDEN_EPISODES]).all(), (
        "every alert is answered in one way or not at all"
    )
    assert len(app.expander) == 20
    assert "patient-months" in said(app)


def test_an_answer_is_counted_at_once(demo: Path) -> None:
    app = opened()
    before = table(app, texts.BURDEN_RATE).set_index(texts.BURDEN_RULE)
    alerts = _alerts()
    row = alerts[(alerts["rule"] == "trough_out_of_target") & (alerts["status"] == "open")].iloc[0]
    seen = reviewing.AlertSeen.of(row)
    reviewing.dismiss(state.store(), seen, who="Ada", today=row["latest_on"].date(), reason="wrong tube")
    after = table(app.run(), texts.BURDEN_RATE).set_index(texts.BURDEN_RULE)
    title = "Tacrolimus trough out of target"
    assert after.loc[title, texts.ANSWERED["dismissed"]] == before.loc[title, texts.ANSWERED["dismissed"]] + 1
    assert (
        after.loc[title, texts.ANSWERED["unanswered"]] == before.loc[title, texts.ANSWERED["unanswered"]] - 1
    )


def _alerts():
    from analytics.alerts import evaluate

    alerts = evaluate(state.store(), state.default_day()).alerts
    return alerts[alerts["patient_id"].str.startswith("SIM") & (alerts["began_on"] >= "2026-01-01")]


@pytest.mark.usefixtures("empty_store")
def test_an_empty_store_says_so() -> None:
    app = opened()
    assert not app.exception
    assert texts.BURDEN_NONE in said(app)
    app = compared(app, "[ca_p]\ncritical = 60\n")
    assert not app.exception
    assert trial.NOBODY in said(app)


@pytest.mark.usefixtures("shown_demo")
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[ca_p]\ncritcal = 60\n", "ca_p.critcal"),
        ("[ca_p]\ncritical = 'high'\n", "ca_p.critical"),
        ("[ca_p]\ncritical = 50\n", "ca_p.watch"),
        ("[ca_p\n", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_on_the_page(text: str, named: str) -> None:
    app = compared(opened(), text)
    (problem,) = app.error
    assert named in problem.value.replace("\\", "")
    assert not [b for b in app.button if b.key == "trial_keep"]


@pytest.mark.usefixtures("shown_demo")
def test_the_settings_in_force_compare_with_nothing() -> None:
    app = compared(opened(), trial.TEMPLATE)
    assert trial.SAME_SETTINGS in said(app)
    assert not [b for b in app.button if b.key == "trial_keep"]


def test_compared_kept_and_taken_back(demo: Path) -> None:
    app = compared(opened(), "[ca_p]\ncritical = 65\n")
    assert table(app, trial.SETTING).iloc[0].tolist() == ["ca_p.critical", "70", "65", "mg²/dL²"]
    alerts = table(app, trial.CHANGE)
    assert alerts[trial.CHANGE].iloc[0] in ("new", "moved")
    path = demo.with_name("settings.toml")
    assert not path.exists(), "comparing changes nothing"
    app.button(key="trial_keep").click().run()
    assert not app.exception
    assert load(path).value("ca_p.critical") == 65
    assert state.settings().value("ca_p.critical") == 65
    assert "ca_p.critical 70 → 65" in said(app).replace("\\", "")
    changes = state.store().read("SELECT changed_by, what FROM changes ORDER BY change_id DESC LIMIT 1")
    assert changes.iloc[0].tolist() == ["Ada (unverified)", "settings kept: ca_p.critical 70 → 65"]
    app.button(key="trial_take_back").click().run()
    assert not app.exception
    assert not path.exists()
    assert state.settings().value("ca_p.critical") == 70
    assert app.text_area(key="trial_text").value == trial.TEMPLATE


@pytest.mark.usefixtures("demo")
def test_without_a_name_nothing_is_kept() -> None:
    app = compared(opened(name=""), "[ca_p]\ncritical = 65\n")
    assert not app.exception
    assert not [b for b in app.button if b.key == "trial_keep"]


@pytest.mark.usefixtures("shown_demo")
def test_an_edited_text_asks_to_be_compared_again() -> None:
    app = compared(opened(), "[ca_p]\ncritical = 65\n")
    app.text_area(key="trial_text").set_value("[ca_p]\ncritical = 60\n").run()
    assert trial.CHANGED_SINCE in said(app)
    assert not [b for b in app.button if b.key == "trial_keep"]


@pytest.mark.usefixtures("shown_demo")
def test_an_uploaded_file_fills_the_text() -> None:
    app = opened()
    app.file_uploader(key="trial_file").set_value(
        ("mine.toml", b"[ca_p]\ncritical = 66\n", "application/toml")
    ).run()
    assert app.text_area(key="trial_text").value == "[ca_p]\ncritical = 66\n"
    app.file_uploader(key="trial_file").set_value(("mine.toml", b"\xff\xfe\x00", "application/toml")).run()
    assert trial.NOT_TEXT in said(app)
