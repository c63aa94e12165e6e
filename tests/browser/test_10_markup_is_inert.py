"""Safety check 10: `<img onerror>` in a name, a unit or a note stays text on every page, in tables and in the hover."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.texts.patient import CORRECTION_WAITS
from data.importing.api import import_file
from data.store import Store

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror=window.ran=1>"
FILES = {
    "patients": f"patient_id,name,birth_date,indication,consultant\nP1,{EVIL},1960-01-01,{EVIL},{EVIL}\n",
    "transplants": f"patient_id,transplanted_on,organ,donor\nP1,2026-01-05,{EVIL},{EVIL}\n",
    "doses": f"patient_id,drug,dose,dose_unit,frequency,started_on,formulation,reason\n"
    f"P1,tacrolimus,2,mg,twice_daily,2026-01-05,{EVIL},{EVIL}\nP1,{EVIL},2,mg,twice_daily,2026-01-05,,\n",
    "symptoms": f"patient_id,symptom,site,onset_on,severity,recorded_on,note,told_by,worse_with\n"
    f"P1,pain,foot,2026-02-20,7,2026-02-20,{EVIL},{EVIL},{EVIL}\nP1,{EVIL},{EVIL},2026-02-20,7,,,,\n",
    "events": f"patient_id,kind,happened_on,title,detail\nP1,imaging,2026-02-22,{EVIL},{EVIL}\n",
    f"labs {EVIL}".replace(
        "/", ""
    ): "patient_id,test,collected_at,value,unit,specimen_id,comment,status,reference_range\n"
    f"P1,calcium,2026-02-21T08:00,12.6,mg/dL,{EVIL},{EVIL},,{EVIL}\nP1,phosphorus,2026-02-21T08:00,7,mg/dL,{EVIL},{EVIL},,\n"
    f"P1,tacrolimus,2026-02-21T08:00,9.4,ng/mL,{EVIL},{EVIL},,\n"
    f"P1,PTH,2026-02-21T08:00,70,{EVIL},,,,\nP1,calcium,2026-02-21T08:00,{EVIL},mg/dL,{EVIL},{EVIL},corrected,\n"
    f"P1,calcium,2026-02-21T08:00,126,mg/dL,{EVIL},{EVIL},corrected,\nP1,{EVIL},2026-02-21,1,mg/dL,,,,\n",
}


@pytest.fixture
def pages(
    chromium: Any, start: Callable[..., Any], settled: Callable[[Any], None], tmp_path: Path
) -> Iterator[Any]:
    path = tmp_path / "evil.duckdb"
    with Store.open(path, time_zone="Europe/Berlin") as store:
        for name, text in FILES.items():
            file = tmp_path / f"{name}.csv"
            file.write_text(text)
            account = import_file(store, file, who=EVIL, today=date(2026, 3, 1))
            assert account.stored, (name, account.refused, account.problems)
        assert account.set_aside == 3  # the unit, and the two corrections that wait
    server = start("serve", "--store", str(path))
    context = chromium.new_context(viewport={"width": 1440, "height": 1400})
    page = context.new_page()
    page.goto(server.newest_url())
    page.get_by_role("link", name="Weekly review").first.wait_for(timeout=60_000)
    settled(page)
    yield page
    context.close()


def inert(page: Any) -> bool:
    """No element came of it, and nothing ran."""
    return page.evaluate("window.ran === undefined && !document.querySelector('img[src=x], [onerror]')")


def test_10_img_onerror_is_inert_on_every_page_in_table_and_hover(
    pages: Any, settled: Callable[[Any], None]
) -> None:
    page = pages
    page.locator('[data-testid="stSidebar"] input').first.click()
    page.keyboard.type("P1")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    settled(page)
    for name in ("Weekly review", "Dose–symptom timing", "Cohort", "Record", "Upload", "Changes", "Patient"):
        page.get_by_role("link", name=name, exact=True).first.click()
        settled(page)
        assert inert(page), name
    page.get_by_text("<img src=x").first.wait_for()  # shown as the text that it is
    chart = page.locator(".js-plotly-plot").first
    chart.wait_for(timeout=60_000)
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    hovered = ""
    for part in range(20, 100, 2):  # over the whole time axis
        page.mouse.move(box["x"] + box["width"] * part / 100, box["y"] + 120)
        page.wait_for_timeout(80)
        hovered += page.locator(".hoverlayer").first.text_content()
        assert inert(page), f"hover at {part} %"
    assert f"imaging {EVIL}" in hovered
    assert CORRECTION_WAITS in hovered

    page.get_by_text("Table", exact=True).first.click()
    settled(page)
    assert inert(page)
    page.get_by_text("Corrected values", exact=True).first.click()
    settled(page)
    assert inert(page)
