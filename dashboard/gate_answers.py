"""What the gate answers by itself, and the security headers that every answer carries."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from starlette.types import Message, Scope, Send

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


def with_headers(scope: Scope, send: Send) -> Send:
    """A send that adds the security headers to every answer, and forbids keeping what may hold a patient's values."""
    # the program's own scripts and fonts are named by their hash
    keep_caching = scope["path"].startswith("/static/")
    extra = HEADERS if keep_caching else (*HEADERS, (b"cache-control", b"no-store"))
    names = {name for name, _ in extra}

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            theirs = [(k, v) for k, v in message.get("headers", ()) if k.lower() not in names | {b"server"}]
            message = {**message, "headers": [*theirs, *extra]}
        await send(message)

    return dressed


async def refuse(scope: Scope, send: Send, status: int, reason: str) -> None:
    """Close a websocket; answer anything else with the reason in plain text."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
        return
    await _answer(scope, send, status, reason, [(b"connection", b"close")])


async def redirect(scope: Scope, send: Send, cookie: str, session: str | None) -> None:
    """Send the browser to the same page without its token, with the session as a cookie."""
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
    dressed = with_headers({**scope, "path": ""}, send)
    body = text.encode()
    start = [
        *headers,
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await dressed({"type": "http.response.start", "status": status, "headers": start})
    await dressed({"type": "http.response.body", "body": body})
