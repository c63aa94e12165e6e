"""The listening socket of `serve`."""

from __future__ import annotations

import asyncio
import socket

from dashboard import serving


def test_answers_leave_at_once_and_wait_for_no_acknowledgement() -> None:
    sends_at_once: list[int] = []

    class Reader(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            accepted = transport.get_extra_info("socket")
            sends_at_once.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    async def connect() -> None:
        listening = serving.listen("127.0.0.1", None)
        server = await asyncio.get_running_loop().create_server(Reader, sock=listening)
        _, writer = await asyncio.open_connection(*listening.getsockname())
        while not sends_at_once:
            await asyncio.sleep(0)
        writer.close()
        server.close()

    asyncio.run(connect())
    assert sends_at_once == [1]
