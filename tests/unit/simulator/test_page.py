"""The simulator's page as its browser meets it: JSON in, JSON out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.clock import MovableClock
from bot.demo.identities import GROUPS, PERSONAS, group_id, user_id
from bot.web.simulator.page import PAGE_WORDS, STATIC, simulator_routes
from bot.web.simulator.personas import demo_personas, populate
from bot.web.simulator.platform import FakeLine
from bot.words import load_words
from tests.end_to_end.phones import CARD, CHIPS

MALEE, KAMOL, NID = user_id("malee"), user_id("kamol"), user_id("nid")
MINE = {"x-simulator": "1"}


class Moves:
    """Counts how often the clock was moved by hand."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self) -> None:
        self.count += 1


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))


@pytest.fixture
def fake(clock: MovableClock) -> FakeLine:
    fake = FakeLine(clock, "secret", "token", bot_name="น้องบาท")
    populate(fake, demo_personas(load_words()))
    return fake


@pytest.fixture
def moves() -> Moves:
    return Moves()


@pytest.fixture
def client(fake: FakeLine, clock: MovableClock, moves: Moves) -> Iterator[TestClient]:
    words = load_words()
    app = Starlette(routes=simulator_routes(fake, clock, words, demo_personas(words), moved=moves))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def test_the_page_may_load_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/simulator/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for name in [*re.findall(r'(?:src|href)="([^"]+)"', page.text)]:
        assert client.get(f"/simulator/{name}").status_code == 200
    for file in STATIC.iterdir():
        outside = re.findall(
            r"https?://\S+", file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        )
        assert outside == []


def test_every_word_of_the_page_is_in_the_catalogue_and_used(client: TestClient) -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in STATIC.glob("*.js"))
    used = set(re.findall(r'\b(?:t|move|item)\("([a-z_]+)"', code))
    assert used == set(client.get("/simulator/api/start").json()["words"])
    assert not re.search(r"[\u0e01-\u0e3f\u0e45-\u0e5b]", code), "Thai belongs into locales/th"
    assert PAGE_WORDS == "simulator.page."


def test_all_personas_can_be_played(client: TestClient) -> None:
    people = client.get("/simulator/api/start").json()["personas"]
    assert [person["key"] for person in people] == list(PERSONAS)
    for person in people:
        assert person["name"]
        assert person["about"]
        assert person["tries"]
        seen = client.get("/simulator/api/state", params={"user": person["user"], "chat": person["user"]}).json()
        groups = [group_id(key) for key, members in GROUPS.items() if person["key"] in members]
        assert [chat["id"] for chat in seen["chats"]] == [person["user"], *groups]


def test_what_is_said_is_seen(client: TestClient, fake: FakeLine) -> None:
    fresh = client.get("/simulator/api/state", params={"user": MALEE, "chat": MALEE}).json()
    unchanged = {"user": MALEE, "chat": MALEE, "since": fresh["changes"]}
    assert client.get("/simulator/api/state", params=unchanged).status_code == 204
    said = client.post(
        "/simulator/api/say", json={"user": MALEE, "chat": group_id("village"), "text": " สวัสดี "}, headers=MINE
    )
    assert said.status_code == 200
    for user in (MALEE, KAMOL):
        seen = client.get("/simulator/api/state", params={"user": user, "chat": group_id("village")}).json()
        assert [(m["text"], m["name"], m["mine"]) for m in seen["messages"]] == [("สวัสดี", "มาลี", user == MALEE)]
    assert fake.webhooks[-1].body["events"][0]["source"]["groupId"] == group_id("village")


def test_nobody_looks_into_a_chat_that_is_not_his(client: TestClient) -> None:
    for chat in (group_id("village"), MALEE):
        assert client.get("/simulator/api/state", params={"user": NID, "chat": chat}).status_code == 404
        told = client.post("/simulator/api/say", json={"user": NID, "chat": chat, "text": "แอบ"}, headers=MINE)
        assert told.status_code == 400


def test_other_sites_cannot_press_for_a_visitor(client: TestClient, fake: FakeLine) -> None:
    assert client.post("/simulator/api/say", json={"user": MALEE, "text": "x"}).status_code == 403
    assert client.post("/simulator/api/format_disk", json={}, headers=MINE).status_code == 404
    assert fake.seen(MALEE) == []


@pytest.mark.parametrize("asked", [b"", b"[]", b"{}", b'{"user": "U1", "text": "x"}', b'{"user": 5}', b"null", b"\xff"])
@pytest.mark.parametrize("deed", ["say", "tap", "pick", "unsend", "block", "clock"])
def test_nonsense_is_refused(client: TestClient, deed: str, asked: bytes) -> None:
    status = client.post(f"/simulator/api/{deed}", content=asked, headers=MINE).status_code
    assert status == (200 if deed == "clock" and asked.startswith(b"{") else 400)


def show(fake: FakeLine, chat: str, **body: object) -> str:
    return fake.show(chat, None, {**CARD, **body}, way="reply").id


def tap(client: TestClient, user: str, message: str, path: str) -> tuple[int, dict[str, str]]:
    told = client.post("/simulator/api/tap", json={"user": user, "message": message, "path": path}, headers=MINE)
    return told.status_code, told.json()


def test_buttons_are_tapped_by_their_place(client: TestClient, fake: FakeLine) -> None:
    card = show(fake, MALEE, quickReply=CHIPS)
    assert tap(client, MALEE, card, "contents.footer.contents.0.action") == (200, {})
    assert fake.webhooks[-1].body["events"][0]["postback"] == {"data": "docs"}
    told = tap(client, MALEE, card, "contents.footer.contents.1.contents.1.action")
    assert told == (200, {"uri": "tel:034000101"})
    assert tap(client, MALEE, card, "quickReply.items.0.action")[0] == 400, "chips are gone once the talk goes on"
    assert tap(client, MALEE, card, "contents.footer.contents.9.action")[0] == 400
    assert tap(client, MALEE, card, "contents.footer")[0] == 400
    assert tap(client, KAMOL, card, "contents.footer.contents.0.action")[0] == 400, "not his chat"


def test_only_offered_days_can_be_picked(client: TestClient, fake: FakeLine) -> None:
    asked = {"user": MALEE, "message": show(fake, MALEE, quickReply=CHIPS), "path": "quickReply.items.1.action"}
    assert client.post("/simulator/api/pick", json={**asked, "value": "2026-12-24"}, headers=MINE).status_code == 400
    assert client.post("/simulator/api/pick", json={**asked, "value": "2026-11-20"}, headers=MINE).status_code == 200
    assert fake.webhooks[-1].body["events"][0]["postback"] == {"data": "day", "params": {"date": "2026-11-20"}}


def test_only_own_messages_are_taken_back(client: TestClient, fake: FakeLine) -> None:
    village = group_id("village")
    said = asyncio.run(fake.say(KAMOL, village, "พูดผิด")).id
    assert client.post("/simulator/api/unsend", json={"user": MALEE, "message": said}, headers=MINE).status_code == 400
    assert client.post("/simulator/api/unsend", json={"user": KAMOL, "message": said}, headers=MINE).status_code == 200
    seen = client.get("/simulator/api/state", params={"user": MALEE, "chat": village}).json()
    assert "พูดผิด" not in str(seen)
    assert seen["messages"][0]["body"] == {"type": "unsent"}


def test_the_clock_is_moved(client: TestClient, clock: MovableClock, moves: Moves) -> None:
    client.post("/simulator/api/clock", json={"hours": 1}, headers=MINE)
    client.post("/simulator/api/clock", json={"days": 1}, headers=MINE)
    assert clock.now() == datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    client.post("/simulator/api/clock", json={"at": "2026-12-01T08:30"}, headers=MINE)
    seen = client.get("/simulator/api/state", params={"user": MALEE, "chat": MALEE}).json()
    assert seen["panel"]["now"].startswith("2026-12-01T08:30:00+07:00")
    assert moves.count == 3


def test_blocking_shows(client: TestClient, fake: FakeLine) -> None:
    for blocked in (True, False):
        assert client.post("/simulator/api/block", json={"user": MALEE}, headers=MINE).status_code == 200
        seen = client.get("/simulator/api/state", params={"user": MALEE, "chat": MALEE}).json()
        assert seen["blocked"] is blocked
    assert [webhook.body["events"][0]["type"] for webhook in fake.webhooks] == ["unfollow", "follow"]


def test_pushes_are_counted(client: TestClient, fake: FakeLine) -> None:
    fake.push(group_id("village"), [{"type": "text", "text": "ประชุม"}], "request")
    seen = client.get("/simulator/api/state", params={"user": MALEE, "chat": group_id("village")}).json()
    assert (seen["panel"]["used"], seen["panel"]["limit"]) == (4, 300)
    assert seen["messages"][0]["way"] == "push"
