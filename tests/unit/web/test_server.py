"""The listening socket behind demo, serve and tests."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bot.web.server import listening


async def test_answers_leave_at_once_instead_of_waiting_for_the_peer() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted: socket.socket = writer.get_extra_info("socket")
        writer.write(str(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)).encode())
        writer.close()
        await writer.wait_closed()

    with listening() as listener:
        server = await asyncio.start_server(answer, sock=listener)
        reader, writer = await asyncio.open_connection(*listener.getsockname()[:2])
        assert int(await reader.read()) != 0
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()


def test_whoever_is_told_the_address_can_connect_already() -> None:
    with listening() as listener:
        address = listener.getsockname()[:2]
        with socket.create_connection(address, timeout=2) as guest:
            assert guest.getpeername() == address


@pytest.mark.parametrize("port", [70_000, -1])
def test_a_port_that_is_none_is_an_os_error(port: int) -> None:
    with pytest.raises(OSError, match="0 to 65535"), listening(port=port):
        pass
