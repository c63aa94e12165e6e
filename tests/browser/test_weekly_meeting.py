"""A weekly meeting from start to finish in a real browser: the mouse starts it, the keyboard holds it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.browser

CONSULTANT = "Dr Merrow Quillon"  # has at least ten patients on the simulated clinic's list
WARNED = "SIM-053"  # one warning of theirs: a level is due after an increase


def test_a_meeting_with_the_keyboard_ends_in_minutes(
    page: Any, settled: Callable[[Any], None], outside: list[str], tmp_path: Path
) -> None:
    page.locator('input[aria-label="Your name"]').fill("Dr A. Nephrologist")
    page.keyboard.press("Enter")
    settled(page)
    start_with_filter(page, settled)
    patients = int(re.search(r"patient 1 of (\d+)", progress(page)).group(1))  # type: ignore[union-attr]
    assert patients >= 10

    # acknowledge the first alert of the first patient with a comment
    page.keyboard.press("Alt+c")
    page.keyboard.type("seen today, biopsy asked for")
    page.keyboard.press("Alt+a")
    page.get_by_text("acknowledged by Dr A. Nephrologist").first.wait_for()
    page.get_by_text("seen today, biopsy asked for").wait_for()

    # decide with owner and due date, without leaving the keyboard
    page.keyboard.press("Alt+w")
    page.keyboard.type("Dermatology this week")
    page.keyboard.press("Tab")
    page.keyboard.type("Ms Lee")
    assert page.get_by_label("Who does it").input_value() == "Ms Lee"
    page.get_by_role("textbox", name="Note").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Dermatology this week").first.wait_for()
    settled(page)

    # left for a while: the timeline, and back to the same patient
    page.get_by_role("button", name="Open the timeline").click()
    page.locator(".js-plotly-plot").first.wait_for(timeout=60_000)
    settled(page)
    page.get_by_role("button", name=f"Back to the meeting · patient 1 of {patients}").click()
    page.get_by_text("Dermatology this week").first.wait_for()
    settled(page)
    page.get_by_role("button", name="Back to the list").click()
    page.get_by_role("button", name=f"Go on with the meeting · patient 1 of {patients}").click()
    page.get_by_text("Dermatology this week").first.wait_for()
    settled(page)

    # walk on; one is snoozed, one acknowledgement is taken back
    undone = ""
    for number in range(2, patients + 1):
        page.keyboard.press("Alt+n")
        page.get_by_text(f"patient {number} of {patients}").wait_for()
        settled(page)
        who = page.locator("[class*=st-key-open_meeting_]").get_attribute("class")
        if WARNED in who:
            answer_with(page, "level drawn yesterday", "Alt+s")
            page.get_by_text("snoozed until 7 Jul by Dr A. Nephrologist").first.wait_for()
        elif not undone:
            answer_with(page, "typed for the wrong patient", "Alt+a")
            page.get_by_text("typed for the wrong patient").wait_for()
            settled(page)
            page.keyboard.press("Alt+u")
            page.get_by_text("typed for the wrong patient").wait_for(state="detached")
            undone = who
        settled(page)

    page.keyboard.press("Alt+p")
    page.get_by_text(f"patient {patients - 1} of {patients}").wait_for()
    settled(page)
    page.keyboard.press("Alt+n")
    page.get_by_text(f"patient {patients} of {patients}").wait_for()
    settled(page)
    page.keyboard.press("Alt+n")
    page.get_by_role("heading", name="Finish the meeting").wait_for()
    page.get_by_label("Who was there").fill("Dr A. Nephrologist, Ms Lee")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("button", name="Finish", exact=True).press("Enter")
    page.get_by_text("Meeting finished").wait_for()
    settled(page)

    said = downloaded(page, "Minutes as text", tmp_path).read_text()
    assert (
        "painful skin lesion acknowledged by Dr A. Nephrologist (unverified): seen today, biopsy asked for"
        in said
    )
    assert "DECIDED: Dermatology this week (Ms Lee, by 7 Jul)" in said
    assert "snoozed until 7 Jul" in said
    assert "typed for the wrong patient" not in said
    assert said.startswith("SIMULATED CLINIC")
    table = downloaded(page, "Minutes as CSV", tmp_path).read_text()
    assert len(table.strip().splitlines()) == patients + 1
    printed = PdfReader(downloaded(page, "Minutes as PDF", tmp_path))
    assert "Dermatology this week" in "".join(sheet.extract_text() for sheet in printed.pages)

    # taken back, so that the week stands as it was for whoever comes next
    page.get_by_role("button", name="Undo: the meeting is not finished").press("Enter")
    page.get_by_role("heading", name="Finish the meeting").wait_for()
    settled(page)
    page.get_by_role("button", name="Back to the list").press("Enter")
    page.get_by_role("heading", name="Weekly review").wait_for()
    assert CONSULTANT in page.get_by_text("Shown:").inner_text(), "the filter is still on"

    # gone on with, and loaded again as by a wrong key: the same patient, the same name
    page.get_by_role("button", name="Go on with the meeting").press("Enter")
    page.get_by_role("heading", name="Finish the meeting").wait_for()
    settled(page)
    page.keyboard.press("Alt+p")
    page.get_by_text(f"patient {patients} of {patients}").wait_for()
    settled(page)
    page.reload()
    page.get_by_text(f"patient {patients} of {patients}").wait_for(timeout=60_000)
    page.locator('input[aria-label="Your name"][value="Dr A. Nephrologist"]').wait_for()
    assert outside == []


def test_the_chart_library_is_there_before_a_patient_is_opened(
    page: Any, settled: Callable[[Any], None]
) -> None:
    settled(page)
    page.wait_for_function(
        "performance.getEntriesByType('resource').some(one => one.name.includes('PlotlyChart'))"
    )
    page.locator(".js-plotly-plot").wait_for(state="attached")
    assert not page.locator(".js-plotly-plot").is_visible()


def start_with_filter(page: Any, settled: Callable[[Any], None]) -> None:
    """The consultant's own patients, then the meeting with these."""
    page.get_by_role("button", name="Filter").click()
    page.get_by_label("Consultant").click()
    page.get_by_role("option", name=CONSULTANT).click()
    settled(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("Start the meeting with these")).click()
    page.get_by_text("patient 1 of").wait_for()
    settled(page)


def progress(page: Any) -> str:
    return str(page.get_by_text(re.compile(r"patient \d+ of \d+")).first.inner_text())


def answer_with(page: Any, words: str, key: str) -> None:
    page.keyboard.press("Alt+c")
    page.keyboard.type(words)
    page.keyboard.press(key)


def downloaded(page: Any, button: str, folder: Path) -> Path:
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name=button).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path
