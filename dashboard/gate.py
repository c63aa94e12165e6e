"""The one gate before every route: pages, websocket, uploads, media, /_stcore and whatever Streamlit adds later.

A one-time token in the printed URL becomes an HttpOnly, SameSite=strict cookie; without it nothing answers but
/healthz. Host is checked on HTTP and on websockets (DNS rebinding reaches loopback), Origin on websockets and writes,
bodies are capped while they arrive, and every answer carries the security headers.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN_PATHS = ("/healthz",)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_SESSION_SECONDS = 12 * 3600
MULTIPART_OVERHEAD_BYTES = 64 * 1024

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",  # Streamlit's index.html holds an inline script
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class Keys:
    """The tokens that wait to be used and the sessions that were opened with one; kept in memory, hashed."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._tokens: set[str] = set()
        self._sessions: dict[str, float] = {}
        self.names: dict[str, str] = {}
        """The name each session's reader gave, by session digest."""
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
        headers = _Headers(scope)
        if not self._host_is_ours(headers):
            await _refuse(scope, send, 403, "This address is not served here.")
        elif _writes(scope) and not _same_origin(scope, headers):
            await _refuse(scope, send, 403, "This request comes from another site.")
        elif scope["path"] in OPEN_PATHS:
            await self.app(scope, receive, _with_headers(scope, send))
        else:
            await self._with_key(scope, receive, send, headers)

    async def _with_key(self, scope: Scope, receive: Receive, send: Send, headers: _Headers) -> None:
        cookie = cookie_name(scope)
        admitted = self.keys.known(headers.cookie(cookie))
        token = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if scope["type"] == "http" and token and scope["method"] == "GET":
            session = None if admitted else self.keys.redeem(token)
            if admitted or session:
                await _redirect(scope, send, cookie, session)
                return
        if not admitted:
            await _refuse(
                scope,
                send,
                401,
                "Open the newest address that Troughline printed where it was started. Each address works once, "
                "for one browser, for twelve hours.",
            )
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self._capped(scope, receive, send, headers)

    async def _capped(self, scope: Scope, receive: Receive, send: Send, headers: _Headers) -> None:
        limit = self.upload_limit_bytes() + MULTIPART_OVERHEAD_BYTES
        declared = headers.get("content-length")
        if declared and (not declared.isdigit() or int(declared) > limit):
            await _refuse(scope, send, 413, "The file is larger than the upload limit.")
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

        dressed = _with_headers(scope, send)

        async def watched(message: Message) -> None:
            nonlocal answered
            answered = True
            await dressed(message)

        try:
            await self.app(scope, counted, watched)
        except _TooLargeError:
            if not answered:
                await _refuse(scope, send, 413, "The file is larger than the upload limit.")

    def _host_is_ours(self, headers: _Headers) -> bool:
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


class _Headers:
    """Request headers, read case-insensitively; repeated ones are kept apart."""

    def __init__(self, scope: Scope) -> None:
        self._pairs = [
            (k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in scope.get("headers", ())
        ]

    def all(self, name: str) -> list[str]:
        return [v for k, v in self._pairs if k == name]

    def get(self, name: str) -> str | None:
        found = self.all(name)
        return found[0] if found else None

    def cookie(self, name: str) -> str | None:
        for line in self.all("cookie"):
            for part in line.split(";"):  # one odd cookie of another program must not hide ours
                try:
                    jar = SimpleCookie(part.strip())
                except CookieError:
                    continue
                if name in jar:
                    return jar[name].value
        return None


def cookie_name(scope: Scope) -> str:
    """One cookie a port: browsers share cookies between the ports of a host, and two clinics may run side by side."""
    server = scope.get("server") or ("", "")
    return f"troughline_{server[1] or 0}"


def session_digest(session: str) -> str:
    """The key under which a session's reader is remembered; the session itself is never stored."""
    return _digest(session)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _writes(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")


def _same_origin(scope: Scope, headers: _Headers) -> bool:
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


def _with_headers(scope: Scope, send: Send) -> Send:
    keep_caching = scope["path"].startswith(
        "/static/"
    )  # the program's own scripts and fonts, named by their hash
    extra = HEADERS if keep_caching else (*HEADERS, (b"cache-control", b"no-store"))
    names = {name for name, _ in extra}

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            theirs = [(k, v) for k, v in message.get("headers", ()) if k.lower() not in names | {b"server"}]
            message = {**message, "headers": [*theirs, *extra]}
        await send(message)

    return dressed


async def _refuse(scope: Scope, send: Send, status: int, reason: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
        return
    await _answer(scope, send, status, reason, [(b"connection", b"close")])


async def _redirect(scope: Scope, send: Send, cookie: str, session: str | None) -> None:
    clean = "/" + quote(scope["path"].lstrip("/\\"))  # //other.example would lead to another site
    headers = [(b"location", clean.encode())]
    if session is not None:
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        value = f"{cookie}={session}; HttpOnly; SameSite=Strict; Path=/{secure}"
        headers.append((b"set-cookie", value.encode()))
    await _answer(scope, send, 303, "", headers)


async def _answer(
    scope: Scope, send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]]
) -> None:
    dressed = _with_headers({**scope, "path": ""}, send)
    body = text.encode()
    start = [
        *headers,
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await dressed({"type": "http.response.start", "status": status, "headers": start})
    await dressed({"type": "http.response.body", "body": body})
