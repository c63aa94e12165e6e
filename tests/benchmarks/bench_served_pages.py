"""What a reader waits for: the served dashboard on 5,000 patients x 200 results, over real websockets and in Chromium.

    python tests/benchmarks/bench_served_pages.py [PATIENTS]      default 5000

Prints seconds and bytes of reruns after a first opening, each beside what was asked (issue 5) and as a ratio to an empty
Streamlit page that is served and asked the same way in the same run. Wall-clock times: run it on a quiet machine.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from made_up_clinic import large
from visitor import Answer, Visitor, admitted

RERUNS = 9
PEOPLE, PAUSE_SECONDS, LASTING_SECONDS = 20, 4.0, 14.0
CHROMIUM = "/usr/bin/chromium"
PAGES = {"weekly review": ("Weekly review", 0.5), "patient": ("patient", 0.3), "dose–symptom timing": ("dose_symptom_timing", None),
    "cohort": ("cohort", None), "record": ("record", None)}  # fmt: skip
"""Page, its address, and the seconds asked of a rerun."""


def main() -> None:
    """Print one line a question."""
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as folder:
        store, script = Path(folder) / "large.duckdb", Path(folder) / "empty.py"
        large(store, patients)
        script.write_text("import streamlit as st\nst.title('x')\n")
        ours = [
            sys.executable,
            "-m",
            "dashboard.cli",
            "serve",
            "--store",
            str(store),
            "--no-browser",
            "--port",
            "8621",
        ]
        empty = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", "8622", "--server.address", "127.0.0.1",
            "--server.headless", "true", "--browser.gatherUsageStats", "false"]  # fmt: skip
        with (
            served(empty, r"http://127.0.0.1:\d+") as bare_url,
            served(ours, r"http://\S+\?token=\S+") as url,
        ):
            asyncio.run(measure(url, bare_url, patients))


@contextmanager
def served(command: list[str], pattern: str) -> Iterator[str]:
    """Run a server and hand out the address it prints."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout
        yield next(m.group(0) for line in process.stdout if (m := re.search(pattern, line)))
    finally:
        process.terminate()
        process.wait(timeout=20)


async def measure(url: str, bare_url: str, patients: int) -> None:
    """Reruns of each page, then twenty people, then a browser."""
    bare = Visitor(bare_url)
    await bare.open()
    base = await median(bare)
    print(
        f"{patients} patients x 200 results · empty page {base.seconds * 1000:.0f} ms, {base.sent_bytes / 1000:.0f} kB"
    )
    address, cookie = admitted(url)
    reader = Visitor(address, cookie)
    first = await reader.open()
    print(f"first opening of the server (the evaluation included): {first.seconds:.1f} s")
    somebody = next(key for key in reader.widgets if key.startswith("open_attention_")).removeprefix(
        "open_attention_"
    )
    opened = await reader.ask(**{f"open_attention_{somebody}": True})
    told("first opening of a patient", opened, None, base)
    for name, (path, asked) in PAGES.items():
        await reader.ask(path)
        told(name, await median(reader), asked, base)
    await reader.close()
    for name, pause in (("at the same instant", 0.0), (f"every {PAUSE_SECONDS:.0f} s each", PAUSE_SECONDS)):
        taken = await crowd(address, cookie, somebody, pause)
        p95 = statistics.quantiles(taken, n=20)[-1]
        bare_taken = await crowd(bare_url, "", "", pause)
        bare_p95 = statistics.quantiles(bare_taken, n=20)[-1]
        print(f"{PEOPLE} people clicking {name}: median {statistics.median(taken):.2f} s, p95 {p95:.2f} s (asked 1.0) "
            f"= {p95 / bare_p95:.1f} x empty page, {len(taken)} clicks")  # fmt: skip
    if Path(CHROMIUM).exists():
        await asyncio.to_thread(in_chromium, address, cookie)


async def median(reader: Visitor) -> Answer:
    """The rerun of the median time; bytes of the largest."""
    answers = [await reader.ask() for _ in range(RERUNS)]
    if any(answer.failed for answer in answers):
        sys.exit("a page showed an error")
    return Answer(statistics.median(a.seconds for a in answers), max(a.sent_bytes for a in answers), False)


def told(name: str, answer: Answer, asked: float | None, base: Answer) -> None:
    """One line: time and bytes against what was asked and against the empty page."""
    limit = f" (asked {asked:.1f})" if asked else ""
    print(f"{name:28} {answer.seconds * 1000:6.0f} ms{limit} = {answer.seconds / base.seconds:5.1f} x empty page"
        f" · {answer.sent_bytes / 1000:5.0f} kB (asked 300)")  # fmt: skip


async def crowd(address: str, cookie: str, patient: str, pause: float) -> list[float]:
    """Seconds of the clicks of twenty people: half read the list, half one patient."""
    people = [Visitor(address, cookie) for _ in range(PEOPLE)]
    for number, person in enumerate(people):
        await person.open()
        if patient and number % 2:
            await person.ask(**{f"open_attention_{patient}": True})
    taken: list[float] = []
    until = time.monotonic() + LASTING_SECONDS

    async def click(person: Visitor, number: int) -> None:
        waits = random.Random(number)
        if not pause:
            for _ in range(3):
                taken.append((await person.ask()).seconds)
            return
        await asyncio.sleep(waits.uniform(0, pause))
        while time.monotonic() < until:
            taken.append((await person.ask()).seconds)
            await asyncio.sleep(waits.uniform(pause / 2, pause * 3 / 2))

    await asyncio.gather(*(click(person, number) for number, person in enumerate(people)))
    for person in people:
        await person.close()
    return taken


def in_chromium(address: str, cookie: str) -> None:
    """From the click to the drawn page: opening a patient from the list, and going back to the list."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        name, value = cookie.split("=", 1)
        context.add_cookies([{"name": name, "value": value, "url": address}])
        page = context.new_page()
        page.goto(address)
        page.locator(".tl-grid").nth(5).wait_for(timeout=60_000)
        forth, back = [], []
        for number in range(6):
            page.wait_for_timeout(700)
            forth.append(
                drawn(
                    page,
                    page.locator("[class*=st-key-open_attention] button").nth(number),
                    ".js-plotly-plot .cartesianlayer",
                )
            )
            page.wait_for_timeout(700)
            back.append(drawn(page, page.get_by_role("link", name="Weekly review"), ".tl-grid >> nth=5"))
        print(
            f"Chromium, click to drawn: patient {statistics.median(forth):.2f} s, list {statistics.median(back):.2f} s (asked 1.0)"
        )
        browser.close()


def drawn(page: Any, control: Any, wanted: str) -> float:
    """Seconds from the click until the wanted thing stands on the page and the script has finished."""
    begun = time.perf_counter()
    control.click()
    page.locator(wanted).first.wait_for(timeout=30_000)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=30_000)
    return time.perf_counter() - begun


if __name__ == "__main__":
    os.environ.pop("TROUGHLINE_STORE", None)
    main()
