"""Starts the gated dashboard and says where it is."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from dashboard import configuring
from dashboard.gate import LOOPBACK
from dashboard.gate_keys import KEYS
from data.errors import TroughlineError

DEFAULT_PORT = 8501


def serve(store: Path, *, address: str, port: int | None, browser: bool, watched: Path | None = None) -> None:
    """Serve the store's dashboard until interrupted; files that arrive in the watched folder are imported meanwhile.

    Raises TroughlineError when the port is taken.
    """
    listening = listen(address, port)
    taken = listening.getsockname()[1]
    os.environ["TROUGHLINE_STORE"] = str(store)
    os.environ["TROUGHLINE_ANNOUNCED"] = "command"
    if watched is not None:
        os.environ["TROUGHLINE_WATCH"] = str(watched.expanduser().absolute())
    configuring.apply(server_address=address, server_port=taken)
    from dashboard.app import app

    config = uvicorn.Config(app, access_log=False, log_level="warning", server_header=False, ws="auto")
    _Announcing(config, browser).run(sockets=[listening])


def allowed_hosts() -> set[str]:
    """Names under which this server answers: loopback, the named address, TROUGHLINE_HOSTS (comma-separated)."""
    from streamlit import config

    address = config.get_option("server.address") or ""
    named = {h.strip() for h in os.environ.get("TROUGHLINE_HOSTS", "").split(",") if h.strip()}
    return {*LOOPBACK, *named} | ({address} if address not in ("", "0.0.0.0", "::") else set())


def announce(*, browser: bool = False) -> str:
    """Print the address with a new one-time token, and open it when asked; another follows once it was used."""
    url = _address_with_token()
    print(f"Troughline is open at  {url}", flush=True)
    if browser:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
    KEYS.when_used = _announce_another
    return url


def _announce_another() -> None:
    print(
        f"That address is used up. For another browser:  {_address_with_token()}", file=sys.stderr, flush=True
    )


def _address_with_token() -> str:
    from streamlit import config

    address = config.get_option("server.address") or "127.0.0.1"
    host = "127.0.0.1" if address in ("0.0.0.0", "::") else f"[{address}]" if ":" in address else address
    return f"http://{host}:{config.get_option('server.port')}/?token={KEYS.mint()}"


class _Announcing(uvicorn.Server):
    """Says where it is once it really listens."""

    def __init__(self, config: uvicorn.Config, browser: bool) -> None:
        super().__init__(config)
        self._browser = browser

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            announce(browser=self._browser)


@contextmanager
def watching() -> Iterator[None]:
    """While this lasts, files that arrive in the folder TROUGHLINE_WATCH are imported, if one is named."""
    folder = os.environ.get("TROUGHLINE_WATCH")
    if not folder:
        yield
        return
    from dashboard import state
    from dashboard.commands.watch_command import told
    from data.watching import watch

    stop = threading.Event()

    def import_arrivals() -> None:
        try:
            watch(state.store(), folder, "watched folder", state.today, stop=stop, told=told)
        except TroughlineError as problem:
            print(f"troughline: watching stopped: {problem}", file=sys.stderr, flush=True)

    thread = threading.Thread(target=import_arrivals, name="watched folder", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)


def listen(address: str, port: int | None) -> socket.socket:
    """A listening socket; without a named port the first free one from 8501 on."""
    candidates = [port] if port is not None else range(DEFAULT_PORT, DEFAULT_PORT + 50)
    try:
        family = socket.getaddrinfo(address, None)[0][0]
    except OSError as error:
        raise TroughlineError(
            f"{address} is not an address of this machine. Leave --address out, or name one."
        ) from error
    for candidate in candidates:
        # named TCP, because asyncio sends at once only then; else each answer waits for the reader's delayed ACK (40 ms)
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((address, candidate))
        except OSError as error:
            listening.close()
            reason = error
            continue
        return listening
    wanted = port if port is not None else f"{DEFAULT_PORT} to {DEFAULT_PORT + 49}"
    raise TroughlineError(
        f"Port {wanted} on {address} cannot be used ({reason.strerror}). Name a free one with --port."
    ) from reason
