"""The README's pictures, taken from the running demonstration: python tests/browser/pictures.py FOLDER [WIDTH …]

Needs `chromium` on the machine. Starts `troughline demo`, and `serve` on a registry made from it, on stores of their own.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

PAGES = ("Weekly review", "Dose–symptom timing", "Cohort", "Upload", "Changes", "Rules and evidence", "About")
CASES = ("CIPS-1", "RA-1", "CALC-1")
LAST_DAY = "2026-06-30"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def take(folder: Path, widths: list[int]) -> None:
    """Every page, case and the screens behind a click, at every width, in both themes."""
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        store, lake, alerts = (str(Path(made) / name) for name in ("demo.duckdb", "lake", "alerts"))
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        with served("demo", "--store", store, "--port", "8598") as url:
            for page, name in themed(browser, url, widths, folder):
                clinic(page, name)
        _troughline("export", "lake", "--store", store, "--output", lake, "--site", "north", "--buckets", "4")
        _troughline("evaluate-lake", "--input", lake, "--output", alerts, "--as-of", LAST_DAY)
        with served("serve", "--lake", lake, "--alerts", alerts, "--port", "8599") as url:
            for page, name in themed(browser, url, widths, folder):
                name("registry")
                page.get_by_role("link", name="Cohort").click()
                name("registry-cohort")
        browser.close()


def clinic(page: Any, picture: Callable[[str], None]) -> None:
    """The clinic's pages; nothing is saved, so that every theme sees the same."""
    main = page.get_by_test_id("stMain")
    page.locator('input[aria-label="Your name"]').fill("A. Pharmacist")
    page.keyboard.press("Enter")
    for title in PAGES:
        page.get_by_role("link", name=title, exact=True).click()
        picture(title)
    for case in CASES:
        page.get_by_role("button", name=case, exact=True).click()
        picture(case)
    page.get_by_role("link", name="Dose–symptom timing").click()
    settle(page)
    onset = page.get_by_role("combobox", name="Onset")
    onset.click()
    onset.fill("SIM-001")
    page.get_by_role("option").first.click()
    settle(page)
    main.get_by_role("heading", name="One onset").evaluate("found => found.scrollIntoView()")
    picture("one onset")
    page.get_by_role("link", name="Record", exact=True).click()
    settle(page)
    patient = main.get_by_role("combobox").first
    patient.click()
    patient.fill("SIM-004")
    page.get_by_role("option").first.click()
    settle(page)
    for site in ("foot", "ankle"):
        main.get_by_role("button", name=site, exact=True).click()
    for answer in ("both", "about … weeks ago"):
        main.get_by_role("radio", name=answer, exact=True).click()
    main.get_by_role("radio", name="severe").last.click()
    picture("record")
    page.get_by_role("link", name="Weekly review").click()
    settle(page)
    page.get_by_role("button", name="Start the meeting").click()
    picture("meeting")


def themed(
    browser: Any, url: str, widths: list[int], folder: Path
) -> Iterator[tuple[Any, Callable[[str], None]]]:
    """A signed-in page for each theme and width, and what takes its picture under a name."""
    cookies: Any = None
    for theme in ("light", "dark"):
        for width in widths:
            context = browser.new_context(
                viewport={"width": width, "height": 1150}, color_scheme=theme, storage_state=cookies
            )
            page = context.new_page()
            page.goto(url if cookies is None else url.split("?")[0])
            settle(page)
            cookies = context.storage_state()

            def picture(name: str, page: Any = page, suffix: str = f"{theme}-{width}") -> None:
                page.mouse.move(1, 1)
                settle(page)
                path = folder / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}-{suffix}.png"
                page.screenshot(path=path)
                small(path)

            yield page, picture
            context.close()


def small(path: Path) -> None:
    """256 colours are enough for a screen of text and lines, at a third of the bytes."""
    with Image.open(path) as taken:
        taken.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


@contextmanager
def served(*words: str) -> Iterator[str]:
    """A running dashboard and its one-time address; ended afterwards."""
    command = [sys.executable, "-m", "dashboard.cli", *words, "--no-browser"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert server.stdout
        yield next(m.group(0) for line in server.stdout if (m := re.search(r"http://\S+\?token=\S+", line)))
    finally:
        server.terminate()
        server.wait(timeout=30)


def settle(page: Any) -> None:
    """Until the script has run and charts are drawn."""
    time.sleep(0.5)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
    until = time.monotonic() + 60
    while page.get_by_test_id("stSkeleton").count() and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(1.5)


def _troughline(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "dashboard.cli", *words], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    take(target, [int(word) for word in sys.argv[2:]] or [1440])
