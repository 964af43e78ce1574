"""The load, a process of its own: a bounded number of signed webhooks, a few at a time, every acknowledgement timed.

    python -m bench.load URL RUN COUNT CONCURRENCY

Prints JSON: `sent` maps each reply token to the instant (monotonic seconds) it was sent at, `took` lists seconds.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

import aiohttp

from bench.traffic import Webhook, webhook


async def run(url: str, name: str, count: int, concurrency: int) -> dict[str, Any]:
    """Sends it all and gives what was seen."""
    waiting = [webhook(number, name) for number in range(count)][::-1]
    sent: dict[str, float] = {}
    took: list[float] = []
    refused = 0

    async def worker(session: aiohttp.ClientSession) -> None:
        nonlocal refused
        while waiting:
            one: Webhook = waiting.pop()
            headers = {"X-Line-Signature": one.signature, "Content-Type": "application/json"}
            started = sent[one.token] = time.monotonic()
            async with session.post(url, data=one.body, headers=headers) as response:
                await response.read()
            took.append(time.monotonic() - started)
            refused += response.status != 200

    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0)) as session:
        started = time.monotonic()
        await asyncio.gather(*(worker(session) for _ in range(concurrency)))
        lasted = time.monotonic() - started
    return {"sent": sent, "took": took, "lasted": lasted, "refused": refused}


if __name__ == "__main__":
    result = asyncio.run(run(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
    json.dump(result, sys.stdout)
