"""The LINE channel against the fake platform: what becomes of each send, and what it tells of people and quota."""

from __future__ import annotations

import asyncio
import dataclasses
import socket
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.channels.line import LineChannel
from bot.channels.line_read import read
from bot.chat import Choice, GoPrivate, Outcome, Reply, say
from bot.web.simulator.faults import Fault
from bot.words import load_words
from tests.contracts.line_house import DIRECT, GROUP, KAMOL, MALEE, ROOM, TOKEN, VILLAGE, Line, line


@pytest.fixture
async def at() -> AsyncIterator[Line]:
    async with line() as made:
        yield made


async def test_a_reply_arrives_and_tells_its_ids(at: Line) -> None:
    fate = await at.channel.send(at.reply(say("หนึ่ง", "สอง")))
    assert fate.outcome is Outcome.SENT
    assert list(fate.message_ids) == [message.id for message in at.fake.news()]
    assert at.shown() == ["หนึ่ง", "สอง"]
    assert "x-line-retry-key" not in at.fake.calls[-1].headers


async def test_a_used_and_an_expired_token_are_refused_as_tokens(at: Line) -> None:
    once = at.reply()
    assert (await at.channel.send(once)).outcome is Outcome.SENT
    assert (await at.channel.send(once)).reason == "token"
    late = at.reply()
    at.clock.advance(timedelta(seconds=61))
    fate = await at.channel.send(late)
    assert (fate.outcome, fate.reason) == (Outcome.REFUSED, "token")
    assert (await at.channel.send(dataclasses.replace(late, reply_token=None))).reason == "token"


async def test_a_push_twice_with_one_key_arrives_once(at: Line) -> None:
    push = at.push()
    first, second = await at.channel.send(push), await at.channel.send(push)
    assert first.outcome is second.outcome is Outcome.SENT
    assert first.message_ids == second.message_ids
    assert second.request_id == first.request_id
    assert at.shown() == ["สวัสดีค่ะ"]
    assert at.fake.calls[-1].headers["x-line-retry-key"] == push.id


@pytest.mark.parametrize(
    ("fault", "reply", "push"),
    [
        (Fault.SERVER, (Outcome.UNCERTAIN, "server"), (Outcome.RETRY, "server")),
        (Fault.LOST, (Outcome.UNCERTAIN, "timeout"), (Outcome.RETRY, "timeout")),
        (Fault.DROP, (Outcome.UNCERTAIN, "timeout"), (Outcome.RETRY, "timeout")),
        (Fault.RATE, (Outcome.RETRY, "rate"), (Outcome.RETRY, "rate")),
        (Fault.MONTHLY, (Outcome.RETRY, "rate"), (Outcome.RETRY, "rate")),
    ],
)
async def test_what_goes_wrong_on_the_way(
    at: Line, fault: Fault, reply: tuple[Outcome, str], push: tuple[Outcome, str]
) -> None:
    at.fake.faults.next("reply", fault)
    fate = await at.channel.send(at.reply())
    assert (fate.outcome, fate.reason) == reply
    at.fake.faults.next("push", fault)
    fate = await at.channel.send(at.push())
    assert (fate.outcome, fate.reason) == push


async def test_no_answer_in_time_may_have_arrived() -> None:
    async with line(patience=0.3) as at:
        at.fake.faults.next("reply", Fault.TIMEOUT)
        fate = await at.channel.send(at.reply())
        assert (fate.outcome, fate.reason) == (Outcome.UNCERTAIN, "timeout")
        assert at.shown() == ["สวัสดีค่ะ"]
        at.fake.faults.next("push", Fault.TIMEOUT)
        push = at.push(say("ดันไป"))
        assert (await at.channel.send(push)).outcome is Outcome.RETRY
        assert (await at.channel.send(push)).outcome is Outcome.SENT
        assert at.shown() == ["สวัสดีค่ะ", "ดันไป"]


async def test_where_nobody_listens_a_reply_may_be_tried_again() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        channel = LineChannel(TOKEN, load_words(), api_url=f"http://127.0.0.1:{closed.getsockname()[1]}/")
    async with line() as at:
        for outgoing in (at.reply(), at.push()):
            fate = await channel.send(outgoing)
            assert (fate.outcome, fate.reason) == (Outcome.RETRY, "unreachable")
    await channel.hint(read({"type": "message", "source": {"type": "user", "userId": MALEE}}))
    assert await channel.display_name(MALEE, DIRECT) is None
    with pytest.raises(OSError, match="LINE cannot be reached"):
        await channel.quota()
    await channel.close()


async def test_the_used_up_month_is_told_from_too_fast_by_asking(at: Line) -> None:
    at.fake.quota.spend(300)
    fate = await at.channel.send(at.push())
    assert (fate.outcome, fate.reason) == (Outcome.REFUSED, "quota")
    at.fake.faults.always("consumption", Fault.SERVER)
    assert (await at.channel.send(at.push())).reason == "rate"
    at.fake.faults.clear()
    at.fake.quota.limit = None
    at.fake.faults.next("push", Fault.MONTHLY)
    assert (await at.channel.send(at.push())).reason == "rate"


async def test_a_group_push_is_over_quota_by_its_members(at: Line) -> None:
    at.fake.quota.spend(299)
    assert (await at.channel.send(at.push(chat=GROUP))).reason == "quota"
    assert (await at.channel.send(at.push())).outcome is Outcome.SENT


async def test_a_wrong_access_token_keeps_the_message(at: Line) -> None:
    at.fake.access_token = "rotated"
    fate = await at.channel.send(at.push())
    assert (fate.outcome, fate.reason) == (Outcome.RETRY, "invalid")
    assert fate.wait_seconds >= 30


async def test_nothing_to_say_is_not_sent(at: Line) -> None:
    assert (await at.channel.send(at.reply(Reply(())))).outcome is Outcome.REFUSED
    assert at.fake.calls == []


async def test_the_way_into_the_private_chat_asks_for_our_id_once(at: Line) -> None:
    private = say("คุยส่วนตัวดีกว่าค่ะ", choices=(Choice("คุยส่วนตัว", GoPrivate("ยอดของฉัน")),))
    for _ in range(2):
        assert (await at.channel.send(at.reply(private, GROUP))).outcome is Outcome.SENT
    assert at.called("/v2/bot/info") == 1
    await at.fake.press(MALEE, VILLAGE, "คุยส่วนตัว")
    assert at.fake.prefilled[MALEE].text == "ยอดของฉัน"


async def test_hints_mark_as_read_and_show_the_dots_in_a_direct_chat_only(at: Line) -> None:
    await at.fake.say(MALEE, None, "สวัสดี")
    direct = read(at.fake.webhooks[-1].body["events"][0])
    at.channel.hints.dots_after = 0
    await at.channel.hint(direct)
    assert MALEE in at.fake.loading
    assert all(message.read for message in at.fake.seen(MALEE))
    await at.fake.say(MALEE, VILLAGE, "น้องบาท")
    before = at.called("/loading/start")
    await at.channel.hint(read(at.fake.webhooks[-1].body["events"][0]))
    assert at.called("/loading/start") == before
    assert all(call.status == 200 or call.status == 202 for call in at.fake.calls)
    assert [message.read for message in at.fake.seen(VILLAGE)] == [True]


async def test_an_answer_that_comes_at_once_needs_no_dots(at: Line) -> None:
    await at.fake.say(MALEE, None, "สวัสดี")
    at.channel.hints.dots_after = 60
    hint = asyncio.create_task(at.channel.hint(read(at.fake.webhooks[-1].body["events"][0])))
    await asyncio.sleep(0)
    await at.channel.send(at.reply())
    await asyncio.wait_for(hint, 5)
    assert (at.called("/loading/start"), at.called("/markAsRead")) == (0, 1)
    await at.channel.hint(read({"type": "unfollow", "source": {"type": "user", "userId": MALEE}}))
    assert at.called("/loading/start") == 0


async def test_a_hint_that_fails_disturbs_nobody(at: Line) -> None:
    at.fake.faults.always("*", Fault.SERVER)
    at.channel.hints.dots_after = 0
    said = {"type": "text", "text": "x"}
    await at.channel.hint(read({"type": "message", "source": {"type": "user", "userId": MALEE}, "message": said}))
    assert at.called("/loading/start") == 1


async def test_names_and_member_counts_of_every_sort_of_chat(at: Line) -> None:
    room = dataclasses.replace(GROUP, id=ROOM)
    assert await at.channel.display_name(MALEE, DIRECT) == "มาลี"
    assert await at.channel.display_name(KAMOL, GROUP) == "กมล"
    assert await at.channel.display_name(KAMOL, room) == "กมล"
    assert await at.channel.display_name("U" + "9" * 32, DIRECT) is None
    assert [await at.channel.member_count(chat) for chat in (DIRECT, GROUP, room)] == [1, 2, 2]
    assert await at.channel.member_count(dataclasses.replace(GROUP, id="C" + "9" * 32)) is None


async def test_the_quota_as_line_tells_it(at: Line) -> None:
    at.fake.quota.spend(7)
    assert await at.channel.quota() == (300, 7)
    at.fake.quota.limit = None
    assert await at.channel.quota() == (None, 7)


async def test_every_call_is_logged_with_its_request_id_and_nobodys_id(at: Line) -> None:
    with capture_logs() as lines:
        await at.channel.send(at.push())
        await at.channel.display_name(KAMOL, GROUP)
    calls = [line for line in lines if line["event"] == "line.call"]
    assert [(call["method"], call["status"]) for call in calls] == [("POST", 200), ("GET", 200)]
    assert all(call["request_id"] for call in calls)
    assert not any(secret in str(lines) for secret in (MALEE, KAMOL, VILLAGE, TOKEN, "สวัสดี"))


async def test_many_sends_at_once_all_arrive(at: Line) -> None:
    fates = await asyncio.gather(*(at.channel.send(at.reply(say(str(number)))) for number in range(30)))
    assert {fate.outcome for fate in fates} == {Outcome.SENT}
    assert len(at.shown()) == 30
