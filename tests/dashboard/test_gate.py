"""The gate before every route: key, Host, Origin, size and headers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from dashboard.gate import MULTIPART_OVERHEAD_BYTES, Gate, cookie_name
from dashboard.gate_keys import LONGEST_SESSION_SECONDS, Keys

LIMIT = 1000
ROUTES = [
    "/",
    "/patient",
    "/_stcore/health",
    "/_stcore/metrics",
    "/media/abc.csv",
    "/_stcore/host-config",
    "/static/js/a.js",
]


async def behind(scope: Any, receive: Any, send: Any) -> None:
    """What the gate protects: reads the whole body and answers how long it was."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    size, more = 0, scope["method"] == "PUT"
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    headers = [(b"content-type", b"text/plain"), (b"server", b"uvicorn"), (b"cache-control", b"public")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": str(size).encode()})


class Browser:
    """Asks the gate as a browser would, over bare ASGI."""

    def __init__(self) -> None:
        self.keys = Keys()
        self.gate = Gate(behind, keys=self.keys, upload_limit_bytes=lambda: LIMIT)
        self.cookie = ""
        self.read = 0

    def ask(
        self,
        path: str = "/",
        *,
        kind: str = "http",
        method: str = "GET",
        query: str = "",
        host: str | None = "127.0.0.1:8501",
        more: Iterable[tuple[str, str]] = (),
        body: Iterable[bytes] = (),
    ) -> tuple[int, dict[str, str], bytes]:
        pairs = [] if host is None else [("host", host)]
        pairs += [("cookie", self.cookie)] if self.cookie else []
        headers = [(k.encode(), v.encode()) for k, v in [*pairs, *more]]
        scope = {
            "type": kind, "method": method, "path": path, "query_string": query.encode(), "headers": headers,
            "server": ("127.0.0.1", 8501), "scheme": "http",
        }  # fmt: skip
        pieces = list(body)
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            self.read += 1
            piece = pieces.pop(0) if pieces else b""
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        asyncio.run(self.gate(scope, receive, send))
        if kind == "websocket":
            return (101 if sent[0]["type"] == "websocket.accept" else 403), {}, b""
        answer = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        return sent[0]["status"], answer, b"".join(m.get("body", b"") for m in sent[1:])

    def sign_in(self) -> None:
        status, headers, _ = self.ask(query=f"token={self.keys.mint()}")
        assert status == 303
        self.cookie = headers["set-cookie"].split(";")[0]


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
def admitted(browser: Browser) -> Browser:
    browser.sign_in()
    return browser


@pytest.mark.parametrize("path", ROUTES)
def test_no_route_answers_without_the_cookie(browser: Browser, path: str) -> None:
    assert browser.ask(path)[0] == 401


def test_no_websocket_without_the_cookie(browser: Browser) -> None:
    assert browser.ask("/_stcore/stream", kind="websocket")[0] == 403


def test_an_anonymous_upload_is_refused_before_a_byte_of_it_is_read(browser: Browser) -> None:
    status, _, _ = browser.ask("/_stcore/upload_file/a/b", method="PUT", body=[b"x" * 500] * 3)
    assert (status, browser.read) == (401, 0)


def test_health_is_open_and_says_nothing_else(browser: Browser) -> None:
    assert browser.ask("/healthz")[0] == 200
    assert browser.ask("/healthz/../patient")[0] == 401


def test_a_token_becomes_a_strict_cookie_and_a_clean_address(browser: Browser) -> None:
    status, headers, _ = browser.ask("/patient", query=f"token={browser.keys.mint()}")
    assert status == 303
    assert headers["location"] == "/patient"
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(headers["set-cookie"].split("; "))


def test_a_token_opens_one_browser_only(browser: Browser) -> None:
    token = browser.keys.mint()
    assert browser.ask(query=f"token={token}")[0] == 303
    assert browser.ask(query=f"token={token}")[0] == 401


def test_the_same_browser_may_open_the_used_address_again(admitted: Browser) -> None:
    status, headers, _ = admitted.ask(query="token=used-or-mistyped")
    assert status == 303
    assert "set-cookie" not in headers


def test_a_wrong_token_opens_nothing(browser: Browser) -> None:
    browser.keys.mint()
    assert browser.ask(query="token=guess")[0] == 401
    assert browser.ask(query="token=")[0] == 401


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "///evil.example/x"])
def test_the_redirect_stays_on_this_host(browser: Browser, path: str) -> None:
    _, headers, _ = browser.ask(path, query=f"token={browser.keys.mint()}")
    assert headers["location"].startswith("/")
    assert not headers["location"].startswith(("//", "/\\"))


@pytest.mark.parametrize("path", ROUTES)
def test_every_route_answers_with_the_cookie(admitted: Browser, path: str) -> None:
    assert admitted.ask(path)[0] == 200


def test_the_websocket_opens_with_the_cookie(admitted: Browser) -> None:
    own = [("origin", "http://127.0.0.1:8501")]
    assert admitted.ask("/_stcore/stream", kind="websocket", more=own)[0] == 101


def test_an_invented_cookie_opens_nothing(browser: Browser) -> None:
    browser.cookie = f"{cookie_name({'server': ('127.0.0.1', 8501)})}=invented"
    assert browser.ask()[0] == 401


def test_an_odd_cookie_of_another_program_does_not_hide_ours(admitted: Browser) -> None:
    admitted.cookie = f"strange[name]=1; {admitted.cookie}; also=odd value"
    assert admitted.ask()[0] == 200


def test_a_session_ends_after_twelve_hours(admitted: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    later = time.monotonic() + LONGEST_SESSION_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert admitted.ask()[0] == 401


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:8501", "", None, "[::1", "a@evil.example"],
)
def test_a_foreign_host_is_refused_on_http_and_websocket(admitted: Browser, host: str | None) -> None:
    assert admitted.ask(host=host)[0] == 403
    assert admitted.ask("/healthz", host=host)[0] == 403
    assert admitted.ask("/_stcore/stream", kind="websocket", host=host)[0] == 403


def test_two_host_headers_are_refused(admitted: Browser) -> None:
    assert admitted.ask(more=[("host", "evil.example")])[0] == 403


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "LOCALHOST"])
def test_loopback_by_any_of_its_names_is_ours(admitted: Browser, host: str) -> None:
    assert admitted.ask(host=host)[0] == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:8501", "file://"]
)
def test_a_foreign_origin_may_neither_write_nor_open_a_websocket(admitted: Browser, origin: str) -> None:
    more = [("origin", origin)]
    assert admitted.ask("/_stcore/stream", kind="websocket", more=more)[0] == 403
    assert admitted.ask("/_stcore/upload_file/a/b", method="PUT", more=more)[0] == 403
    assert admitted.ask("/_stcore/upload_file/a/b", method="DELETE", more=more)[0] == 403


def test_an_upload_up_to_the_limit_passes(admitted: Browser) -> None:
    status, _, body = admitted.ask("/_stcore/upload_file/a/b", method="PUT", body=[b"x" * LIMIT])
    assert (status, body) == (200, str(LIMIT).encode())


def test_04_an_upload_that_says_it_is_too_large_is_refused_unread(admitted: Browser) -> None:
    size = str(LIMIT + MULTIPART_OVERHEAD_BYTES + 1)
    status, _, _ = admitted.ask("/_stcore/upload_file/a/b", method="PUT", more=[("content-length", size)])
    assert (status, admitted.read) == (413, 0)


def test_04_a_chunked_upload_is_cut_off_where_it_grows_too_large(admitted: Browser) -> None:
    piece = b"x" * 10_000
    status, _, _ = admitted.ask("/_stcore/upload_file/a/b", method="PUT", body=[piece] * 50)
    assert status == 413
    assert admitted.read <= (LIMIT + MULTIPART_OVERHEAD_BYTES) // len(piece) + 1


@pytest.mark.parametrize("length", ["-1", "1e3", "x"])
def test_a_nonsensical_length_is_refused(admitted: Browser, length: str) -> None:
    more = [("content-length", length)]
    assert admitted.ask("/_stcore/upload_file/a/b", method="PUT", more=more)[0] == 413


@pytest.mark.parametrize("signed_in", [True, False])
def test_every_answer_carries_the_security_headers(browser: Browser, signed_in: bool) -> None:
    if signed_in:
        browser.sign_in()
    _, headers, _ = browser.ask("/media/report.pdf")
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_only_the_program_s_own_files_may_be_cached(admitted: Browser) -> None:
    assert admitted.ask("/static/js/a.js")[1]["cache-control"] == "public"
