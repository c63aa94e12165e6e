"""The README's pictures, taken from the running demonstration: python tests/browser/pictures.py FOLDER [WIDTH …]

Needs `chromium` on the machine. Starts `troughline demo` on a store of its own and ends it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

PAGES = ("Weekly review", "Dose–symptom timing", "Cohort", "Record", "Upload", "Rules and evidence", "About")
CASES = ("CIPS-1", "RA-1", "CALC-1")
PORT = "8598"


def settle(page: Any) -> None:
    """Until the script has run and charts are drawn."""
    time.sleep(0.5)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
    time.sleep(2.5)


def take(folder: Path, widths: list[int]) -> None:
    """Every page and case, at every width, in both themes."""
    store = Path(tempfile.mkdtemp()) / "demo.duckdb"
    command = [
        sys.executable,
        "-m",
        "dashboard.cli",
        "demo",
        "--store",
        str(store),
        "--no-browser",
        "--port",
        PORT,
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert server.stdout
        url = next(m.group(0) for line in server.stdout if (m := re.search(r"http://\S+\?token=\S+", line)))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium",
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
            )
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
                    for name in (*PAGES, *CASES):
                        role = "button" if name in CASES else "link"
                        page.get_by_role(role, name=name, exact=True).first.click()
                        page.mouse.move(width - 5, 5)
                        settle(page)
                        stem = re.sub(r"[^a-z0-9]+", "-", name.lower())
                        page.screenshot(path=folder / f"{stem}-{theme}-{width}.png")
                    context.close()
            browser.close()
    finally:
        server.terminate()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    take(target, [int(word) for word in sys.argv[2:]] or [1440])
