"""The simulator's page, the rest of what can be done on it: menus, pictures, faults, rewriting, the recorded script."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.clock import MovableClock
from bot.demo.identities import group_id, user_id
from bot.transcript.script import As, At, Do, In, parse_line
from bot.web.simulator.page import simulator_routes
from bot.web.simulator.personas import demo_personas, populate
from bot.web.simulator.platform import FakeLine
from bot.words import load_words
from tests.end_to_end.phones import CARD, CHIPS

MALEE, KAMOL, NID = user_id("malee"), user_id("kamol"), user_id("nid")
VILLAGE = group_id("village")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))


@pytest.fixture
def fake(clock: MovableClock) -> FakeLine:
    fake = FakeLine(clock, "secret", "token", bot_name="น้องบาท")
    populate(fake, demo_personas(load_words()))
    return fake


class Page:
    """What the page's own code does, as calls."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def act(self, deed: str, **asked: Any) -> int:
        return self.client.post(f"/simulator/api/{deed}", json=asked, headers={"x-simulator": "1"}).status_code

    def state(self, user: str = MALEE, chat: str | None = None) -> dict[str, Any]:
        seen = self.client.get("/simulator/api/state", params={"user": user, "chat": chat or user})
        told: dict[str, Any] = seen.json()
        return told

    def script(self) -> list[str]:
        return str(self.client.get("/simulator/api/script").json()["script"]).split("\n")


@pytest.fixture
def page(fake: FakeLine, clock: MovableClock) -> Iterator[Page]:
    words = load_words()
    app = Starlette(routes=simulator_routes(fake, clock, words, demo_personas(words)))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield Page(client)


def menu(fake: FakeLine) -> str:
    """A menu of two areas, everybody's."""
    bounds = [{"x": 0, "y": 0, "width": 500, "height": 400}, {"x": 500, "y": 0, "width": 500, "height": 400}]
    actions = [
        {"type": "postback", "label": "ดูสิทธิ์", "data": "ask:benefit.list", "displayText": "ดูสิทธิ์"},
        {"type": "datetimepicker", "label": "วันไหน", "data": "day", "mode": "date", "max": "2026-11-21"},
    ]
    areas = [{"bounds": box, "action": action} for box, action in zip(bounds, actions, strict=True)]
    size = {"width": 1000, "height": 400}
    made = fake.menus.make({"size": size, "selected": True, "name": "x", "chatBarText": "เมนู", "areas": areas})
    made.picture, made.media_type = PNG, "image/png"
    fake.menus.default = made.id
    return made.id


def postback(fake: FakeLine) -> dict[str, Any]:
    told: dict[str, Any] = fake.webhooks[-1].body["events"][0]["postback"]
    return told


def test_the_menu_is_shown_and_tapped(fake: FakeLine, page: Page) -> None:
    assert page.state()["menu"] is None
    made = menu(fake)
    shown = page.state()["menu"]
    assert (shown["bar"], shown["open"], [area["left"] for area in shown["areas"]]) == ("เมนู", True, [0, 50])
    assert page.state(chat=VILLAGE)["menu"] is None, "a group has no menu"
    picture = page.client.get(f"/simulator/menu/{made}")
    assert (picture.status_code, picture.content) == (200, PNG)
    assert page.client.get("/simulator/menu/other").status_code == 404
    assert page.act("tap", user=MALEE, path="menu.0") == 200
    assert postback(fake) == {"data": "ask:benefit.list"}
    assert page.state()["messages"][-1]["text"] == "ดูสิทธิ์"
    assert page.act("pick", user=MALEE, path="menu.1", value="2026-11-22") == 400
    assert page.act("pick", user=MALEE, path="menu.1", value="2026-11-20") == 200
    assert postback(fake)["params"] == {"date": "2026-11-20"}
    assert page.act("tap", user=MALEE, path="menu.7") == 400
    assert page.act("press", user=MALEE, label="ดูสิทธิ์") == 200, "a transcript finds it by its words"
    assert page.act("press", user=MALEE, chat=VILLAGE, label="ดูสิทธิ์") == 400


def test_a_tap_that_switches_menus(fake: FakeLine, page: Page) -> None:
    menu(fake)
    other = fake.menus.make({**fake.menus.menus[str(fake.menus.default)].spec, "chatBarText": "อีกหน้า"})
    other.picture = PNG
    fake.menus.aliases["second"] = other.id
    spec = fake.menus.menus[str(fake.menus.default)].spec
    spec["areas"][0]["action"] = {"type": "richmenuswitch", "richMenuAliasId": "second", "data": "turned"}
    assert page.act("tap", user=MALEE, path="menu.0") == 200
    assert page.state()["menu"]["bar"] == "อีกหน้า"
    assert page.state(NID)["menu"]["bar"] == "เมนู"
    assert postback(fake)["params"] == {"newRichMenuAliasId": "second", "status": "SUCCESS"}


def test_a_picture_is_seen_by_those_in_the_chat_alone(fake: FakeLine, page: Page) -> None:
    own = PNG + b"own"
    assert page.act("picture", user=MALEE, chat=VILLAGE, data=b64encode(own).decode()) == 200
    message = fake.seen(VILLAGE)[-1].id

    def seen(user: str) -> tuple[int, bytes]:
        answer = page.client.get(f"/simulator/content/{message}", params={"user": user})
        return answer.status_code, answer.content if answer.status_code == 200 else b""

    assert seen(MALEE) == seen(KAMOL) == (200, own)
    assert [seen(user)[0] for user in (NID, "nobody", "")] == [404, 404, 404]
    assert page.act("unsend", user=MALEE, chat=VILLAGE, message=message) == 200
    assert seen(MALEE)[0] == 410


def test_the_sample_paper_is_a_real_picture(fake: FakeLine, page: Page) -> None:
    assert page.act("picture", user=MALEE) == 200
    picture = Image.open(io.BytesIO(fake.content[fake.seen(MALEE)[-1].id][1]))
    assert picture.size == (600, 780)
    dark = sum(count for count, colour in picture.convert("L").getcolors() or [] if colour < 100)  # type: ignore[operator]
    assert dark > 5000, "words stand on it"


@pytest.mark.parametrize(
    "data", ["AAAA", "???", b64encode(b"<svg onload=x>").decode(), b64encode(PNG * 200_000).decode()]
)
def test_only_pictures_are_taken(fake: FakeLine, page: Page, data: str) -> None:
    assert page.act("picture", user=MALEE, data=data) == 400
    assert fake.seen(MALEE) == []


def test_stickers_voice_and_places(fake: FakeLine, page: Page) -> None:
    assert page.act("sticker", user=MALEE, sticker="4") == 200
    assert page.act("voice", user=MALEE, seconds=40) == 200
    assert page.act("place", user=MALEE, place="temple") == 200
    assert page.act("place", user=MALEE, at="13.7,100.5") == 200
    sticker, voice, place, point = [message.body for message in fake.seen(MALEE)]
    assert (sticker["stickerId"], voice["duration"]) == ("4", 40_000)
    assert place["title"] == "วัดบ้านสวน"
    assert (point["latitude"], point["longitude"]) == (13.7, 100.5)
    wrong = [("sticker", {"sticker": "99"}), ("voice", {"seconds": 0}), ("voice", {"seconds": 9999})]
    wrong += [("place", {"place": "moon"}), ("place", {"at": "91,0"}), ("place", {"at": "x"})]
    for deed, asked in wrong:
        assert page.act(deed, user=MALEE, **asked) == 400, (deed, asked)


def test_own_words_are_rewritten_in_groups(fake: FakeLine, page: Page) -> None:
    page.act("say", user=MALEE, chat=VILLAGE, text="พรุ่งนี้")
    said = fake.seen(VILLAGE)[-1].id
    assert page.act("edit", user=KAMOL, chat=VILLAGE, message=said, text="แกล้ง") == 400
    assert page.act("edit", user=MALEE, chat=VILLAGE, message=said, text=" มะรืนนี้ ") == 200
    assert fake.webhooks[-1].body["events"][0]["type"] == "messageEdited"
    (seen,) = page.state(KAMOL, VILLAGE)["messages"]
    assert (seen["text"], seen["edited"]) == ("มะรืนนี้", True)
    page.act("say", user=MALEE, text="คุยส่วนตัว")
    assert page.act("edit", user=MALEE, message=fake.seen(MALEE)[-1].id, text="x") == 400, "LINE has it in groups alone"


def test_a_message_is_answered_by_quoting_it(fake: FakeLine, page: Page) -> None:
    page.act("say", user=KAMOL, chat=VILLAGE, text="ใครว่าง")
    quote = fake.seen(VILLAGE)[-1].id
    assert page.act("say", user=MALEE, chat=VILLAGE, text="ว่างค่ะ", quote=quote) == 200
    assert page.state(chat=VILLAGE)["messages"][-1]["quoted"] == {"name": "กมล", "text": "ใครว่าง"}
    assert page.act("say", user=NID, text="แอบ", quote=quote) == 400


def told(fake: FakeLine) -> list[str]:
    """Ids of the events of each webhook, in the order in which they were sent."""
    return [event_id for webhook in fake.webhooks for event_id in webhook.event_ids]


def switch(page: Page, name: str, on: bool) -> None:
    assert page.act("fault", user=MALEE, name=name, on=on) == 200
    assert page.state()["panel"]["faults"][name] is on


def test_everything_twice(fake: FakeLine, page: Page) -> None:
    switch(page, "twice", True)
    page.act("say", user=MALEE, text="ซ้ำ")
    assert len(told(fake)) == 2
    assert len(set(told(fake))) == 1
    switch(page, "twice", False)
    page.act("say", user=MALEE, text="ครั้งเดียว")
    assert len(told(fake)) == 3


def test_late_and_then_again(fake: FakeLine, page: Page) -> None:
    switch(page, "late", True)
    page.act("say", user=MALEE, text="หาย")
    assert [webhook.ok for webhook in fake.webhooks] == [False]
    switch(page, "late", False)
    assert fake.webhooks[-1].body["events"][0]["deliveryContext"] == {"isRedelivery": True}


def test_out_of_order(fake: FakeLine, page: Page) -> None:
    switch(page, "disorder", True)
    for text in ("หนึ่ง", "สอง", "สาม"):
        page.act("say", user=MALEE, text=text)
    assert page.state()["panel"]["faults"]["held"] == 3
    assert fake.webhooks == []
    switch(page, "disorder", False)
    said = [webhook.body["events"][0]["message"]["text"] for webhook in fake.webhooks]
    assert said == ["สาม", "สอง", "หนึ่ง"]


def test_the_quota_is_gone_and_comes_back(fake: FakeLine, page: Page) -> None:
    fake.quota.spend(7)
    switch(page, "quota", True)
    assert not fake.quota.allows(1)
    assert page.state()["panel"]["limit"] == 7
    switch(page, "quota", True)
    switch(page, "quota", False)
    assert (fake.quota.limit, fake.quota.used) == (300, 7)


def test_the_api_is_down_slow_or_well(fake: FakeLine, page: Page) -> None:
    for name in ("down", "unreachable", "lost", "slow", "rate"):
        assert page.act("api_fault", user=MALEE, name=name) == 200
        assert page.state()["panel"]["faults"]["api"] == name
        assert fake.faults.take("reply") is not None
    assert page.act("api_fault", user=MALEE, name="well") == 200
    assert fake.faults.take("reply") is None
    assert page.state()["panel"]["faults"]["api"] == "well"


@pytest.mark.parametrize(
    ("deed", "asked"),
    [
        ("fault", {"name": "twice"}),
        ("fault", {"name": "x", "on": True}),
        ("api_fault", {"name": "x"}),
        ("fault", {"name": "late", "on": "yes"}),
    ],
)
def test_switches_that_are_not_there(page: Page, deed: str, asked: dict[str, Any]) -> None:
    assert page.act(deed, user=MALEE, **asked) == 400


def test_a_human_holds_the_chat(fake: FakeLine, page: Page) -> None:
    page.act("standby", user=MALEE, on=True)
    assert page.state()["standby"] is True
    page.act("say", user=MALEE, text="มีใครอยู่ไหม")
    assert fake.webhooks[-1].body["events"][0]["mode"] == "standby"
    page.act("standby", user=MALEE, on=False)
    assert page.state()["standby"] is False


def test_what_was_done_can_be_read_as_a_transcript(fake: FakeLine, page: Page) -> None:
    page.act("say", user=MALEE, chat=MALEE, text="นอน 4 คืน\nได้เท่าไร")
    card = fake.show(MALEE, None, {**CARD, "quickReply": CHIPS}, way="reply").id
    page.act("pick", user=MALEE, chat=MALEE, message=card, path="quickReply.items.1.action", value="2026-11-20")
    page.act("tap", user=MALEE, chat=MALEE, message=card, path="contents.footer.contents.0.action")
    page.act("say", user=MALEE, chat=VILLAGE, text="@น้องบาท สวัสดี", mention=True)
    page.act("sticker", user=KAMOL, chat=VILLAGE, sticker="2")
    page.act("unsend", user=KAMOL, chat=VILLAGE)
    page.act("clock", user=MALEE, days=1)
    page.act("place", user=KAMOL, chat=KAMOL, at="13.7,100.5")
    assert page.script() == [
        "@as malee",
        "> นอน 4 คืน ได้เท่าไร",
        "> [date 2026-11-20]",
        "> [button ต้องใช้อะไรบ้าง]",
        "@in village",
        "> @น้องบาท สวัสดี",
        "@as kamol",
        "@in village",
        "> [sticker 2]",
        "> [unsend]",
        "@at 2026-11-22T10:00+07:00",
        "@in direct",
        "> [location 13.7,100.5]",
    ]
    kinds = [type(parse_line(line)) for line in page.script()]
    assert kinds == [As, Do, Do, Do, In, Do, As, In, Do, Do, At, In, Do], "the player of transcripts reads it too"
    page.act("forget", user=MALEE)
    assert page.script() == [""]


def test_what_the_bot_said_since(fake: FakeLine, page: Page) -> None:
    mark = page.client.get("/simulator/api/heard").json()["mark"]
    fake.show(MALEE, None, {**CARD, "quickReply": CHIPS}, way="reply")
    heard = page.client.get("/simulator/api/heard", params={"since": mark}).json()
    (news,) = heard["news"]
    assert news["chat"] == MALEE
    assert "400 บาท" in news["text"]
    assert "คุยกับคน" in news["choices"]
    assert page.client.get("/simulator/api/heard", params={"since": heard["mark"]}).json()["news"] == []
