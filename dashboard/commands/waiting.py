"""What somebody sees who waits for a long file at a terminal, and how they end it."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from data.importing.progress import CancelledError

_SHOWN_AFTER_S = 2.0
_EVERY_S = 0.5


def time_left(seconds_so_far: float, part: float) -> str:
    """'about 40 s left', from how long a part of the work took; '' while that says nothing."""
    if part < 0.02:
        return ""
    left = seconds_so_far * (1 - part) / part
    return f"about {left / 60:.0f} min left" if left >= 90 else f"about {max(left, 1):.0f} s left"


class Line:
    """One line on the terminal that is written over; on anything else nothing is written."""

    def __init__(self, file: str, ended: threading.Event, out: TextIO | None = None) -> None:
        self._file = file
        self._ended = ended
        self._out = out or sys.stderr
        self._began = self._last = time.monotonic()
        self._width = 0

    def tell(self, stage: str, rows: int, part: float) -> None:
        """Show how far it is. Raises CancelledError when Ctrl-C was pressed."""
        if self._ended.is_set():
            raise CancelledError
        now = time.monotonic()
        if not self._out.isatty() or now - self._began < _SHOWN_AFTER_S or now - self._last < _EVERY_S:
            return
        self._last = now
        left = time_left(now - self._began, part)
        self._write(
            ", ".join(filter(None, (f"{self._file}: {stage}", f"{rows:,} rows", f"{part:.0%}", left)))
        )

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._write("")
            self._out.write("\r")
            self._out.flush()

    def _write(self, text: str) -> None:
        self._out.write("\r" + text.ljust(self._width))
        self._out.flush()
        self._width = len(text)


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Ctrl-C sets the event, so that a file is given up between two steps and never in the middle of one; twice is as usual."""
    ended = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield ended
        return

    def note(_: int, __: FrameType | None) -> None:
        if ended.is_set():
            raise KeyboardInterrupt
        ended.set()

    usual = signal.signal(signal.SIGINT, note)
    try:
        yield ended
    finally:
        signal.signal(signal.SIGINT, usual)
