"""LINE's webhooks at our door: signed, durable at once, and nothing kept that was not said to us."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx2
import pytest
from sqlalchemy import event as database_events
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.channels.line_read import read
from bot.clock import MovableClock
from bot.web.bodies import MOST_BYTES
from bot.web.health import health_routes
from bot.web.ingest import Ingest
from bot.web.webhooks import line_routes, signed_by
from storage.models import Conversation, InboxEvent, SentMessage

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
BODY = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
SIGNATURE = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
USER, OTHER, GROUP = "U" + "1" * 32, "U" + "2" * 32, "C" + "3" * 32
ARRIVED = 1795230000123


@pytest.fixture
async def ingest(sessions: async_sessionmaker[AsyncSession], now: datetime) -> AsyncIterator[Ingest]:
    made = Ingest(sessions, MovableClock(now))
    yield made
    await made.close()


@pytest.fixture
async def client(ingest: Ingest, sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[httpx2.AsyncClient]:
    app = Starlette(routes=[*line_routes(ingest, SECRET), *health_routes(sessions)])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://bot") as made:
        yield made


def sign(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


async def post(client: httpx2.AsyncClient, *events: Any, body: bytes | None = None) -> int:
    raw = body if body is not None else json.dumps({"destination": "U", "events": list(events)}).encode()
    response = await client.post("/line/webhook", content=raw, headers={"X-Line-Signature": sign(raw)})
    return response.status_code


def message(number: int, words: str, group: str | None = None, user: str = USER, **more: Any) -> dict[str, Any]:
    place = {"type": "group", "groupId": group} if group else {"type": "user"}
    return {
        "type": "message",
        "mode": "active",
        "timestamp": ARRIVED + number,
        "source": {**place, "userId": user},
        "webhookEventId": f"01FZ74A0TDDPYRVKNK77XKC{number:03}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"token{number}",
        "message": {"id": f"{number}", "type": "text", "quoteToken": "q", "text": words, **more},
    }


async def stored(sessions: async_sessionmaker[AsyncSession]) -> list[InboxEvent]:
    async with sessions() as session:
        return list(await session.scalars(select(InboxEvent).order_by(InboxEvent.id)))


async def words_stored(sessions: async_sessionmaker[AsyncSession]) -> list[str]:
    return [read(json.loads(row.body or "")).text for row in await stored(sessions)]


def test_the_official_signature_vector() -> None:
    assert signed_by(SECRET.encode(), BODY, SIGNATURE)
    assert not signed_by(SECRET.encode(), BODY + b" ", SIGNATURE)
    assert not signed_by(b"another secret", BODY, SIGNATURE)
    assert not signed_by(SECRET.encode(), BODY, "ลายเซ็น")


async def test_an_empty_batch_is_answered_ok(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/line/webhook", content=BODY, headers={"x-line-signature": SIGNATURE})
    assert answer.status_code == 200


@pytest.mark.parametrize("headers", [{}, {"x-line-signature": ""}, {"x-line-signature": SIGNATURE[:-2] + "x="}])
async def test_without_a_true_signature_nothing_enters(
    client: httpx2.AsyncClient, sessions: async_sessionmaker[AsyncSession], headers: dict[str, str]
) -> None:
    raw = json.dumps({"events": [message(1, "ปลอม")]}).encode()
    assert (await client.post("/line/webhook", content=raw, headers=headers)).status_code == 401
    assert await stored(sessions) == []


async def test_what_is_no_webhook_is_refused(client: httpx2.AsyncClient) -> None:
    assert await post(client, body=b"not json") == 400
    assert await post(client, body=b"[]") == 400
    assert await post(client, body=b'{"events": 3}') == 400
    assert await post(client, body=b'{"destination": "U"}') == 200
    assert await post(client, body=b"[" * 100_000) == 400
    assert await post(client, body=b" " * (MOST_BYTES + 1)) == 413
    assert (await client.get("/line/webhook")).status_code == 405


async def test_one_bad_event_never_spoils_its_batch(
    client: httpx2.AsyncClient, sessions: async_sessionmaker[AsyncSession]
) -> None:
    odd: list[Any] = [
        None,
        7,
        {},
        {"type": None},
        {"type": "message", "message": [], "source": 1},
        {"type": "hologram"},
    ]
    assert await post(client, *odd[:3], message(1, "สวัสดี"), *odd[3:], message(2, "ครึ่ง\ud800ตัว")) == 200
    assert await words_stored(sessions) == ["สวัสดี", "ครึ่ง?ตัว"]


async def test_a_redelivered_event_is_stored_once(
    client: httpx2.AsyncClient, sessions: async_sessionmaker[AsyncSession]
) -> None:
    nameless = message(3, "ไม่มีเลขเหตุการณ์")
    del nameless["webhookEventId"]
    for redelivery in (False, True, True):
        context = {"deliveryContext": {"isRedelivery": redelivery}}
        again = [{**message(number, "ซ้ำ"), **context} for number in (2, 1)]
        assert await post(client, *again, {**nameless, **context}) == 200
    rows = await stored(sessions)
    assert len(rows) == 3
    assert len({row.event_id for row in rows}) == 3


async def test_an_event_keeps_its_own_time_and_gets_ours_where_it_has_none(
    client: httpx2.AsyncClient, sessions: async_sessionmaker[AsyncSession], now: datetime
) -> None:
    timeless = message(2, "ไม่มีเวลา")
    del timeless["timestamp"]
    assert await post(client, message(1, "ก"), timeless) == 200
    own, ours = await stored(sessions)
    assert own.occurred_at.timestamp() == (ARRIVED + 1) / 1000
    assert ours.occurred_at == now == ours.received_at
    assert read(json.loads(ours.body or "")).at == now


async def test_ids_phones_and_accounts_are_masked_before_anything_is_written(
    client: httpx2.AsyncClient, sessions: async_sessionmaker[AsyncSession]
) -> None:
    mention = {"mentionees": [{"index": 19, "length": 8, "type": "user", "isSelf": True}]}
    words = "บัตร 1101700203451 @น้องบาท โทร 0812345678"
    assert await post(client, message(1, words, mention=mention), message(2, "บัญชี 123-4-56789-0")) == 200
    bodies = [row.body or "" for row in await stored(sessions)]
    assert not any(secret in body for body in bodies for secret in ("1101700203451", "0812345678", "56789"))
    assert await words_stored(sessions) == ["บัตร xxxxxxxxxxxxx  โทร xxxxxxxxxx".replace("  ", " "), "บัญชี xxx-x-xxxxx-x"]


async def test_what_people_say_among_themselves_is_never_stored(
    client: httpx2.AsyncClient, sessions: async_sessionmaker[AsyncSession]
) -> None:
    others = {"mentionees": [{"index": 0, "length": 7, "type": "user", "userId": OTHER, "isSelf": False}]}
    picture = message(3, "", GROUP)
    picture["message"] = {"id": "3", "type": "image", "contentProvider": {"type": "line"}}
    joined = {**message(4, "", GROUP), "type": "memberJoined", "joined": {"members": []}}
    talk = message(1, "พรุ่งนี้ประชุมกี่โมง", GROUP), message(2, "@สมชาย มาไหม", GROUP, mention=others), picture, joined
    assert await post(client, *talk, message(5, "น้องบาท เบอร์กองทุน", GROUP)) == 200
    assert await words_stored(sessions) == ["น้องบาท เบอร์กองทุน"]


async def test_a_mention_and_a_quote_of_ours_are_heard(
    client: httpx2.AsyncClient, sessions: async_sessionmaker[AsyncSession], now: datetime
) -> None:
    async with sessions.begin() as session:
        session.add(SentMessage(channel="line", chat_id=GROUP, message_id="468", sent_at=now))
    mention = {"mentionees": [{"index": 0, "length": 8, "type": "user", "isSelf": True}]}
    await post(
        client,
        message(1, "@น้องบาท คลอดลูกได้กี่บาท", GROUP, mention=mention),
        message(2, "อันนี้คืออะไร", GROUP, quotedMessageId="468"),
        message(3, "อันนี้ล่ะ", GROUP, quotedMessageId="999"),
    )
    assert await words_stored(sessions) == ["คลอดลูกได้กี่บาท", "อันนี้คืออะไร"]


async def test_an_awaited_answer_is_heard_from_the_one_who_was_asked(
    client: httpx2.AsyncClient, sessions: async_sessionmaker[AsyncSession], now: datetime
) -> None:
    state = {"version": 1, "pending": {"intent": "benefit.amount", "slots": {}, "ask": "nights", "tries": 1}}
    async with sessions.begin() as session:
        for account, memory in ((USER, state), (OTHER, {"version": 1, "pending": None})):
            talk = {"channel": "line", "chat_id": GROUP, "account_id": account}
            session.add(Conversation(**talk, state=memory, updated_at=now))
    await post(client, message(1, "4 คืน", GROUP), message(2, "5 คืน", GROUP, OTHER), message(3, "6 คืน", "C" + "9" * 32))
    assert await words_stored(sessions) == ["4 คืน"]


async def test_many_requests_share_few_commits_and_wake_the_worker(
    client: httpx2.AsyncClient, sessions: async_sessionmaker[AsyncSession], ingest: Ingest, engine: AsyncEngine
) -> None:
    commits: list[object] = []
    woken: list[bool] = []
    ingest.on_new = lambda: woken.append(True)
    await post(client, message(0, "ก่อน"))
    database_events.listen(engine.sync_engine, "commit", commits.append)
    answers = await asyncio.gather(*(post(client, message(number, "พร้อมกัน")) for number in range(1, 41)))
    assert set(answers) == {200}
    assert len(await stored(sessions)) == 41
    assert len(commits) < 15
    assert len(woken) <= len(commits) + 1
    woken.clear()
    await post(client, message(1, "ซ้ำ"))
    assert woken == []


async def test_what_cannot_be_stored_is_not_acknowledged_and_the_next_is(
    client: httpx2.AsyncClient, engine: AsyncEngine, sessions: async_sessionmaker[AsyncSession]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("disk full")

    database_events.listen(engine.sync_engine, "begin", broken)
    assert await post(client, message(1, "ลองใหม่")) == 503
    database_events.remove(engine.sync_engine, "begin", broken)
    assert await post(client, message(1, "ลองใหม่")) == 200
    assert await words_stored(sessions) == ["ลองใหม่"]


async def test_the_log_tells_the_request_and_nothing_of_its_content(client: httpx2.AsyncClient) -> None:
    raw = json.dumps({"events": [message(1, "ความลับ")]}).encode()
    headers = {"x-line-signature": sign(raw), "x-line-request-id": "4c0e-11"}
    with capture_logs() as lines:
        await client.post("/line/webhook", content=raw, headers=headers)
    (line,) = [line for line in lines if line["event"] == "line.webhook"]
    assert (line["request_id"], line["status"], line["endpoint"]) == ("4c0e-11", 200, "/line/webhook")
    assert "ความลับ" not in str(lines)
    assert USER not in str(lines)


async def test_health_says_whether_the_database_answers(client: httpx2.AsyncClient, engine: AsyncEngine) -> None:
    assert (await client.get("/health")).status_code == 200

    def broken(*_: object) -> None:
        raise OSError("gone")

    database_events.listen(engine.sync_engine, "begin", broken)
    assert (await client.get("/health")).status_code == 503
