"""The frame: every page is there, every screen says whose data it is, days and patients are kept apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import dashboard.frame
from dashboard import state
from dashboard.texts import frame as texts

PAGES = [name for members in texts.SECTIONS.values() for name, _ in members]
FRAME = str(Path(dashboard.frame.__file__))


def opened(page: str, **session: object) -> AppTest:
    """The frame on one page, as a browser would get it by its address."""
    app = AppTest.from_file(FRAME, default_timeout=60)
    for key, value in session.items():
        app.session_state[key] = value
    return at(app, page)


def at(app: AppTest, page: str) -> AppTest:
    """Go to a page; functions are pages here, so AppTest's own switch_page does not know them."""
    app._page_hash = calc_hash("" if page == PAGES[0] else page)
    return app.run()


def marks(app: AppTest) -> str:
    return " ".join(
        str(block.value if hasattr(block, "value") else block.proto.html.body) for block in app.get("html")
    )


def test_every_page_is_registered(shown_demo: Path) -> None:
    assert list(opened("about").session_state["pages"]) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_on_the_demonstration_and_says_simulated(shown_demo: Path, page: str) -> None:
    app = opened(page, **{state.PATIENT: "SIM-001"})
    assert app.session_state[state.PAGE] == page
    assert not app.exception
    assert not app.error
    assert texts.SIMULATED in marks(app)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_on_an_empty_store(empty_store: Path, page: str) -> None:
    app = opened(page)
    assert not app.exception
    assert not app.error
    assert texts.SIMULATED not in marks(app)


def test_the_demonstration_opens_on_its_fixed_last_day(shown_demo: Path) -> None:
    assert opened("about").date_input(key="frame_day").value == date(2026, 6, 30)


def test_a_published_case_has_its_own_day_and_leaves_the_clinic_s_alone(shown_demo: Path) -> None:
    app = opened("patient", **{state.PATIENT: "CIPS-1"})
    assert app.date_input(key="frame_day").value == date(2010, 1, 25)
    assert texts.CASE_STUDY in marks(app)
    app = at(app, "weekly_review")
    assert app.date_input(key="frame_day").value == date(2026, 6, 30)


def test_another_day_of_a_case_is_not_the_clinic_s(shown_demo: Path) -> None:
    app = opened("patient", **{state.PATIENT: "CIPS-1"})
    app.date_input(key="frame_day").set_value(date(2010, 1, 17)).run()
    assert app.session_state[state.CASE_DAY] == date(2010, 1, 17)
    assert app.session_state[state.CLINIC_DAY] is None if state.CLINIC_DAY in app.session_state else True


def test_case_studies_are_not_among_the_clinic_s_patients(shown_demo: Path) -> None:
    app = opened("about")
    options = app.selectbox(key="frame_patient").options
    assert len(options) == 200
    assert not [option for option in options if "CIPS-1" in option]


def test_a_name_is_kept_and_marked_unverified(shown_demo: Path) -> None:
    app = opened("about")
    app.text_input(key="frame_reader").set_value("  A.  Pharmacist ").run()
    assert app.session_state[state.READER] == "A. Pharmacist"


def test_a_file_s_text_stays_text_in_the_banner(demo: Path) -> None:
    from data.store import Store

    with Store.open(demo) as store, store.transaction("test", "odd title") as cursor:
        cursor.execute(
            "UPDATE case_studies SET title = '<img src=x onerror=alert(1)>' WHERE patient_id = 'CIPS-1'"
        )
    app = opened("patient", **{state.PATIENT: "CIPS-1"})
    assert "<img" not in next(mark for mark in marks(app).split("role=") if texts.CASE_STUDY in mark)
