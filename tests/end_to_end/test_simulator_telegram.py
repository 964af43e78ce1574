"""Telegram on the simulator's page, in a real browser before a real house: what a visitor sees and taps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.app import build, web
from bot.channels.line import LineChannel
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_pace import Pace
from bot.chat import Channel
from bot.clock import MovableClock
from bot.demo.identities import SITE, telegram_group_id, telegram_user_id, user_id
from bot.settings import Settings
from bot.transcript import line_stage, telegram_stage
from bot.transcript.stage import DATA_KEY, DemoDatabase, demo_clock
from bot.understanding.understand import Understander
from bot.web import server
from bot.web.simulator.page import simulator_routes
from bot.web.simulator.personas import demo_personas, populate
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.serving import running as line_platform
from bot.web.simulator.telegram import personas as telegram_personas
from bot.web.simulator.telegram.platform import FakeTelegram
from bot.web.simulator.telegram.serving import running as telegram_platform
from bot.words import load_words
from storage.session import engine as open_engine
from tests.end_to_end.phones import browser, until

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

pytestmark = pytest.mark.browser

MALEE = telegram_user_id("malee")


@dataclass
class Demo:
    """The page, open on one phone, and what stands behind it."""

    page: Page
    url: str
    line: FakeLine
    telegram: FakeTelegram
    clock: MovableClock

    async def take(self, who: str) -> None:
        """Opens the page's address for somebody's phone."""
        await self.page.goto("about:blank")
        await self.page.goto(f"{self.url}#as={who}")
        await self.page.locator(".phone .bar h1").wait_for()

    async def say(self, text: str) -> None:
        await self.page.get_by_placeholder("พิมพ์ข้อความ").fill(text)
        await self.page.get_by_role("button", name="ส่ง", exact=True).click()

    async def begin(self) -> None:
        """Taps START."""
        await self.page.get_by_role("button", name="เริ่ม", exact=True).click()

    async def link(self) -> None:
        """From LINE into Telegram, as a person does it."""
        await self.say("เชื่อมเทเลแกรม")
        await self.page.get_by_role("button", name="เปิดเทเลแกรม").click()
        await self.begin()
        await self.bubble("เชื่อมเรียบร้อย").wait_for()

    def bubble(self, text: str) -> Locator:
        """The newest bubble of the bot's that says so."""
        return self.page.locator(".theirs .tg", has_text=text).last

    def app(self, name: str) -> Locator:
        """The switch to one of the phone's messengers."""
        return self.page.locator(f".strip .app.{name}")


@pytest.fixture
async def demo(database: DemoDatabase, understander: Understander) -> AsyncIterator[Demo]:
    """What `nongbaht demo` builds, with a clock that stands; whatever the browser complains of fails the test."""
    async with browser() as chromium:
        clock, words = demo_clock(), load_words()
        people = demo_personas(words)
        line = FakeLine(clock, line_stage.SECRET, line_stage.TOKEN, bot_name="น้องบาท")
        telegram = FakeTelegram(clock, telegram_stage.TOKEN, telegram_stage.USERNAME, bot_name="น้องบาท")
        populate(line, people)
        telegram_personas.populate(telegram, people)
        async with line_platform(line) as line_api, telegram_platform(telegram) as telegram_api:
            bot = TelegramChannel(telegram_stage.TOKEN, words, api_url=telegram_api, pace=Pace(unlimited=True))
            line_bot = LineChannel(line_stage.TOKEN, words, api_url=line_api, public_url=SITE)
            channels: dict[str, Channel] = {"line": line_bot, "telegram": bot}
            house = build(open_engine(await database.fresh(), DATA_KEY), clock, channels, understander)
            settings = Settings(
                line_channel_secret=SecretStr(line_stage.SECRET),
                telegram_webhook_secret=SecretStr(telegram_stage.SECRET),
            )
            routes = simulator_routes(line, clock, words, people, moved=house.wake, telegram=telegram)
            try:
                async with server.running(web(house, settings, tuple(routes))) as url:
                    line.webhook_url = f"{url}/line/webhook"
                    telegram.webhook_url, telegram.webhook_secret = f"{url}/telegram/webhook", telegram_stage.SECRET
                    await bot.introduce()
                    await line_bot.introduce()
                    house.start()
                    page = await chromium.new_page(viewport={"width": 1280, "height": 900})
                    page.set_default_timeout(15_000)
                    complaints: list[str] = []
                    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
                    page.on("pageerror", lambda error: complaints.append(str(error)))
                    yield Demo(page, f"{url}/simulator/", line, telegram, clock)
                    await page.close()
                    assert complaints == []
            finally:
                await house.close()


async def test_start_a_question_and_its_buttons(demo: Demo) -> None:
    page = demo.page
    await demo.take("malee@telegram")
    assert await page.get_by_placeholder("พิมพ์ข้อความ").is_hidden(), "nobody is written to before START"
    await demo.begin()
    await demo.bubble("น้องบาทเอง").wait_for()
    await demo.say("นอนโรงพยาบาล 4 คืนได้กี่บาท")
    await demo.bubble("กองทุนตำบลไหน").wait_for()
    await page.get_by_role("button", name="บ้านสวน", exact=True).click()
    answer = demo.bubble("คืนละ 200 บาท")
    await answer.wait_for()
    assert await answer.locator("b").first.is_visible(), "the amount stands out"
    assert "A-0012" not in await page.locator(".log").inner_text(), "the account is a stranger's"
    assert demo.telegram.news(chat=MALEE)[-1].buttons(), "the answer's own buttons"

    await page.get_by_role("button", name="คำสั่งของบอท").click()
    await page.locator(".command", has_text="/help").click()
    await page.locator(".mine .tg", has_text="/help").wait_for()

    await page.get_by_role("button", name="ส่งอย่างอื่น").click()
    await page.get_by_role("button", name="ใบรับรองแพทย์ตัวอย่าง").click()
    picture = page.locator(".mine .tg img.photo")
    await picture.wait_for()
    await until(picture, "picture => picture.naturalWidth > 0")
    assert await page.locator(".strip .pushes").count() == 0, "nothing costs anything here"


async def test_linking_from_line_and_a_reminder_that_comes_on_telegram(demo: Demo) -> None:
    page = demo.page
    await demo.take("coordinator")
    await demo.link()
    assert page.url.endswith("#as=coordinator@telegram")
    assert (await page.locator(".mine .said").all_inner_texts()) == ["/start"], "what the link carried is not shown"
    await demo.app("line").locator(".dot").wait_for()
    await demo.app("line").click()
    await page.locator(".words", has_text="เทเลแกรมเครื่องหนึ่งเพิ่งเชื่อม").wait_for()
    await page.get_by_role("button", name="+7 วัน").click()
    await demo.app("telegram").locator(".dot").wait_for()
    await demo.app("telegram").click()
    await demo.bubble("รายงานประจำปี").wait_for()
    in_line = [one.text() for one in demo.line.seen(user_id("coordinator")) if one.from_bot]
    assert not [text for text in in_line if "รายงานประจำปี" in text], "told once, where it costs nothing"


async def test_back_to_line_with_the_words_typed(demo: Demo) -> None:
    await demo.take("stranger@telegram")
    await demo.begin()
    await demo.say("เชื่อมไลน์")
    await demo.page.locator(".key", has_text="เปิด LINE").click()
    await demo.page.get_by_text("บัญชีทางการ").wait_for()
    typed = await demo.page.get_by_placeholder("พิมพ์ข้อความ").input_value()
    assert typed
    assert demo.line.seen(user_id("stranger")) == [], "typed, not sent"


async def test_groups_privacy_and_blocking_on_a_small_phone(demo: Demo) -> None:
    page = demo.page
    await page.set_viewport_size({"width": 360, "height": 740})
    await demo.take("malee@telegram")
    await page.get_by_role("button", name="กลับไปรายการแชท").click()
    await page.get_by_role("button", name="กลุ่มบ้านสวน").click()
    await demo.say("ใครไปวัดบ้าง")
    await page.get_by_text("บอทไม่ได้รับ").wait_for()
    assert demo.telegram.sent == [], "privacy mode keeps it from the bot"
    await page.get_by_role("button", name="@", exact=True).click()
    await page.keyboard.type("เหลือสิทธิเท่าไหร่")
    await page.keyboard.press("Enter")
    await page.locator(".key", has_text="แชทส่วนตัว").click()
    await demo.begin()
    await page.locator(".mine .tg", has_text="/start").wait_for()
    assert [one.from_bot for one in demo.telegram.seen(telegram_group_id("village"))] == [False, False, True]
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    strip = await page.locator(".strip").evaluate("node => node.scrollWidth - node.clientWidth")
    log = await page.locator(".log").evaluate("node => node.scrollWidth - node.clientWidth")
    assert (wide <= 0, strip, log) == (True, 0, 0)

    await page.get_by_role("button", name="ส่งอย่างอื่น").click()
    await page.get_by_role("button", name="บล็อกน้องบาท").click()
    await page.get_by_role("button", name="เลิกบล็อกและเริ่มใหม่").wait_for()
    assert demo.telegram.people[MALEE].blocked
    await page.get_by_role("button", name="เลิกบล็อกและเริ่มใหม่").click()
    await page.get_by_placeholder("พิมพ์ข้อความ").wait_for()
    assert not demo.telegram.people[MALEE].blocked


async def test_words_are_rewritten_and_days_are_tapped(demo: Demo) -> None:
    page = demo.page
    await demo.take("coordinator")
    await demo.link()
    await demo.say("บันทึกประชุม")
    days = page.locator(".keys:has(.key:nth-child(7))")
    await page.locator(".key", has_text="เลือกวัน").last.click()
    await days.first.wait_for()
    assert await days.count() >= 4, "a month of weeks under the question"
    await demo.say("ขอดูคู่มีอ")
    await page.locator(".mine .tg", has_text="ขอดูคู่มีอ").wait_for()
    await page.locator(".row.mine", has_text="ขอดูคู่มีอ").get_by_role("button", name="ทำอะไรกับข้อความนี้").click()
    assert await page.get_by_role("button", name="ยกเลิกข้อความ").count() == 0, "bots are not told of deletions"
    await page.get_by_role("button", name="แก้ไขข้อความ").click()
    await demo.say("ขอดูคู่มือ")
    await page.locator(".mine .tg", has_text="แก้ไขแล้ว").wait_for()


async def test_a_replay_plays_in_line(demo: Demo) -> None:
    page = demo.page
    await demo.take("malee@telegram")
    await page.evaluate("window.simulator.play('@as malee\\n> สวัสดี\\n< *น้องบาท*')")
    await page.get_by_role("button", name="เล่นจนจบ").click()
    await page.get_by_text("จบบทแล้ว").wait_for()
    assert "ตรง 1 · ไม่ตรง 0" in await page.locator(".replay").inner_text()
    assert await demo.app("line").get_attribute("aria-pressed") == "true"
    assert demo.telegram.seen(MALEE) == []
