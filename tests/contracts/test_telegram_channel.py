"""The Telegram channel against the fake platform: what becomes of each send, and what it tells of people."""

from __future__ import annotations

import asyncio
import dataclasses
import socket
from collections.abc import AsyncIterator
from datetime import date

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_pace import Pace
from bot.channels.telegram_read import read
from bot.chat import (
    Attachment,
    Card,
    Choice,
    ContentDelayed,
    ContentTooLarge,
    GoPrivate,
    Kind,
    OpenLink,
    Outcome,
    PickDate,
    Press,
    Reply,
    Row,
    Say,
    Section,
    Text,
    say,
)
from bot.web.simulator.faults import Fault
from bot.words import load_words
from tests.contracts.telegram_house import (
    DIRECT,
    GROUP,
    KAMOL,
    MALEE,
    TOKEN,
    UPGRADED,
    VILLAGE,
    Telegram,
    telegram,
)
from tests.conversations.telegram_judge import judge


@pytest.fixture
async def at() -> AsyncIterator[Telegram]:
    async with telegram() as made:
        yield made
        assert [fault for call in made.fake.calls for fault in _judged(call)] == []


def _judged(call: object) -> list[str]:
    told = dataclasses.asdict(call)  # type: ignore[call-overload]
    return judge({"call": told["method"], "params": told["params"], "files": told["files"]})


async def test_what_is_sent_arrives_in_one_message_and_tells_its_id(at: Telegram) -> None:
    fate = await at.channel.send(at.out(say("หนึ่ง", "สอง")))
    assert fate.outcome is Outcome.SENT
    assert at.shown() == ["หนึ่ง\n\nสอง"]
    assert fate.message_ids == (f"{MALEE}:1",)


async def test_in_a_group_the_message_that_asked_is_answered(at: Telegram) -> None:
    asked = await at.fake.say(KAMOL, VILLAGE, "/ask@nongbaht_bot ยอดเท่าไหร่")
    incoming = read(at.fake.pending[-1])
    await at.channel.send(at.out(chat=GROUP, token=incoming.reply_token))
    assert at.fake.news()[-1].body["quoted"] == asked.id
    await at.channel.send(at.out(chat=GROUP, token=f"{VILLAGE}:99"))  # taken away meanwhile
    assert len(at.shown(VILLAGE)) == 2
    await at.channel.send(at.out(token=f"{MALEE}:1"))
    assert "quoted" not in at.fake.news()[-1].body


@pytest.mark.parametrize(
    ("fault", "outcome", "reason"),
    [
        (Fault.RATE, Outcome.RETRY, "rate"),
        (Fault.SERVER, Outcome.UNCERTAIN, "server"),
        (Fault.LOST, Outcome.UNCERTAIN, "timeout"),
        (Fault.DROP, Outcome.UNCERTAIN, "timeout"),
    ],
)
async def test_what_goes_wrong_on_the_way(at: Telegram, fault: Fault, outcome: Outcome, reason: str) -> None:
    at.fake.faults.next("sendMessage", fault)
    fate = await at.channel.send(at.out())
    assert (fate.outcome, fate.reason) == (outcome, reason)
    assert fate.wait_seconds == (at.fake.retry_after if fault is Fault.RATE else 0)


async def test_no_answer_in_time_may_have_arrived() -> None:
    async with telegram(patience=0.3) as at:
        at.fake.faults.next("sendMessage", Fault.TIMEOUT)
        fate = await at.channel.send(at.out())
        assert (fate.outcome, fate.reason) == (Outcome.UNCERTAIN, "timeout")
        assert at.shown() == ["สวัสดีค่ะ"]


async def test_where_nobody_listens_it_may_be_tried_again() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        channel = TelegramChannel(TOKEN, load_words(), api_url=f"http://127.0.0.1:{closed.getsockname()[1]}/")
        async with telegram() as at:
            fate = await channel.send(at.out())
        assert (fate.outcome, fate.reason) == (Outcome.RETRY, "unreachable")
        assert await channel.display_name(str(MALEE), DIRECT) is None
        assert await channel.username() is None
        with pytest.raises(ContentDelayed):
            await channel.content("file", 100)
        await channel.close()


async def test_who_blocked_us_or_never_spoke_with_us_or_put_us_out_is_not_reached(at: Telegram) -> None:
    at.fake.people[MALEE].blocked = True
    at.fake.people[KAMOL].started = False
    at.fake.groups[VILLAGE].bot_inside = False
    for chat in (DIRECT, dataclasses.replace(DIRECT, id=str(KAMOL)), GROUP, dataclasses.replace(DIRECT, id="999")):
        fate = await at.channel.send(at.out(chat=chat))
        assert (fate.outcome, fate.reason) == (Outcome.REFUSED, "blocked")


async def test_a_chat_of_another_channel_is_refused(at: Telegram) -> None:
    fate = await at.channel.send(at.out(chat=dataclasses.replace(DIRECT, id="U123")))
    assert (fate.outcome, fate.reason) == (Outcome.REFUSED, "invalid")


async def test_a_group_that_moved_tells_where_to(at: Telegram) -> None:
    await at.fake.upgrade(VILLAGE, UPGRADED, tell=False)
    fate = await at.channel.send(at.out(chat=GROUP))
    assert (fate.outcome, fate.reason, fate.moved_to) == (Outcome.RETRY, "moved", str(UPGRADED))


async def test_a_revoked_token_keeps_the_message(at: Telegram) -> None:
    at.fake.token = "7000000001:another"
    fate = await at.channel.send(at.out())
    assert (fate.outcome, fate.reason) == (Outcome.RETRY, "invalid")
    assert fate.wait_seconds >= 30


async def test_nothing_to_say_is_not_sent(at: Telegram) -> None:
    assert (await at.channel.send(at.out(Reply(())))).outcome is Outcome.REFUSED
    assert at.fake.calls == []


async def test_what_began_to_be_said_is_said_to_its_end(at: Telegram) -> None:
    long = say("ก" * 4000, "ข" * 4000, "ค" * 4000)
    at.fake.retry_after = 1
    send = asyncio.create_task(at.channel.send(at.out(long)))
    while not at.fake.news():
        await asyncio.sleep(0.001)
    at.fake.faults.next("sendMessage", Fault.RATE)
    fate = await send
    assert fate.outcome is Outcome.SENT
    assert [text[0] for text in at.shown()] == ["ก", "ข", "ค"]
    assert len(fate.message_ids) == 3


async def test_what_stays_half_said_is_uncertain_and_not_said_again(at: Telegram) -> None:
    at.fake.retry_after = 300
    send = asyncio.create_task(at.channel.send(at.out(say("ก" * 4000, "ข" * 4000))))
    while not at.fake.news():
        await asyncio.sleep(0.001)
    at.fake.faults.always("sendMessage", Fault.RATE)
    fate = await send
    assert (fate.outcome, fate.reason) == (Outcome.UNCERTAIN, "rate")
    assert fate.message_ids == (f"{MALEE}:1",)


async def test_a_chat_is_not_flooded() -> None:
    async with telegram(pace=Pace()) as at:
        fates = [await at.channel.send(at.out()) for _ in range(4)]
    assert [fate.outcome for fate in fates] == [Outcome.SENT] * 3 + [Outcome.RETRY]
    assert (fates[3].reason, 0 < fates[3].wait_seconds <= 1) == ("rate", True)


async def test_the_way_into_the_private_chat_says_the_question_there(at: Telegram) -> None:
    private = say("คุยส่วนตัวดีกว่าค่ะ", choices=(Choice("คุยส่วนตัว", GoPrivate("ยอดของฉันเท่าไหร่")),))
    for _ in range(2):
        assert (await at.channel.send(at.out(private, GROUP))).outcome is Outcome.SENT
    assert len(at.called("getMe")) == 1
    at.fake.people[KAMOL].started = False
    await at.fake.press(KAMOL, VILLAGE, "คุยส่วนตัว")
    incoming = read(at.fake.pending[-1])
    assert (incoming.kind, incoming.text) == (Kind.TEXT, "ยอดของฉันเท่าไหร่")
    assert incoming.chat.id == str(KAMOL)


async def test_without_our_name_people_are_told_the_way(at: Telegram) -> None:
    at.fake.faults.always("getMe", Fault.SERVER)
    private = say("คุยส่วนตัวดีกว่าค่ะ", choices=(Choice("คุยส่วนตัว", GoPrivate("ยอดของฉัน")),))
    await at.channel.send(at.out(private, GROUP))
    assert "ส่งข้อความ" in at.shown(VILLAGE)[0]
    assert at.fake.news()[0].buttons() == []


async def test_taps_come_back_as_what_they_mean(at: Telegram) -> None:
    long = "ขอดูยอดเงินสมทบของเดือนที่แล้วทั้งหมดของทุกคนในบ้าน"
    choices = (
        Choice("กด", Press("fill:kind?kind=birth")),
        Choice("พูด", Say("สวัสดี")),
        Choice("พูดยาว", Say(long)),
        Choice("เว็บ", OpenLink("https://example.org/ก")),
        Choice("โทร 1323", OpenLink("tel:1323")),
    )
    await at.channel.send(at.out(say("เลือก", choices=choices)))
    assert [button.label for button in at.fake.news()[0].buttons()] == ["กด", "พูด", "พูดยาว", "เว็บ"]
    assert at.shown() == ["เลือก\n\n☎ โทร 1323"]
    seen = []
    for label in ("กด", "พูด", "พูดยาว"):
        message, button = next((m, b) for m in at.fake.news() for b in m.buttons() if b.label == label)
        await at.fake.tap(MALEE, message, button)
        incoming = read(at.fake.pending[-1])
        seen.append((incoming.kind, incoming.data, incoming.text))
    assert seen == [
        (Kind.PRESS, "fill:kind?kind=birth", ""),
        (Kind.TEXT, "", "สวัสดี"),
        (Kind.TEXT, "", "พูดยาว"),
    ]


async def test_every_tap_is_answered_and_a_calendar_turns_its_pages(at: Telegram) -> None:
    picker = PickDate("fill:date", initial=date(2026, 11, 21), earliest=date(2026, 9, 1), latest=date(2026, 11, 21))
    choices = (Choice("วันนี้", Press("fill:date?date=2026-11-21")), Choice("เลือกวันที่", picker))
    await at.channel.send(at.out(say("วันไหนคะ", choices=choices)))
    telling = asyncio.create_task(_acknowledging(at))
    await at.fake.pick_date(MALEE, None, "2026-09-05")
    telling.cancel()
    labels = [button.label for button in at.fake.news()[0].buttons()]
    assert labels[0] == "วันนี้"
    assert "ก.ย. 2569" in labels
    incoming = read(at.fake.pending[-1])
    assert (incoming.kind, incoming.picked, incoming.data) == (Kind.PICK, "2026-09-05", "fill:date")
    await at.channel.acknowledge(at.fake.pending[-1])
    assert all(at.fake.taps.values())
    with pytest.raises(LookupError):
        await at.fake.pick_date(MALEE, None, "2026-08-31")


async def _acknowledging(at: Telegram) -> None:
    """Answers taps as the door does."""
    done = 0
    while True:
        for update in at.fake.pending[done:]:
            await at.channel.acknowledge(update)
            done += 1
        await asyncio.sleep(0.005)


async def test_a_card_is_laid_out_with_bars_and_keeps_its_buttons(at: Telegram) -> None:
    rows = (Row("9 กองทุน", "ส่งแล้ว", share=0.75), Row("3 กองทุน", "ยังไม่ส่ง", strong=True))
    card = Card("โซนเมือง", "75%", (Section(rows, "รายงาน"),), "ข้อมูล ณ วันนี้", (Choice("ดู", Press("ask:x")),))
    await at.channel.send(at.out(Reply((card, Text("อย่างอื่นอีกไหมคะ")), (Choice("ไม่มี", Press("ask:y")),))))
    first, second = at.fake.news()
    assert first.text().splitlines()[:2] == ["โซนเมือง", "75%"]
    assert "ส่งแล้ว: 9 กองทุน\n▰▰▰▰▰▰▰▰▱▱" in first.text()
    assert [[button.label for button in message.buttons()] for message in (first, second)] == [["ดู"], ["ไม่มี"]]
    styles = [(entity["type"], _marked(first.body["text"], entity)) for entity in first.body["entities"]]
    assert ("bold", "โซนเมือง") in styles
    assert ("italic", "ข้อมูล ณ วันนี้") in styles


def _marked(text: str, entity: dict[str, int]) -> str:
    units = text.encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


async def test_choices_beyond_what_fits_are_numbered_lines(at: Telegram) -> None:
    choices = tuple(Choice(f"ข้อ {number}", Press(f"ask:{number}")) for number in range(30))
    await at.channel.send(at.out(say("เลือก", choices=choices)))
    assert len(at.fake.news()[0].buttons()) == 24
    assert at.shown()[0].endswith("6. ข้อ 29")


async def test_files_go_up_as_pictures_and_documents_with_their_choices(at: Telegram) -> None:
    book = Attachment("secret-1", "สรุปโซน.xlsx", "application/vnd.ms-excel", "สรุป 3 โซน", 4)
    chart = Attachment("secret-2", "กราฟ.png", "image/png", "กราฟสมาชิก", 4)
    gone = Attachment("secret-3", "เก่า.txt", "text/plain", "หมดอายุ", 4)
    reply = Reply((Text("นี่ค่ะ"), book, chart, gone), (Choice("ขอบคุณ", Press("ask:thanks")),))
    out = dataclasses.replace(at.out(reply), files={"secret-1": b"PK\3\4", "secret-2": b"\x89PNG"})
    fate = await at.channel.send(out)
    assert (fate.outcome, len(fate.message_ids)) == (Outcome.SENT, 4)
    words, document, photo, sorry = at.fake.news()
    assert words.text() == "นี่ค่ะ"
    assert document.text() == "สรุปโซน.xlsx\nสรุป 3 โซน"
    assert at.fake.content[document.body["document"]["file_id"]] == b"PK\3\4"
    assert at.fake.content[photo.body["photo"][0]["file_id"]] == b"\x89PNG"
    assert "เก่า.txt" in sorry.text()
    assert [button.label for button in sorry.buttons()] == ["ขอบคุณ"]


async def test_what_people_sent_is_fetched_up_to_a_size(at: Telegram) -> None:
    await at.fake.send_image(MALEE, None, b"\xff\xd8picture")
    handle = read(at.fake.pending[-1]).handle
    assert handle is not None
    assert await at.channel.content(handle, 1000) == b"\xff\xd8picture"
    with pytest.raises(ContentTooLarge):
        await at.channel.content(handle, 3)
    assert await at.channel.content("nothing", 1000) is None
    at.fake.faults.next("getFile", Fault.SERVER)
    with pytest.raises(ContentDelayed):
        await at.channel.content(handle, 1000)


async def test_typing_is_shown_where_the_answer_is_slow_in_a_direct_chat_only(at: Telegram) -> None:
    await at.fake.say(MALEE, None, "สวัสดี")
    direct = read(at.fake.pending[-1])
    at.channel.typing.after = 0
    await at.channel.hint(direct)
    assert at.fake.typing == {MALEE}
    await at.channel.hint(dataclasses.replace(direct, chat=GROUP))
    assert len(at.called("sendChatAction")) == 1
    at.fake.faults.always("sendChatAction", Fault.SERVER)
    await at.channel.hint(direct)
    at.channel.typing.after = 60
    hint = asyncio.create_task(at.channel.hint(direct))
    await asyncio.sleep(0)
    await at.channel.send(at.out())
    await asyncio.wait_for(hint, 5)
    assert len(at.called("sendChatAction")) == 2


async def test_the_commands_are_put_up_and_a_failure_harms_nothing(at: Telegram) -> None:
    await at.channel.introduce()
    (told,) = at.called("setMyCommands")
    assert [one["command"] for one in told["commands"]] == ["ask", "help"]  # type: ignore[index]
    assert at.channel.bridge("abc") == "https://t.me/nongbaht_bot?start=tabc"
    at.fake.faults.always("setMyCommands", Fault.SERVER)
    await at.channel.introduce()


async def test_names_of_people_and_that_nothing_costs_anything(at: Telegram) -> None:
    assert await at.channel.display_name(str(MALEE), DIRECT) == "มาลี"
    assert await at.channel.display_name(str(KAMOL), GROUP) == "กมล"
    assert await at.channel.display_name("999", DIRECT) is None
    assert await at.channel.display_name("U123", DIRECT) is None
    assert await at.channel.member_count(GROUP) is None
    assert await at.channel.quota() is None


async def test_calls_are_logged_without_anybodys_id_or_words(at: Telegram) -> None:
    with capture_logs() as lines:
        await at.channel.send(at.out())
        at.fake.people[MALEE].blocked = True
        await at.channel.send(at.out())
    assert [line["method"] for line in lines if line["event"] == "telegram.call"] == ["sendMessage", "sendMessage"]
    assert not any(secret in str(lines) for secret in (str(MALEE), TOKEN, "สวัสดี"))


async def test_many_sends_at_once_all_arrive(at: Telegram) -> None:
    fates = await asyncio.gather(*(at.channel.send(at.out(say(str(number)))) for number in range(30)))
    assert {fate.outcome for fate in fates} == {Outcome.SENT}
    assert len(at.shown()) == 30
