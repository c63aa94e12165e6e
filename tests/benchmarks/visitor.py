"""A reader without a browser: speaks Streamlit's own protocol over a real websocket and counts what comes back."""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

LARGEST_MESSAGE_BYTES = 64 * 1024 * 1024


@dataclass
class Answer:
    """One rerun as the reader saw it."""

    seconds: float
    sent_bytes: int
    failed: bool


@dataclass
class Visitor:
    """One open page. `ask` sends a rerun and waits until the script has finished."""

    address: str
    cookie: str = ""
    page: str = ""
    state: dict[str, tuple[str, Any]] = field(default_factory=dict)
    widgets: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _socket: ClientConnection | None = None

    async def open(self) -> Answer:
        """Connect and draw the first page."""
        self._socket = await connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            additional_headers={"Cookie": self.cookie, "Origin": self.address} if self.cookie else None,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=LARGEST_MESSAGE_BYTES,
            compression=None,
        )
        return await self.ask()

    async def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            await self._socket.close()

    async def ask(self, page: str | None = None, **trigger: Any) -> Answer:
        """Rerun, on another page when named; trigger=True presses the button with that key."""
        assert self._socket is not None
        if page is not None:
            self.page = self.pages[page]
        message = BackMsg()
        wanted = message.rerun_script
        wanted.page_script_hash = self.page
        wanted.cached_message_hashes.extend(sorted(self._seen))
        for key, (kind, value) in self.state.items():
            if key in self.widgets:
                setattr(wanted.widget_states.widgets.add(id=self.widgets[key]), kind, value)
        for key in trigger:
            wanted.widget_states.widgets.add(id=self.widgets[key], trigger_value=True)
        begun, received, failed = time.perf_counter(), 0, False
        await self._socket.send(message.SerializeToString())
        while True:
            data = await self._socket.recv(decode=False)
            received += len(data)
            answer = ForwardMsg.FromString(data)
            kind = answer.WhichOneof("type")
            if kind == "script_finished":
                if answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue  # st.rerun or st.switch_page: the run that follows is the one asked for
                return Answer(time.perf_counter() - begun, received, failed)
            if answer.metadata.cacheable:
                self._seen.add(answer.hash)
            if kind == "navigation":
                self.pages = {
                    p.url_pathname or p.page_name: p.page_script_hash for p in answer.navigation.app_pages
                }
                self.page = answer.navigation.page_script_hash
            elif kind == "delta":
                failed = failed or self._note(answer)

    def _note(self, answer: ForwardMsg) -> bool:
        """Remember the widget's id under its key; tells whether an error was drawn."""
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind is None:
            return False
        identity = getattr(getattr(element, kind), "id", "")
        if found := re.match(r"\$\$ID-[0-9a-f]+-(.+)$", identity):
            self.widgets[found.group(1)] = identity
        return kind == "exception" or (kind == "alert" and element.alert.format == element.alert.ERROR)


def admitted(url: str) -> tuple[str, str]:
    """(address, cookie) for a printed one-time URL."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    try:
        headers: Mapping[str, str] = urllib.request.build_opener(Stay).open(url).headers
    except urllib.error.HTTPError as redirect:
        headers = redirect.headers
    cookie = (headers.get("set-cookie") or "").split(";")[0]
    return url.split("/?")[0], cookie
