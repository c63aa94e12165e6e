"""A coordinator on the phone, in a real browser as narrow as one: pain is noted, the form is blank again, and undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PATIENT = "SIM-020"  # no pain on record


def test_pain_is_noted_and_the_next_call_finds_a_blank_form(
    chromium: Any, demo_server: Any, settled: Callable[[Any], None]
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(demo_server.newest_url())
    settled(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Record", exact=True).click()
    settled(page)
    page.get_by_test_id("stSidebarCollapseButton").locator("button").click()
    main = page.get_by_test_id("stMain")
    patient = main.get_by_role("combobox").first
    patient.click()
    patient.fill(PATIENT)
    page.get_by_role("option", name=PATIENT).click()
    settled(page)
    main.get_by_role("textbox", name="Your name").fill("C. Coordinator")
    page.keyboard.press("Enter")
    settled(page)

    for site in ("foot", "ankle"):
        main.get_by_role("button", name=site, exact=True).click()
    for answer in ("both", "severe", "about … weeks ago"):
        main.get_by_role("radio", name=answer, exact=True).click()
    walks = main.get_by_role("radiogroup", name="Walks normally")
    walks.get_by_role("radio", name="no", exact=True).click()
    settled(page)
    assert main.get_by_role("radio", name="severe", checked=True).count() == 1
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390, "nothing hangs over the edge of a phone"
    main.get_by_role("button", name="Save", exact=True).click()
    main.get_by_text("Noted.").wait_for()
    settled(page)

    main.get_by_text(re.compile("both feet since")).wait_for()
    main.get_by_text(re.compile("both ankles since")).wait_for()
    assert main.get_by_role("radio", name="severe", checked=True).count() == 0
    assert main.get_by_role("button", name="Save", exact=True).is_disabled(), "where and since when are blank"

    main.get_by_role("button", name="Undo", exact=True).click()
    main.get_by_text("Taken back").wait_for()
    settled(page)
    assert main.get_by_text(re.compile("both feet since")).count() == 0
    context.close()
