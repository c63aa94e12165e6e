"""One-time tokens and the sessions that are opened with them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

LONGEST_SESSION_SECONDS = 12 * 3600


class Keys:
    """The tokens that wait to be used and the sessions that were opened with one; kept in memory, hashed."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._tokens: set[str] = set()
        self._sessions: dict[str, float] = {}
        self.names: dict[str, str] = {}
        """The name each session's reader gave, by session digest."""
        self.meetings: dict[tuple[str, str], dict[str, Any]] = {}
        """Where each tab is in its meeting, by session digest and the key that stands in the tab's address."""
        self.when_used: Callable[[], None] | None = None
        """Called after a token was used, so that the next one can be shown where only the owner reads it."""

    def mint(self) -> str:
        """A new token, good for one browser."""
        token = secrets.token_urlsafe(32)
        with self._guard:
            self._tokens.add(_digest(token))
        return token

    def redeem(self, token: str) -> str | None:
        """The session key for an unused token, which is then used up; None when it is unknown."""
        digest = _digest(token)
        with self._guard:
            found = next((t for t in self._tokens if hmac.compare_digest(t, digest)), None)
            if found is None:
                return None
            self._tokens.discard(found)
            session = secrets.token_urlsafe(32)
            self._sessions[_digest(session)] = time.monotonic()
        if self.when_used is not None:
            self.when_used()
        return session

    def known(self, session: str | None) -> bool:
        """Whether this session key was opened here within the last twelve hours."""
        if not session:
            return False
        digest = _digest(session)
        with self._guard:
            opened = self._sessions.get(digest)
            if opened is not None and time.monotonic() - opened > LONGEST_SESSION_SECONDS:
                del self._sessions[digest]
                opened = None
        return opened is not None


KEYS = Keys()


def session_digest(session: str) -> str:
    """The key under which a session's reader is remembered; the session itself is never stored."""
    return _digest(session)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
