"""The simulator in a real browser: what a visitor sees and taps."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from starlette.applications import Starlette

from bot.clock import MovableClock
from bot.demo.identities import group_id, user_id
from bot.web import server
from bot.web.simulator.page import simulator_routes
from bot.web.simulator.personas import demo_personas, populate
from bot.web.simulator.platform import FakeLine
from bot.words import load_words
from tests.contracts.line_bot import SECRET, TOKEN, LineBot, line_bot
from tests.end_to_end.phones import answer_to, browser, until

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

pytestmark = pytest.mark.browser

MALEE = user_id("malee")


@asynccontextmanager
async def simulator(fake: FakeLine, clock: MovableClock) -> AsyncIterator[str]:
    """The page over a bot of fixed answers; gives the page's address."""
    words = load_words()
    personas = demo_personas(words)
    populate(fake, personas)
    async with (
        line_bot(fake) as bot,
        server.running(Starlette(routes=simulator_routes(fake, clock, words, personas))) as url,
    ):
        bot.answer = lambda event: answer(bot, event)
        yield f"{url}/simulator/"


async def answer(bot: LineBot, event: dict[str, Any]) -> None:
    messages = answer_to(event)
    if messages:
        url = f"{bot.api.api_client.configuration.host}/v2/bot/message/reply"
        async with aiohttp.ClientSession(headers={"authorization": f"Bearer {TOKEN}"}) as session:
            body = {"replyToken": event["replyToken"], "messages": messages}
            async with session.post(url, json=body) as told:
                assert told.status == 200, await told.text()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))


@pytest.fixture
def fake(clock: MovableClock) -> FakeLine:
    return FakeLine(clock, SECRET, TOKEN, bot_name="น้องบาท")


@pytest.fixture
async def page(fake: FakeLine, clock: MovableClock) -> AsyncIterator[Page]:
    """The page, open; whatever the browser complains of fails the test."""
    async with browser() as chromium, simulator(fake, clock) as url:
        page = await chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(10_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(url)
        await page.get_by_placeholder("พิมพ์ข้อความ").wait_for()
        yield page
        assert [text for text in complaints if "400 (Bad Request)" not in text] == []


async def ask(page: Page, text: str) -> None:
    await page.get_by_placeholder("พิมพ์ข้อความ").fill(text)
    await page.get_by_role("button", name="ส่ง", exact=True).click()


async def test_asking_and_reading_the_card(page: Page, fake: FakeLine) -> None:
    await ask(page, "นอนโรงพยาบาล 4 คืนได้กี่บาท")
    card = page.locator(".flex")
    await card.get_by_text("400 บาท", exact=True).wait_for()
    assert await card.get_by_text("ข้อ 13 ฉบับที่ 2").is_visible()
    assert await page.get_by_text("21 พ.ย. 2569", exact=True).is_visible(), "the day above the talk, Buddhist era"
    lead = await card.get_by_text("400 บาท", exact=True).evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    small = await card.get_by_text("คืนละ 100 บาท × 4 คืน").evaluate(
        "node => parseFloat(getComputedStyle(node).fontSize)"
    )
    assert lead > 2 * small
    label, value = card.get_by_text("ยื่นภายใน"), card.get_by_text("19 ม.ค. 2570")
    left, right = await label.bounding_box(), await value.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"], "a row stands side by side"
    assert abs(left["y"] - right["y"]) < 8

    await card.get_by_role("button", name="ต้องใช้อะไรบ้าง").click()
    await page.get_by_text("รับทราบ docs").wait_for()
    assert [m.text() for m in fake.seen(MALEE)[-2:]] == ["ต้องใช้อะไรบ้าง", "รับทราบ docs"]


async def test_chips_vanish_when_the_talk_goes_on(page: Page) -> None:
    await ask(page, "นอน 4 คืน")
    await page.locator(".chip").get_by_text("คุยกับคน").wait_for()
    await page.get_by_role("button", name="เหลือสิทธิเท่าไหร่", exact=True).last.click()
    await page.locator(".mine").get_by_text("เหลือสิทธิเท่าไหร่").wait_for()
    await page.locator(".chip").first.wait_for(state="detached")


async def test_picking_a_day(page: Page, fake: FakeLine) -> None:
    await ask(page, "นอน 4 คืน")
    await page.locator(".chip", has_text="เลือกวัน").click()
    await page.locator(".sheet input[type=date]").fill("2026-11-15")
    assert await page.locator(".thai-date").inner_text() == "15 พ.ย. 2569"
    await page.get_by_role("button", name="เลือกวันนี้").click()
    await page.get_by_text("รับทราบ day 2026-11-15").wait_for()


async def test_the_group_and_the_way_to_the_private_chat(page: Page, fake: FakeLine) -> None:
    await page.get_by_role("button", name="กลับไปรายการแชท").click()
    await page.get_by_role("button", name="กลุ่มบ้านสวน").click()
    await ask(page, "ใครไปวัดบ้าง")
    await page.locator(".mine").get_by_text("ใครไปวัดบ้าง").wait_for()
    await page.get_by_role("button", name="@น้องบาท").click()
    await page.keyboard.type("เหลือสิทธิเท่าไหร่")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="คุยส่วนตัว").click()
    await page.get_by_text("บัญชีทางการ").wait_for()
    assert await page.get_by_placeholder("พิมพ์ข้อความ").input_value() == "เหลือสิทธิเท่าไหร่"
    assert fake.seen(MALEE) == [], "typed, not sent"
    said = fake.seen(group_id("village"))
    assert [message.from_bot for message in said] == [False, False, True]


async def test_another_persons_phone(page: Page) -> None:
    await ask(page, "นอน 4 คืน")
    await page.locator(".flex").wait_for()
    await page.get_by_role("button", name="กมล").click()
    await page.get_by_text("พิมพ์ข้อความข้างล่างเพื่อเริ่มคุย").wait_for()
    assert await page.locator(".flex").count() == 0, "nobody sees another's 1:1 chat"


async def test_what_people_write_stays_text(page: Page) -> None:
    await ask(page, "<img src=x onerror=alert(1)>")
    await page.locator(".theirs .words").get_by_text("<b>ไม่หนา</b>", exact=False).wait_for()
    assert await page.locator(".log img:not(.avatar), .log b").count() == 0


async def test_clock_and_push_counter(page: Page, fake: FakeLine, clock: MovableClock) -> None:
    await page.get_by_role("button", name="+1 วัน").click()
    await page.get_by_text("วันอาทิตย์ที่ 22 พฤศจิกายน 2569").wait_for()
    assert clock.today().isoformat() == "2026-11-22"
    fake.push(group_id("village"), [{"type": "text", "text": "ประชุมพรุ่งนี้"}], "request")
    await page.get_by_text("ส่งเอง 4/300").wait_for()


async def test_a_picture_that_arrives_late_does_not_hide_the_newest_message(page: Page) -> None:
    async def slow(route: Route) -> None:
        await asyncio.sleep(0.8)
        await route.continue_()

    await page.route("**/content/**", slow)
    for number in range(3):
        await ask(page, f"นอน {number} คืน")
        await page.locator(".flex").nth(number).wait_for()
    await page.get_by_role("button", name="ส่งอย่างอื่น").click()
    await page.get_by_role("button", name="ใบรับรองแพทย์ตัวอย่าง").click()
    await page.locator(".photo").wait_for(state="attached")
    await until(page.locator(".photo"), "picture => picture.naturalWidth > 0")
    log = page.locator(".log")
    await until(log, "log => log.scrollHeight - log.scrollTop - log.clientHeight < 3")

    await log.evaluate("log => { log.scrollTop = 0; }")
    await asyncio.sleep(0.2)
    await page.set_viewport_size({"width": 1280, "height": 800})
    await asyncio.sleep(0.2)
    assert await log.evaluate("log => log.scrollTop") == 0, "whoever reads above stays there"


@asynccontextmanager
async def demo() -> AsyncIterator[str]:
    """The command `nongbaht demo` in a process of its own; gives the address that it prints."""
    command = [sys.executable, "-c", "from bot.cli import main; main()", "demo", "--port", "0"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout
        printed = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        (address,) = re.findall(r"http://\S+/simulator", printed)
        yield address
    finally:
        process.terminate()
        await process.wait()


async def test_the_demo_answers_malee() -> None:
    async with browser() as chromium, demo() as url:
        page = await chromium.new_page()
        await page.goto(url)
        await page.get_by_role("button", name="มาลี").first.click()
        await ask(page, "นอนโรงพยาบาล 4 คืนได้กี่บาท")
        answer = page.locator(".theirs .bubble:not(.dots)").first
        await answer.wait_for(timeout=15_000)
        said = await answer.inner_text()
        assert re.search(r"\b400\b", said), said
        assert "ข้อ 13" in said
        assert "20 พ.ย. 2569" in said, "as of when"
        await page.get_by_text("ส่งเอง 0/300").wait_for(timeout=5_000)

        await page.locator(".strip .app.telegram").click()
        await page.get_by_role("button", name="เริ่ม", exact=True).click()
        await page.locator(".theirs .tg", has_text="น้องบาท").wait_for(timeout=15_000)


async def test_on_a_phone_everything_fits(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await ask(page, "นอน 4 คืน")
    await page.locator(".flex").get_by_text("400 บาท", exact=True).wait_for()
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    log = await page.locator(".log").evaluate("node => node.scrollWidth - node.clientWidth")
    assert (wide <= 0, log) == (True, 0)
    await page.get_by_role("button", name="เปลี่ยนคน").click()
    await page.get_by_role("button", name="นิด").click()
    await page.locator(".strip").get_by_text("นิด").wait_for()
