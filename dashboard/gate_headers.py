"""The headers of a request as the gate reads them."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Scope


class Headers:
    """Request headers, read case-insensitively; repeated ones are kept apart."""

    def __init__(self, scope: Scope) -> None:
        self._pairs = [
            (k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in scope.get("headers", ())
        ]

    def all(self, name: str) -> list[str]:
        """Every value sent under this name."""
        return [v for k, v in self._pairs if k == name]

    def get(self, name: str) -> str | None:
        """The first value, or None."""
        found = self.all(name)
        return found[0] if found else None

    def cookie(self, name: str) -> str | None:
        """The cookie of this name, or None."""
        for line in self.all("cookie"):
            for part in line.split(";"):  # one odd cookie of another program must not hide ours
                try:
                    jar = SimpleCookie(part.strip())
                except CookieError:
                    continue
                if name in jar:
                    return jar[name].value
        return None
