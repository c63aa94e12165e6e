"""A real server and a real Chromium. Skipped where there is none; in CI a missing browser is a failure."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 120.0


@dataclass
class Server:
    """A running `troughline` and what it has printed so far."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def newest_url(self) -> str:
        """The newest printed address with an unused token."""
        found = [m.group(0) for line in list(self.lines) if (m := re.search(r"http://\S+\?token=\S+", line))]
        return found[-1] if found else ""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A launched Chromium. Ended with its module: its event loop would be in the way of the pages' own tests."""
    program = next(
        (
            p
            for p in ("/usr/bin/chromium", shutil.which("chromium"), shutil.which("google-chrome"))
            if p and Path(p).exists()
        ),
        None,
    )
    reason = "no Chromium on this machine (apt-get install chromium)"
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def start() -> Iterator[Callable[..., Server]]:
    """Starts `troughline` commands that serve, and ends each of them at the end."""
    started: list[Server] = []

    def run(*words: str) -> Server:
        command = [sys.executable, "-m", "dashboard.cli", *words, "--no-browser", "--port", str(_free_port())]
        server = Server(
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1)
        )
        started.append(server)
        threading.Thread(target=_listen, args=(server,), daemon=True).start()
        until = time.monotonic() + START_SECONDS
        while not server.newest_url():
            if server.process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"{' '.join(words)} did not start: {server.lines[-5:]}")
            time.sleep(0.1)
        return server

    yield run
    for server in started:
        server.process.terminate()
        try:
            server.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.process.kill()


@pytest.fixture(scope="session")
def demo_server(start: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """`troughline demo` on a store of its own."""
    return start("demo", "--store", str(tmp_path_factory.mktemp("demo") / "demo.duckdb"))


@pytest.fixture
def outside() -> list[str]:
    """Requests that went anywhere but to the server under test; must stay empty."""
    return []


@pytest.fixture
def page(
    chromium: Any, demo_server: Server, outside: list[str], request: pytest.FixtureRequest
) -> Iterator[Any]:
    """A page of a fresh browser, signed in with its own one-time address."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    own = re.compile(r"^(https?|ws)://127\.0\.0\.1:\d+/|^(data|blob):|^about:")
    page.on("request", lambda request: None if own.match(request.url) else outside.append(request.url))
    page.on("websocket", lambda socket: None if own.match(socket.url) else outside.append(socket.url))
    page.goto(demo_server.newest_url())
    page.get_by_text("SIMULATED CLINIC").first.wait_for(timeout=60_000)
    settle(page)
    yield page
    folder = os.environ.get(
        "TROUGHLINE_PICTURES"
    )  # the last thing each test saw, for the person who reads a failure
    if folder:
        page.screenshot(path=str(Path(folder) / f"{request.node.name}.png"))
    context.close()


@pytest.fixture
def settled() -> Callable[[Any], None]:
    """Waits until the page has nothing left to run."""
    return settle


def settle(page: Any) -> None:
    page.wait_for_timeout(400)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
    page.wait_for_timeout(200)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _listen(server: Server) -> None:
    assert server.process.stdout is not None
    for line in server.process.stdout:
        server.lines.append(line)
