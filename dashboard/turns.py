"""Pages are drawn one at a time, in the order asked for.

Python runs one thread at a time anyway: pages that are drawn together hold each other up until all are late, and keep the
server from sending what is done.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from types import TracebackType

LOOKS_AGAIN_SECONDS = 0.05


class Turns:
    """A context manager in which one thread is at a time; who has been in it for long (it reads the store) lets others in."""

    def __init__(self, long_seconds: float) -> None:
        self._long_seconds = long_seconds
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._begun: dict[int, float] = {}

    def __enter__(self) -> None:
        called = threading.Event()
        with self._guard:
            self._waiting.append(called)
        while not self._let_in(called):
            called.wait(LOOKS_AGAIN_SECONDS)
            called.clear()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            del self._begun[threading.get_ident()]
            self._call_next()

    def _let_in(self, called: threading.Event) -> bool:
        with self._guard:
            now = time.monotonic()
            busy = any(now - begun < self._long_seconds for begun in self._begun.values())
            if self._waiting[0] is not called or busy:
                return False
            self._waiting.popleft()
            self._begun[threading.get_ident()] = now
            self._call_next()
            return True

    def _call_next(self) -> None:
        if self._waiting:
            self._waiting[0].set()


DRAWING = Turns(long_seconds=0.1)
"""Whose turn it is to draw a page. Here and not in frame.py, which Streamlit runs anew each time."""
