"""A pharmacist's desk in a real browser: find the case by its timing, read the evidence, edit the Naranjo form, sign it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PATIENT = "SIM-001"  # the simulated CIPS case: tacrolimus 5 → 7 mg/day, ten days later both feet and knees


def test_from_the_timing_page_to_a_signed_assessment(
    page: Any, settled: Callable[[Any], None], outside: list[str]
) -> None:
    page.locator('input[aria-label="Your name"]').fill("P. Pharmacist")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("link", name="Dose–symptom timing").click()
    page.get_by_role("heading", name="Dose–symptom timing").wait_for()
    settled(page)
    assert page.get_by_text("Descriptive").first.is_visible()

    # narrowed to onsets after an increase of tacrolimus: the chart says what it shows
    choose(page, settled, "Drug that changed", "tacrolimus")
    choose(page, settled, "Kind of change", "increase")
    page.get_by_role(
        "figure", name=re.compile(r"(\d+) onsets with a change before: \1 after a CNI increase")
    ).wait_for()
    onset = page.get_by_role("combobox", name="Onset")
    onset.click()
    onset.fill(PATIENT)
    page.get_by_role("option", name=re.compile(f"{PATIENT} · pain, both (feet|foot)")).click()
    page.get_by_text("Changes in the 90 days before").wait_for()
    settled(page)
    page.get_by_text(
        re.compile("within 14 days after")
    ).last.wait_for()  # the chance overlap stands beside the lag

    page.get_by_role("button", name="Open the patient").click()
    page.locator(".js-plotly-plot").first.wait_for(timeout=60_000)
    settled(page)
    card = page.locator("table").filter(has_text="CNI increase")
    assert "present" in card.inner_text()
    assert page.get_by_text(re.compile(r"\d+ of \d+ features present")).is_visible()
    assert page.get_by_text("due to").count() == 0

    page.get_by_role("radio", name="Naranjo").click()
    page.get_by_text("Pre-filled from the record").wait_for()
    settled(page)
    before = total(page)
    rechallenged = page.get_by_role("radiogroup", name=re.compile("placebo", re.IGNORECASE))
    rechallenged.get_by_role("radio", name="no", exact=True).click()
    settled(page)
    assert total(page) == before + 1
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text(re.compile("reason", re.IGNORECASE)).last.wait_for()  # not without a reason
    assert page.get_by_text("Signed by").count() == 0
    page.get_by_label("Why changed").fill("placebo given on the ward, pain unchanged")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    signed = page.get_by_text("Signed by P. Pharmacist")
    signed.wait_for()
    assert f"Naranjo {before + 1}" in signed.inner_text()
    assert outside == []


def test_a_further_alert_is_answered_inside_the_whole_basis(
    page: Any, settled: Callable[[Any], None]
) -> None:
    """A popover inside a popover: the second alert of a card is reached and answered there."""
    page.locator('input[aria-label="Your name"]').fill("P. Pharmacist")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("button", name="CIPS-1").click()
    page.locator(".js-plotly-plot").first.wait_for(timeout=60_000)
    settled(page)
    page.get_by_role("button", name="Whole basis").first.click()
    basis = page.get_by_test_id("stPopoverBody").first
    basis.get_by_role("button", name="Answer").first.click()
    page.get_by_label("Comment (required: critical)").last.fill("seen on the ward")
    page.get_by_role("button", name="Save", exact=True).last.click()
    basis.get_by_text("acknowledged by P. Pharmacist").wait_for()


def choose(page: Any, settled: Callable[[Any], None], label: str, option: str) -> None:
    page.get_by_label(label).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    settled(page)


def total(page: Any) -> int:
    words = page.get_by_text(re.compile(r"^Sum [−-]?\d+")).inner_text()
    return int(re.search(r"[−-]?\d+", words).group(0).replace("−", "-"))  # type: ignore[union-attr]
