"""Kills workers of this process, as a machine out of memory does."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


@contextmanager
def killing(words: str, times: int, *, under: str = "", library: str = "") -> Iterator[list[int]]:
    """While this lasts, kill -9 new descendants of this process, so many times.

    words stand in the command line of those to be killed, under in that of their parent; library is one they have loaded.
    """
    killed: list[int] = []
    over = threading.Event()

    def hunt() -> None:
        while not over.is_set() and len(killed) < times:
            for parent, pid in descendants(os.getpid()):
                if pid in killed or words not in command_line(pid) or under not in command_line(parent):
                    continue
                if library not in told(pid, "maps"):
                    continue
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                break
            time.sleep(0.01)

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        yield killed
    finally:
        over.set()
        hunter.join()


def descendants(pid: int) -> list[tuple[int, int]]:
    """(parent, child) of children, their children and so on."""
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [found for child in children for found in ((pid, child), *descendants(child))]


def command_line(pid: int) -> str:
    return told(pid, "cmdline").replace("\0", " ")


def told(pid: int, about: str) -> str:
    """What /proc says about a process; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/{about}").read_bytes().decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find workers")
