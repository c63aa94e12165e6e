"""How far an import has come, for whoever waits; whoever waits may also end it."""

from __future__ import annotations

from collections.abc import Callable

from data.errors import TroughlineError
from data.texts import files as texts

Told = Callable[[str, int, float], None]
"""(reading or storing, rows so far, part of the whole work from 0 to 1). What it raises ends the import: nothing is stored."""

_READING, _SURVEYING = 0.15, 0.3
"""Parts of the whole work that are done when a file is read, and when it has been looked through."""


class CancelledError(TroughlineError):
    """The person who waited has ended the import."""

    def __init__(self) -> None:
        super().__init__(texts.CANCELLED)


class Progress:
    """Turns what the stages know into one number that only grows."""

    def __init__(self, told: Told | None, size_bytes: int) -> None:
        self._told = told
        self._size = max(size_bytes, 1)
        self._reached = 0.0
        self._begun = 0.0

    def read(self, rows: int, read_bytes: int) -> None:
        """A piece of the file was read into memory."""
        self._tell("reading", rows, _READING * min(read_bytes / self._size, 1))
        self._begun = _READING

    def surveyed(self, rows: int, read_bytes: int) -> None:
        """A piece of the file was looked through."""
        part = min(read_bytes / self._size, 1)
        self._tell("reading", rows, self._begun + (_SURVEYING - self._begun) * part)

    def stored(self, rows: int, of: int) -> None:
        """A batch of rows was stored (and is kept when all are)."""
        self._tell("storing", rows, _SURVEYING + (1 - _SURVEYING) * rows / max(of, 1))

    def _tell(self, stage: str, rows: int, part: float) -> None:
        self._reached = max(self._reached, part)
        if self._told is not None:
            self._told(stage, rows, self._reached)
