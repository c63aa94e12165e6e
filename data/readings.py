"""The long readings of one store, so that closing it need not wait for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from data.errors import TroughlineError
from data.texts import store as texts


class Readings:
    """The cursors that are being read with, until they are stopped for good."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._cursors: set[duckdb.DuckDBPyConnection] = set()
        self._stopped = False

    @contextmanager
    def one(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """A reading with this cursor. Raises TroughlineError when it is stopped, or was before it began."""
        with self._guard:
            if self._stopped:
                raise TroughlineError(texts.CLOSING)
            self._cursors.add(cursor)
        try:
            yield
        except duckdb.InterruptException as error:
            if self._stopped:
                raise TroughlineError(texts.CLOSING) from error
            raise
        finally:
            with self._guard:
                self._cursors.discard(cursor)

    def stop(self) -> None:
        """End every reading, and let no other begin; returns when they have ended."""
        while True:
            with self._guard:
                self._stopped = True
                if not self._cursors:
                    return
                for cursor in self._cursors:
                    cursor.interrupt()
            time.sleep(0.01)  # again: between two statements there is nothing to interrupt
