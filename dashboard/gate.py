"""The one gate before every route: pages, websocket, uploads, media, /_stcore and whatever Streamlit adds later.

A one-time token in the printed URL becomes an HttpOnly, SameSite=strict cookie; without it nothing answers but
/healthz. Host is checked on HTTP and on websockets (DNS rebinding reaches loopback), Origin on websockets and writes,
bodies are capped while they arrive, and every answer carries the security headers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from dashboard.gate_answers import redirect, refuse, with_headers
from dashboard.gate_headers import Headers
from dashboard.gate_keys import KEYS, Keys
from dashboard.texts import gate as texts

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN_PATHS = ("/healthz",)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MULTIPART_OVERHEAD_BYTES = 64 * 1024


class Gate:
    """Plain ASGI middleware; refuses before anything behind it reads a byte of the body."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        keys: Keys = KEYS,
        hosts: Callable[[], Iterable[str]] = lambda: LOOPBACK,
        upload_limit_bytes: Callable[[], int] = lambda: 200 * 1024 * 1024,
    ) -> None:
        self.app = app
        self.keys = keys
        self.hosts = hosts
        self.upload_limit_bytes = upload_limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what has a key and comes from here; answer everything else without a body of ours."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope)
        if not self._host_is_ours(headers):
            await refuse(scope, send, 403, texts.NOT_SERVED)
        elif _writes(scope) and not _same_origin(scope, headers):
            await refuse(scope, send, 403, texts.OTHER_SITE)
        elif scope["path"] in OPEN_PATHS:
            await self.app(scope, receive, with_headers(scope, send))
        else:
            await self._with_key(scope, receive, send, headers)

    async def _with_key(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        cookie = cookie_name(scope)
        admitted = self.keys.known(headers.cookie(cookie))
        token = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if scope["type"] == "http" and token and scope["method"] == "GET":
            session = None if admitted else self.keys.redeem(token)
            if admitted or session:
                await redirect(scope, send, cookie, session)
                return
        if not admitted:
            await refuse(
                scope,
                send,
                401,
                texts.NO_KEY,
            )
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self._capped(scope, receive, send, headers)

    async def _capped(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        limit = self.upload_limit_bytes() + MULTIPART_OVERHEAD_BYTES
        declared = headers.get("content-length")
        if declared and (not declared.isdigit() or int(declared) > limit):
            await refuse(scope, send, 413, texts.TOO_LARGE)
            return
        seen = 0
        answered = False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise _TooLargeError
            return message

        dressed = with_headers(scope, send)

        async def watched(message: Message) -> None:
            nonlocal answered
            answered = True
            await dressed(message)

        try:
            await self.app(scope, counted, watched)
        except _TooLargeError:
            if not answered:
                await refuse(scope, send, 413, texts.TOO_LARGE)

    def _host_is_ours(self, headers: Headers) -> bool:
        named = headers.all("host")
        if len(named) != 1:
            return False
        try:
            host = urlsplit(f"//{named[0]}").hostname or ""
        except ValueError:
            return False
        return host.lower() in {h.lower() for h in self.hosts()}


class _TooLargeError(Exception):
    """The body grew past the limit while it arrived."""


def cookie_name(scope: Scope) -> str:
    """One cookie a port: browsers share cookies between the ports of a host, and two clinics may run side by side."""
    server = scope.get("server") or ("", "")
    return f"troughline_{server[1] or 0}"


def _writes(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")


def _same_origin(scope: Scope, headers: Headers) -> bool:
    """Browsers always send Origin with websockets and writes; a program without one has no foreign cookie to misuse."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") in (None, "same-origin", "none")
    host = (headers.get("host") or "").lower()
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host
