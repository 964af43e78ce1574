"""The simulator's page for phones that show Telegram, as its browser meets it: JSON in, JSON out."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.clock import MovableClock
from bot.demo.identities import GROUPS, PERSONAS, telegram_group_id, telegram_user_id, user_id
from bot.web.simulator import personas as line_personas
from bot.web.simulator.page import simulator_routes
from bot.web.simulator.personas import demo_personas
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.telegram.personas import populate
from bot.web.simulator.telegram.platform import FakeTelegram
from bot.words import load_words

MALEE, KAMOL, NID = telegram_user_id("malee"), telegram_user_id("kamol"), telegram_user_id("nid")
VILLAGE = telegram_group_id("village")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
KEYS = {
    "inline_keyboard": [
        [{"text": "ใช่", "callback_data": "yes"}, {"text": "ดูเว็บ", "url": "https://example.org/"}],
        [
            {"text": "ส่วนตัว", "url": "https://t.me/nongbaht_bot?start=qabc"},
            {"text": "เปิด LINE", "url": "https://line.me/R/oaMessage/%40nongbaht/?%E0%B8%81%20x"},
        ],
    ]
}


class Page:
    """What the page's own code does, as calls; `line` and `fake` are the platforms."""

    def __init__(self, client: TestClient, line: FakeLine, fake: FakeTelegram) -> None:
        self.client, self.line, self.fake = client, line, fake

    def act(self, deed: str, user: int = MALEE, **asked: Any) -> tuple[int, Any]:
        told = self.client.post(
            f"/simulator/api/telegram/{deed}", json={"user": user, **asked}, headers={"x-simulator": "1"}
        )
        return told.status_code, told.json()

    def state(self, user: int = MALEE, chat: int | None = None, since: str = "") -> Any:
        asked: dict[str, Any] = {"user": user, "chat": chat or user} | ({"since": since} if since else {})
        told = self.client.get("/simulator/api/telegram/state", params=asked)
        return told.json() if told.status_code == 200 else told.status_code

    def content(self, chat: int, message: int, user: int = MALEE) -> Any:
        return self.client.get(f"/simulator/telegram/content/{chat}/{message}", params={"user": user})


@pytest.fixture
def page() -> Iterator[Page]:
    words, clock = load_words(), MovableClock(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
    people = demo_personas(words)
    line, fake = FakeLine(clock, "secret", "token"), FakeTelegram(clock, "7:token", bot_name="น้องบาท")
    line_personas.populate(line, people)
    populate(fake, people)
    app = Starlette(routes=simulator_routes(line, clock, words, people, telegram=fake))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield Page(client, line, fake)


def test_all_personas_have_an_account_that_has_not_begun(page: Page) -> None:
    told = page.client.get("/simulator/api/start").json()
    assert told["telegram"] == {"username": "nongbaht_bot", "address": "https://t.me/nongbaht_bot"}
    assert [one["telegram"] for one in told["personas"]] == [telegram_user_id(key) for key in PERSONAS]
    for key in PERSONAS:
        account = telegram_user_id(key)
        seen = page.state(account)
        groups = [telegram_group_id(name) for name, members in GROUPS.items() if key in members]
        assert [chat["id"] for chat in seen["chats"]] == [account, *groups]
        assert (seen["started"], seen["blocked"], seen["on"]) == (False, False, "telegram")


def test_start_carries_what_the_link_brought_and_the_page_does_not_show_it(page: Page) -> None:
    assert page.act("start", payload="tabcdef") == (200, {})
    assert page.fake.pending[-1]["message"]["text"] == "/start tabcdef"
    seen = page.state()
    assert seen["started"]
    assert [(one["text"], one["mine"]) for one in seen["messages"]] == [("/start", True)]
    assert seen["chats"][0]["last"] == "/start"
    assert page.act("start", payload="x" * 65)[0] == 400


def test_a_change_on_either_messenger_is_news(page: Page) -> None:
    first = page.state()
    assert page.state(since=first["changes"]) == 204
    page.line.changed()
    second = page.state(since=first["changes"])
    page.fake.show(MALEE, None, {"text": "ใกล้กำหนด"})
    third = page.state(since=second["changes"])
    asked = {"user": user_id("malee"), "chat": user_id("malee")}
    in_line = page.client.get("/simulator/api/state", params=asked).json()
    assert in_line["elsewhere"] == {"chat": MALEE, "number": 0}, "a badge on the other messenger"
    assert third["elsewhere"] == {"chat": user_id("malee"), "number": -1}


def test_nobody_looks_into_a_chat_that_is_not_his(page: Page) -> None:
    page.act("picture", chat=VILLAGE)
    for chat in (VILLAGE, MALEE, 5):
        assert page.state(NID, chat) == 404
        assert page.act("say", NID, chat=chat, text="แอบ")[0] == 400
    assert page.content(VILLAGE, 1, NID).status_code == 404
    assert page.content(VILLAGE, 1, KAMOL).headers["content-type"] == "image/png"


def test_privacy_mode_keeps_talk_from_the_bot_until_it_is_switched_off(page: Page) -> None:
    page.act("say", chat=VILLAGE, text="ใครไปวัดบ้าง")
    page.act("say", chat=VILLAGE, text="@nongbaht_bot ว่าไง")
    assert [one["heard"] for one in page.state(chat=VILLAGE)["messages"]] == [False, True]
    assert len(page.fake.pending) == 1
    page.act("edit", chat=VILLAGE, message=1, text="ใครไปวัด")
    assert len(page.fake.pending) == 1, "what was rewritten is kept from it as well"
    page.act("privacy", chat=VILLAGE)
    assert page.state(chat=VILLAGE)["privacy"] is False
    page.act("say", chat=VILLAGE, text="ไปกันเถอะ")
    assert len(page.fake.pending) == 2


def test_buttons_are_tapped_by_their_place_and_say_where_they_lead(page: Page) -> None:
    page.fake.add_person(MALEE, "มาลี")
    page.fake.show(MALEE, None, {"text": "ไหม", "reply_markup": KEYS})
    assert page.act("tap", message=1, path="0.0") == (200, {})
    assert page.fake.pending[-1]["callback_query"]["data"] == "yes"
    assert page.act("tap", message=1, path="0.1") == (200, {"uri": "https://example.org/"})
    assert page.act("tap", message=1, path="1.0") == (200, {"start": "qabc"})
    assert page.act("tap", message=1, path="1.1") == (200, {"in_line": "ก x"})
    for path in ("0.2", "2.0", "-1.0", "0", "x.y", ""):
        assert page.act("tap", message=1, path=path)[0] == 400, path
    assert page.act("tap", KAMOL, message=1, path="0.0", chat=MALEE)[0] == 400, "not his chat"
    assert len(page.fake.pending) == 1
    keyboard = page.state()["messages"][0]["body"]["keyboard"]
    assert keyboard[0] == [{"label": "ใช่", "url": False}, {"label": "ดูเว็บ", "url": True}]
    assert "yes" not in str(page.state()["messages"]), "what a button carries stays here"
    page.act("block")
    assert page.act("tap", message=1, path="0.0")[0] == 400


def test_what_can_be_sent_is_seen(page: Page) -> None:
    assert page.act("picture")[0] == 200
    assert page.act("picture", data=b64encode(PNG).decode())[0] == 200
    assert page.act("sticker", sticker="3")[0] == 200
    assert page.act("voice", seconds=40)[0] == 200
    assert page.act("place", place="temple")[0] == 200
    bodies = [one["body"] for one in page.state()["messages"]]
    assert [one["type"] for one in bodies] == ["photo", "photo", "sticker", "voice", "location"]
    assert (bodies[2]["drawn"], bodies[3]["seconds"], bodies[4]["latitude"]) == ("3", 40, 13.7512)
    assert page.content(MALEE, 2).content == PNG
    assert page.content(MALEE, 3).status_code == page.content(MALEE, 9).status_code == 404
    assert "drawn" not in str(page.fake.pending), "the page's own marks are not Telegram's"
    assert page.state()["chats"][0]["last"] == "ตำแหน่งที่ตั้ง"
    for deed, asked in (("picture", {"data": "AAAA"}), ("sticker", {"sticker": "9"}), ("voice", {"seconds": 0})):
        assert page.act(deed, **asked)[0] == 400


def test_a_file_of_the_bots_is_saved_under_its_name(page: Page) -> None:
    held = page.fake.keep(b"PK", file_name="สรุป ปี 69.xlsx")
    page.fake.show(MALEE, None, {"document": held, "caption": "2 รายการ"})
    assert page.state()["messages"][0]["body"]["name"] == "สรุป ปี 69.xlsx"
    told = page.content(MALEE, 1)
    assert told.content == b"PK"
    assert told.headers["content-disposition"].startswith("attachment; filename*=utf-8''%E0")


def test_quotes_rewriting_and_blocking(page: Page) -> None:
    page.act("start")
    page.fake.show(MALEE, None, {"text": "วันไหน"})
    assert page.act("say", text="พรุ่งนี้", quote=2)[0] == 200
    assert page.fake.pending[-1]["message"]["reply_to_message"]["text"] == "วันไหน"
    assert page.act("edit", message=3, text="มะรืน")[0] == 200
    assert page.fake.pending[-1]["edited_message"]["text"] == "มะรืน"
    last = page.state()["messages"][-1]
    assert (last["text"], last["edited"], last["quoted"]["text"]) == ("มะรืน", True, "วันไหน")
    assert page.act("edit", message=2, text="ของบอท")[0] == 400
    page.act("block")
    assert page.state()["blocked"]
    assert page.fake.pending[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    page.act("say", text="ยังอยู่ไหม")
    assert page.state()["messages"][-1]["heard"] is False
    page.act("start")
    assert not page.state()["blocked"]


@pytest.mark.parametrize("asked", [b"", b"[]", b"{}", b'{"user": "x"}', b'{"user": 5}', b"null", b"\xff"])
@pytest.mark.parametrize("deed", ["say", "start", "tap", "edit", "block", "sticker"])
def test_nonsense_is_refused(page: Page, deed: str, asked: bytes) -> None:
    told = page.client.post(f"/simulator/api/telegram/{deed}", content=asked, headers={"x-simulator": "1"})
    assert told.status_code == 400


def test_other_sites_cannot_press_for_a_visitor(page: Page) -> None:
    assert page.client.post("/simulator/api/telegram/say", json={"user": MALEE, "text": "x"}).status_code == 403
    assert page.act("format_disk")[0] == 404
    assert page.state(since="x") != 404
    for user in ("", "x", "U1"):
        assert page.client.get("/simulator/api/telegram/state", params={"user": user}).status_code == 404


def test_a_page_without_telegram_has_none_of_it(page: Page) -> None:
    words, clock = load_words(), MovableClock(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
    people = demo_personas(words)
    app = Starlette(routes=simulator_routes(page.line, clock, words, people))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        told = client.get("/simulator/api/start").json()
        assert "telegram" not in told
        assert "telegram" not in told["personas"][0]
        assert client.get("/simulator/api/telegram/state", params={"user": MALEE}).status_code == 404
