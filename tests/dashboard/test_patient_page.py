"""The patient page on the demonstration store: header, cards, cannot-tell, sections beneath, answering."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.texts.days import full_day
from dashboard import state

WAIT = 60


def patient_page() -> None:
    import streamlit as st

    from dashboard import state
    from dashboard.views import patient

    st.session_state[state.PAGE] = "patient"
    patient.page()


@pytest.fixture
def opened(demo: Path) -> Callable[[str], AppTest]:
    def run(patient_id: str) -> AppTest:
        from dashboard import state

        page = AppTest.from_function(patient_page, default_timeout=WAIT)
        page.session_state[state.PATIENT] = patient_id
        page.session_state[state.READER] = "A. Pharmacist"
        page.run()
        assert not page.exception
        return page

    return run


def said(page: AppTest) -> str:
    return " ".join(str(block.proto.body) for block in page.get("html"))


def test_the_case_shows_who_why_and_what_cannot_be_told(opened: Callable[[str], AppTest]) -> None:
    text = said(opened("CIPS-1"))
    assert "second kidney (living donor), 7 Dec 2009" in text
    assert "day 49 · month 1" in text
    assert "<b>open</b>: 28 Dec 2009 – 7 Feb 2011" in text
    assert "tacrolimus 7–8 ng/mL since 18 Jan 2010" in text
    assert "000_40e63ac1e32651fa.txt" in text
    assert "◆ critical" in text
    assert "Cannot tell" in text
    assert "phosphorus" in text


def test_a_low_trough_while_in_pain_stands_in_the_pain_card(opened: Callable[[str], AppTest]) -> None:
    page = opened("CIPS-1")
    assert "▲ warning" in said(page)
    assert "Exposure" not in said(page)


@pytest.mark.parametrize("patient_id", ["RA-1", "CALC-1", *(f"SIM-{n:03d}" for n in range(1, 11))])
def test_every_archetype_opens(opened: Callable[[str], AppTest], patient_id: str) -> None:
    page = opened(patient_id)
    assert len(page.get("plotly_chart")) == 1
    assert not page.error


@pytest.mark.parametrize("section", ["evidence", "timing", "trough", "causality", "alerts", "corrections"])
def test_every_section_beneath_opens(opened: Callable[[str], AppTest], section: str) -> None:
    page = opened("CIPS-1")
    page.segmented_control(key="patient-below").set_value(section).run()
    assert not page.exception
    assert not page.error


def test_the_table_holds_what_the_figure_shows(opened: Callable[[str], AppTest]) -> None:
    page = opened("CIPS-1")
    page.segmented_control(key="timeline-shape").set_value("Table").run()
    assert "4.0 ng/mL" in page.dataframe[0].value["Value"].tolist()


def test_an_unknown_patient_is_said_plainly(opened: Callable[[str], AppTest]) -> None:
    page = opened("NOBODY")
    assert "No patient NOBODY on record" in " ".join(info.value for info in page.info)


def test_naranjo_is_offered_from_the_record_and_signed(opened: Callable[[str], AppTest]) -> None:
    page = opened("CIPS-1")
    page.segmented_control(key="patient-below").set_value("causality").run()
    sign = next(button for button in page.button if button.label == "Sign")
    sign.click().run()
    assert not page.exception
    signed = f"Signed by A. Pharmacist (unverified) on {full_day(state.today())}, judging the record up to 25 Jan 2010."
    assert signed in " ".join(box.value for box in page.success), (
        "the day of signing is not the day of the record"
    )


def test_an_answer_stands_in_full_and_can_be_taken_back(demo: Path, opened: Callable[[str], AppTest]) -> None:
    page = opened("CIPS-1")
    page.text_input(key="card-bone_pain-0_reason").set_value("MRI asked for").run()
    page.button(key="card-bone_pain-0_save").click().run()
    standing = "Acknowledged"
    assert any(standing in block.value and "MRI asked for" in block.value for block in page.markdown)
    assert "acknowledged by A. Pharmacist" in said(page)
    page.button(key="card-bone_pain-0_back").click().run()
    assert not any(standing in block.value for block in page.markdown)
    assert "acknowledged by" not in said(page)


def test_a_painful_skin_lesion_speaks_before_the_product(opened: Callable[[str], AppTest]) -> None:
    text = said(opened("CALC-1"))
    assert text.index("skin") < text.index("Ca × P 95.4")


def test_a_patient_of_the_list_is_read_before_the_reader_opens_it(
    demo: Path, opened: Callable[[str], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import state
    from dashboard.components import patient_reading, weekly_data

    listed = weekly_data.this_week(state.default_day()).weekly.entries
    first, unread = str(listed[0]["patient_id"]), str(listed[-1]["patient_id"])
    patient_reading.read_ahead([first], state.default_day(), None)
    state.wait_for_background()

    def broken(*_: object, **__: object) -> None:
        raise AssertionError("the store was read again")

    monkeypatch.setattr("analytics.record.patient_record", broken)
    assert first in said(opened(first))
    with pytest.raises(AssertionError):
        patient_reading.read(unread, state.default_day(), None)
