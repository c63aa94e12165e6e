"""The main job in a real browser: start the demonstration, upload results, open the patient, read the new alert."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

# SIM-010 has gout and no mineral trouble: a product of 11.8 × 7.4 is news
RESULTS = """patient_id,test,collected_at,value,unit,reference_low,reference_high,specimen_id,status
SIM-010,calcium,2026-06-30T08:00,2.95,mmol/L,2.15,2.55,BROWSER-1,final
SIM-010,phosphorus,2026-06-30T08:00,2.40,mmol/L,0.81,1.45,BROWSER-1,final
SIM-010,calcium,2026-31-06T08:00,2.40,mmol/L,2.15,2.55,BROWSER-2,final
"""


def test_a_lab_upload_raises_an_alert_that_the_patient_page_shows(
    page: Any, settled: Callable[[Any], None], outside: list[str], tmp_path: Path
) -> None:
    results = tmp_path / "results.csv"
    results.write_text(RESULTS)
    assert "token" not in page.url
    assert page.get_by_text("SIMULATED CLINIC").first.is_visible()

    page.locator('input[aria-label="Your name"]').fill("A. Pharmacist")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("link", name="Upload", exact=True).click()
    page.get_by_role("heading", name="Upload").wait_for()
    settled(page)
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(str(results))
    page.get_by_text("What storing it would do").wait_for(timeout=60_000)
    settled(page)
    page.get_by_text("3 rows = 2 stored + 1 rejected").wait_for()

    page.get_by_role("button", name="Store 2 rows").click()
    page.get_by_text("What changed").wait_for(timeout=60_000)
    raised = page.get_by_text("critical raised").filter(has_text="SIM-010")
    raised.first.wait_for()
    assert "87.9" in raised.first.inner_text() or "87.8" in raised.first.inner_text()

    page.get_by_role("button", name="Open patient").first.click()
    page.locator(".js-plotly-plot").first.wait_for(timeout=60_000)
    settled(page)
    assert page.get_by_text("SIMULATED CLINIC").first.is_visible()
    page.get_by_text("Ca × P 87.").first.wait_for()

    page.get_by_role("link", name="Weekly review").click()
    page.get_by_role("heading", name="Weekly review").wait_for()
    settled(page)
    page.get_by_text("Ca × P 87.").first.wait_for()
    assert outside == []


def test_a_second_browser_is_not_let_in_with_the_used_address(
    chromium: Any, page: Any, demo_server: Any
) -> None:
    used = demo_server.lines[next(i for i, line in enumerate(demo_server.lines) if "token=" in line)]
    context = chromium.new_context()
    other = context.new_page()
    answer = other.goto(used[used.index("http") :].strip())
    assert answer.status == 401
    context.close()


def test_published_cases_open_on_their_own_day(
    page: Any, settled: Callable[[Any], None], outside: list[str]
) -> None:
    page.get_by_role("button", name="CIPS-1").click()
    page.locator(".js-plotly-plot").first.wait_for(timeout=60_000)
    settled(page)
    assert page.get_by_text("PUBLISHED CASE").first.is_visible()
    assert page.get_by_text("25 Jan 2010").first.is_visible()
    assert "CIPS" not in page.url
    assert "CIPS" not in page.title()
    assert outside == []
