"""Files out and pictures in, through LINE: what the fake platform shows, what it gives, and what it gives no longer."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.channels.line_files import MOST_ADDRESS, size
from bot.channels.line_render import render
from bot.chat import (
    Attachment,
    Card,
    Choice,
    ContentDelayed,
    ContentTooLarge,
    GoPrivate,
    OpenLink,
    Outcome,
    Reply,
    Say,
    Text,
    say,
)
from bot.web.simulator.faults import Fault
from bot.words import load_words
from tests.contracts.line_house import MALEE, Line, line
from tests.contracts.line_rules import faults

SITE, TOKEN = "https://bot.example", "t" * 32
CHART = Attachment(TOKEN, "สรุป โซนเมือง.png", "image/png", "บ้านสวน 298 คน", 40_000)
BOOK = Attachment(TOKEN, "รายชื่อกองทุน.xlsx", "application/vnd.ms-excel", "6 กองทุน", 12_345)
OK = "https://bot.example/files/" + TOKEN
MOST = 10_000_000


@pytest.fixture
async def at() -> AsyncIterator[Line]:
    async with line(public_url=SITE + "/") as made:
        yield made


# ------------------------------------------------------------------------------------------------ out


async def test_a_chart_is_a_picture_in_the_chat(at: Line) -> None:
    reply = Reply((Text("สรุปค่ะ"), CHART), (Choice("ขอไฟล์", Say("ขอไฟล์")),))
    assert (await at.channel.send(at.reply(reply))).outcome is Outcome.SENT
    words, picture = at.fake.news(chat=MALEE)
    assert words.text() == "สรุปค่ะ"
    assert picture.body["type"] == "image"
    assert picture.body["originalContentUrl"].startswith(OK + "/%E0%B8%AA")
    assert picture.body["previewImageUrl"] == picture.body["originalContentUrl"] + "?small=1"
    assert picture.text() == "[สรุป โซนเมือง.png]"
    assert [button.label for button in picture.buttons() if button.quick] == ["ขอไฟล์"]


async def test_a_workbook_is_a_card_that_opens_it(at: Line) -> None:
    assert (await at.channel.send(at.push(Reply((BOOK,))))).outcome is Outcome.SENT
    card = at.fake.news(chat=MALEE)[0]
    for words in ("รายชื่อกองทุน.xlsx", "6 กองทุน", "12 KB", "7 วัน", "เปิดไฟล์"):
        assert words in card.text()
    button = card.buttons()[0]
    assert (button.label, button.action["type"]) == ("เปิดไฟล์", "uri")
    assert button.action["uri"].startswith(OK)


@pytest.mark.parametrize("public_url", [None, "", "http://bot.example"])
async def test_without_an_address_of_ours_people_are_told_and_nothing_breaks(public_url: str | None) -> None:
    async with line(public_url=public_url) as at:
        assert (await at.channel.send(at.reply(Reply((CHART, BOOK))))).outcome is Outcome.SENT
        assert all("ยังส่งไฟล์ในแชตนี้ไม่ได้" in text for text in at.shown())
        assert len(at.shown()) == 2


def test_pictures_that_line_does_not_show_are_links() -> None:
    huge = Attachment(TOKEN, "a.png", "image/png", "", MOST + 1)
    odd = Attachment(TOKEN, "a.gif", "image/gif", "")
    for part in (huge, odd):
        made = render(Reply((part,)), None, load_words(), SITE)
        assert (made[0]["type"], faults(made)) == ("flex", [])
        assert "ดูรูป" in str(made)


def test_a_long_name_does_not_make_the_address_too_long() -> None:
    part = Attachment(TOKEN, "ก" * 100 + ".xlsx", "text/plain", "")
    made = render(Reply((part,)), None, load_words(), SITE)
    assert faults(made) == []
    address = made[0]["contents"]["footer"]["contents"][0]["action"]["uri"]
    assert address == OK
    assert len(address) <= MOST_ADDRESS


def test_many_files_are_packed_and_every_one_can_be_opened() -> None:
    parts = tuple(
        Attachment(f"{number}" * 32, f"ไฟล์ {number}.png", "image/png", f"ภาพที่ {number}") for number in range(7)
    )
    made = render(Reply((Text("เจ็ดไฟล์"), *parts)), None, load_words(), SITE)
    assert faults(made) == []
    assert all(f"/files/{f'{number}' * 32}" in str(made) for number in range(7))


def test_a_picture_keeps_the_way_into_the_private_chat() -> None:
    made = render(Reply((CHART,), (Choice("คุยส่วนตัว", GoPrivate("ขอไฟล์")),)), "@216ru", load_words(), SITE)
    assert [message["type"] for message in made] == ["image", "flex"]
    assert faults(made) == []
    assert "คุยส่วนตัว" in str(made)


def test_a_card_beside_a_file_keeps_its_own_buttons() -> None:
    card = Card("ก", buttons=(Choice("โทร", OpenLink("tel:0200000000")),))
    made = render(Reply((card, BOOK, CHART, say("ข").parts[0])), None, load_words(), SITE)
    assert [message["type"] for message in made] == ["flex", "flex", "image", "text"]


def test_sizes_read_as_on_a_phone() -> None:
    assert [size(count) for count in (0, 500, 12_345, 1_500_000)] == ["1 KB", "1 KB", "12 KB", "1.4 MB"]


# ------------------------------------------------------------------------------------------------ in


async def sent(at: Line, data: bytes = b"\xff\xd8\xff the picture") -> str:
    return (await at.fake.send_image(MALEE, None, data)).id


async def test_a_picture_is_fetched_by_its_message(at: Line) -> None:
    message = await sent(at)
    with capture_logs() as logs:
        assert await at.channel.content(message, MOST) == b"\xff\xd8\xff the picture"
    assert message not in str(logs), "no ids of messages in the log"
    assert logs[-1]["status"] == "200"


async def test_what_is_gone_is_gone(at: Line) -> None:
    message = await sent(at)
    await at.fake.unsend(MALEE, None)
    assert await at.channel.content(message, MOST) is None
    assert await at.channel.content("999", MOST) is None


async def test_what_is_not_ready_may_be_asked_for_again(at: Line) -> None:
    message = await sent(at)
    at.fake.transcoding.add(message)
    with pytest.raises(ContentDelayed):
        await at.channel.content(message, MOST)
    at.fake.transcoding.clear()
    for fault in (Fault.SERVER, Fault.RATE):
        at.fake.faults.next("content", fault)
        with pytest.raises(ContentDelayed):
            await at.channel.content(message, MOST)
    assert await at.channel.content(message, MOST)


async def test_a_picture_that_is_too_large_is_not_read_to_its_end(at: Line) -> None:
    message = await sent(at, b"\xff\xd8\xff" + bytes(300_000))
    with pytest.raises(ContentTooLarge):
        await at.channel.content(message, 100_000)
    assert await at.channel.content(message, 400_000)


async def test_odd_ids_cannot_leave_their_place_in_the_address(at: Line) -> None:
    for odd in ("../../../info", "1/content?x=", "ก", "a b"):
        assert await at.channel.content(odd, MOST) is None
