"""A LINE Messaging API that says yes at once, as light as can be: it must not be what is measured.

It answers the calls that a bot makes and notes when each reply token was used. `GET /bench` gives the notes,
`DELETE /bench` forgets them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from collections import Counter

REPLIES: dict[str, float] = {}
CALLS: Counter[str] = Counter()


class Responder(asyncio.Protocol):
    """HTTP/1.1 with keep-alive and content-length, no more."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the way back."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.waiting = b""

    def data_received(self, data: bytes) -> None:
        """Answers every whole request in what has arrived."""
        self.waiting += data
        while (end := self.waiting.find(b"\r\n\r\n")) >= 0:
            head = self.waiting[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.waiting) < end + 4 + length:
                return
            method, path, _ = self.waiting[:end].split(b" ", 2)
            body = self.waiting[end + 4 : end + 4 + length]
            self.waiting = self.waiting[end + 4 + length :]
            status, answer = respond(method.decode(), path.decode(), body)
            self.transport.write(
                b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nX-Line-Request-Id: bench\r\n"
                b"Content-Length: %d\r\n\r\n%b" % (status, len(answer), answer)
            )


def respond(method: str, path: str, body: bytes) -> tuple[int, bytes]:
    """Status and body for one call."""
    if path == "/bench":
        if method == "DELETE":
            REPLIES.clear()
            CALLS.clear()
        return 200, json.dumps({"replies": REPLIES, "calls": CALLS}).encode()
    CALLS[f"{method} {path.split('/U')[0]}"] += 1
    if path.endswith(("/message/reply", "/message/push")):
        sent = json.loads(body)
        if "replyToken" in sent:
            REPLIES.setdefault(sent["replyToken"], time.monotonic())
        number = sum(CALLS.values())
        messages = [{"id": str(number * 10 + i), "quoteToken": f"q{number}"} for i in range(len(sent["messages"]))]
        return 200, json.dumps({"sentMessages": messages}).encode()
    if path.endswith("/quota"):
        return 200, b'{"type":"limited","value":300}'
    if path.endswith("/quota/consumption"):
        return 200, b'{"totalUsage":0}'
    if path.endswith("/bot/info"):
        info = {"userId": "U" + "0" * 32, "basicId": "@bench", "displayName": "bench", "chatMode": "bot"}
        return 200, json.dumps(info | {"markAsReadMode": "auto"}).encode()
    if "/profile/" in path:
        return 200, json.dumps({"userId": path.rsplit("/", 1)[1], "displayName": "bench"}).encode()
    return (202 if "loading" in path else 200), b"{}"


async def main(port: int) -> None:
    """Serves until it is told to stop."""
    server = await asyncio.get_running_loop().create_server(Responder, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(int(sys.argv[1])))
