"""Telegram's updates at our door: by webhook and by polling, durable at once, nothing kept that was not said to us."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.channels.telegram_read import read
from bot.chat import Choice, Kind, Press, say
from bot.web.bodies import MOST_BYTES
from bot.web.ingest import Ingest
from bot.web.server import running
from bot.web.simulator.faults import Fault
from bot.web.telegram_door import TELEGRAM_PATH, TelegramDoor, telegram_routes
from storage.models import Conversation, InboxEvent, SentMessage
from tests.contracts.telegram_house import KAMOL, MALEE, SECRET, USERNAME, VILLAGE, Telegram, telegram


@dataclass
class Door:
    """Telegram before our door."""

    telegram: Telegram
    sessions: async_sessionmaker[AsyncSession]
    ingest: Ingest
    door: TelegramDoor

    async def stored(self) -> list[Any]:
        async with self.sessions() as session:
            rows = list(await session.scalars(select(InboxEvent).order_by(InboxEvent.id)))
        return [read(json.loads(row.body or "")) for row in rows]

    async def words(self) -> list[str]:
        return [incoming.text for incoming in await self.stored()]


@pytest.fixture
async def at(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[Door]:
    async with telegram() as made:
        ingest = Ingest(sessions, made.clock)
        door = TelegramDoor(ingest, made.channel)
        async with running(Starlette(routes=telegram_routes(door, SECRET))) as url:
            made.fake.webhook_url, made.fake.webhook_secret = f"{url}{TELEGRAM_PATH}", SECRET
            made.fake.privacy = False
            yield Door(made, sessions, ingest, door)
        await ingest.close()


async def test_what_is_said_to_us_is_stored_once(at: Door) -> None:
    await at.telegram.fake.say(MALEE, None, "ยอดของฉัน")
    sent = at.telegram.fake.sent[-1]
    assert sent.status == 200
    assert (await at.telegram.fake.post(sent.update)).status == 200
    assert await at.words() == ["ยอดของฉัน"]


async def test_without_the_secret_nothing_enters(at: Door) -> None:
    fake = at.telegram.fake
    for secret in ("", "another", SECRET + "x"):
        assert (await fake.post({"update_id": 1, "message": {}}, secret=secret)).status == 401
    assert await at.words() == []


async def test_a_bad_update_is_taken_and_forgotten(at: Door) -> None:
    fake = at.telegram.fake
    odd: list[Any] = [None, [], 7, {}, {"update_id": "x"}, {"update_id": 1, "message": []}, {"update_id": 2, "x": 1}]
    odd += [{"update_id": 3, "callback_query": 7}, {"update_id": 4, "callback_query": {"id": "t", "message": 3}}]
    for update in odd:
        assert (await fake.post(update)).status == 200
    chat = {"id": MALEE, "type": "private"}
    half = {"message_id": 1, "chat": chat, "from": {"id": MALEE}, "date": 1, "text": "ครึ่ง\ud800ตัว\x00"}
    assert await at.door.take({"update_id": 5, "message": half})
    assert await at.words() == ["ครึ่ง?ตัว"]


async def test_what_is_no_json_or_too_long(at: Door) -> None:
    import aiohttp

    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with aiohttp.ClientSession(headers=headers) as session:
        statuses = []
        for body in (b"no json", b"[" * 100_000, b" " * (MOST_BYTES + 1)):
            async with session.post(at.telegram.fake.webhook_url, data=body) as answer:
                statuses.append(answer.status)
    assert statuses == [200, 200, 413]


async def test_while_the_database_is_away_updates_come_again(at: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = at.telegram.fake

    async def away(*_: object) -> None:
        raise OperationalError("insert", {}, Exception("gone"))

    with monkeypatch.context() as patch:
        patch.setattr(at.ingest, "_commit", away)
        await fake.say(MALEE, None, "ยอดของฉัน")
        assert fake.sent[-1].status == 503

    async def never(*_: object) -> None:
        raise ValueError("no database takes this")

    with monkeypatch.context() as patch:
        patch.setattr(at.ingest, "_commit", never)
        await fake.say(MALEE, None, "แปลก")
        assert fake.sent[-1].status == 200
    await fake.retry()
    assert fake.pending == []
    assert await at.words() == ["ยอดของฉัน"]


async def test_what_people_say_among_themselves_is_never_stored(at: Door) -> None:
    fake = at.telegram.fake
    first = await fake.say(KAMOL, VILLAGE, "เจ็บท้องมาสามวันแล้ว")
    await fake.say(MALEE, VILLAGE, "พรุ่งนี้ประชุมกี่โมง")
    await fake.say(MALEE, VILLAGE, "@kamol มาไหม")
    await fake.send_image(KAMOL, VILLAGE)
    await fake.say(MALEE, VILLAGE, "น้องบาท เบอร์กองทุน", quote=first.id)
    await fake.say(MALEE, VILLAGE, f"คลอดลูกได้กี่บาท @{USERNAME}")
    await fake.say(MALEE, VILLAGE, f"/ask@{USERNAME} ยอดของฉัน")
    assert await at.words() == ["น้องบาท เบอร์กองทุน", "คลอดลูกได้กี่บาท", "ยอดของฉัน"]
    async with at.sessions() as session:
        bodies = "".join(str(row.body) for row in await session.scalars(select(InboxEvent)))
    assert not any(word in bodies for word in ("เจ็บท้อง", "มาลี", "กมล", "บ้านสวน"))


async def test_a_quote_of_ours_and_an_awaited_answer_are_heard(at: Door) -> None:
    fake, now = at.telegram.fake, at.telegram.clock.now()
    ours = await fake.say(MALEE, VILLAGE, "ข้อความ")
    state = {"version": 1, "pending": {"intent": "benefit.amount", "slots": {}, "ask": "nights", "tries": 1}}
    async with at.sessions.begin() as session:
        sent = {"chat_id": str(VILLAGE), "sent_at": now}
        session.add(SentMessage(channel="telegram", message_id=f"{VILLAGE}:{ours.id}", **sent))
        talk = {"chat_id": str(VILLAGE), "account_id": str(KAMOL), "updated_at": now}
        session.add(Conversation(channel="telegram", state=state, **talk))
    await fake.say(MALEE, VILLAGE, "อันนี้คืออะไร", quote=ours.id)
    await fake.say(KAMOL, VILLAGE, "4 คืน")
    await fake.say(MALEE, VILLAGE, "4 คืน")
    assert await at.words() == ["อันนี้คืออะไร", "4 คืน"]


async def test_under_privacy_mode_telegram_keeps_the_rest_from_us(at: Door) -> None:
    fake = at.telegram.fake
    fake.privacy = True
    await fake.say(MALEE, VILLAGE, "น้องบาท เบอร์กองทุน")
    await fake.say(MALEE, VILLAGE, "/ask ยอด")
    await fake.say(MALEE, VILLAGE, "/ask@other_bot ยอด")
    assert fake.sent == []
    await fake.say(MALEE, VILLAGE, f"/ask@{USERNAME} ยอด")
    await at.telegram.channel.send(at.telegram.out(say("ตอบ"), chat=(await at.stored())[0].chat))
    await fake.say(MALEE, VILLAGE, "แล้วของแม่ล่ะ", quote=fake.news()[-1].id)
    assert len(fake.sent) == 2


async def test_every_tap_is_answered_even_where_nothing_can_be_stored(
    at: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = at.telegram.fake
    await at.telegram.channel.send(at.telegram.out(say("เลือก", choices=(Choice("ใช่", Press("ask:help")),))))
    await fake.press(MALEE, None, "ใช่")
    await fake.settled()
    assert list(fake.taps.values()) == [True]
    assert [incoming.kind for incoming in await at.stored()] == [Kind.PRESS]
    fake.faults.always("answerCallbackQuery", Fault.SERVER)
    await fake.press(MALEE, None, "ใช่")
    assert fake.sent[-1].status == 200


async def test_while_telegram_does_not_tell_our_name_webhooks_are_taken(at: Door) -> None:
    at.telegram.fake.faults.always("getMe", Fault.SERVER)
    for text in ("สวัสดี", "ยอดของฉัน"):
        await at.telegram.fake.say(MALEE, None, text)
    assert await at.words() == ["สวัสดี", "ยอดของฉัน"]
    assert len(at.telegram.called("getMe")) == 1


async def test_a_machine_without_an_address_fetches_its_updates(at: Door) -> None:
    fake = at.telegram.fake
    fake.webhook_url = ""
    await fake.say(MALEE, None, "หนึ่ง")
    polling = asyncio.create_task(at.door.poll())
    try:
        await _until(at, 1)
        await fake.say(MALEE, None, "สอง")
        await _until(at, 2)
        for _ in range(200):
            if not fake.pending:
                break
            await asyncio.sleep(0.01)
            await fake.say(KAMOL, None, "ปลุก")
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
    assert (await at.words())[:2] == ["หนึ่ง", "สอง"]
    assert {"หนึ่ง", "สอง"} & {str(update["message"].get("text")) for update in fake.pending} == set()


async def test_beside_a_webhook_polling_waits_and_says_why(at: Door) -> None:
    with capture_logs() as lines:
        polling = asyncio.create_task(at.door.poll())
        for _ in range(200):
            if any(line["event"] == "telegram.poll" for line in lines):
                break
            await asyncio.sleep(0.01)
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
    assert [line["error"] for line in lines if line["event"] == "telegram.poll"] == ["getUpdates: Conflict"]


async def _until(at: Door, count: int) -> None:
    for _ in range(300):
        if len(await at.words()) >= count:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the update did not come")
