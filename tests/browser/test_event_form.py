"""The form for events in a real browser: what was refused stays as it was typed, what was stored leaves the form blank."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PATIENT = "SIM-020"
DETAIL = "for a cough, until Friday"


def test_a_refused_event_keeps_what_was_typed_and_a_stored_one_clears_it(
    page: Any, settled: Callable[[Any], None]
) -> None:
    page.locator('input[aria-label="Your name"]').fill("C. Coordinator")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Record", exact=True).click()
    settled(page)
    main = page.get_by_test_id("stMain")
    patient = main.get_by_role("combobox").first
    patient.click()
    patient.fill(PATIENT)
    page.get_by_role("option", name=PATIENT).click()
    settled(page)
    main.get_by_role("radio", name="Event", exact=True).click()
    settled(page)
    kind = main.get_by_role("combobox", name="What", exact=True)
    kind.click()
    kind.fill("interacting drug: start")
    page.get_by_role("option", name="interacting drug: start").click()
    detail = main.get_by_role("textbox", name="Detail")
    detail.fill(DETAIL)
    save = main.get_by_role("button", name="Save", exact=True)
    save.click()
    main.get_by_text("Something is missing").wait_for()
    settled(page)
    assert detail.input_value() == DETAIL

    main.get_by_role("textbox", name="Title").fill("clarithromycin")
    save.click()
    main.get_by_text("Noted.").wait_for()
    settled(page)
    assert detail.input_value() == ""
    main.get_by_role("button", name="Undo", exact=True).click()
    main.get_by_text("Taken back").wait_for()
