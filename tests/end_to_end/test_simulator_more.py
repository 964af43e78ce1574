"""The simulator in a real browser, the rest: menus, several phones, faults, rewriting, and a link that replays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.channels.line_api import LineApi
from bot.channels.line_menu_picture import draw
from bot.channels.line_menu_shelf import menu_ids, publish, show
from bot.channels.line_menus import MENUS
from bot.clock import MovableClock
from bot.demo.identities import group_id, user_id
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.serving import running
from bot.words import load_words
from tests.contracts.line_bot import SECRET, TOKEN
from tests.end_to_end.phones import browser
from tests.end_to_end.test_simulator_page import ask, simulator

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

MALEE, VILLAGE = user_id("malee"), group_id("village")
HINT = "พิมพ์ข้อความ"


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
        page = await (await chromium.new_context(viewport={"width": 1280, "height": 900})).new_page()
        page.set_default_timeout(10_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(url)
        await page.get_by_placeholder(HINT).wait_for()
        yield page
        assert [text for text in complaints if "400 (Bad Request)" not in text] == []


async def test_the_menu_of_ones_role(page: Page, fake: FakeLine) -> None:
    words = load_words()
    async with running(fake) as url:
        api = LineApi(TOKEN, url)
        await publish(api, words, {menu.role: draw(menu, words) for menu in MENUS})
        await show(api, [user_id("secretary")], (await menu_ids(api))["secretary"])
        await api.close()
    picture = page.locator(".menu-picture img")
    await picture.wait_for()
    await page.wait_for_function("document.querySelector('.menu-picture img').naturalWidth === 2500")
    await page.get_by_role("button", name="นอนโรงพยาบาล", exact=True).click()
    await page.locator(".mine").get_by_text("นอนโรงพยาบาล").wait_for()
    await page.get_by_text("รับทราบ ask:benefit.amount?kind=hospital").wait_for()
    areas = page.locator(".area")
    assert await areas.count() == 6
    boxes = [await areas.nth(number).bounding_box() for number in range(6)]
    whole = await page.locator(".menu-picture").bounding_box()
    assert whole
    covered = sum(box["width"] * box["height"] for box in boxes if box)
    assert covered == pytest.approx(whole["width"] * whole["height"], rel=0.01)
    await page.get_by_role("button", name="เมนู ▾").click()
    assert not await picture.is_visible()
    await page.get_by_role("button", name="เลขาจังหวัด").click()
    await page.get_by_role("button", name="กำหนดส่งงาน", exact=True).wait_for()


async def test_two_phones_side_by_side(page: Page) -> None:
    await page.set_viewport_size({"width": 1600, "height": 900})
    await page.locator(".person", has=page.locator("#person-kamol")).locator(".beside").click()
    phones = page.locator(".phone")
    assert await phones.count() == 2
    assert page.url.endswith("#as=malee,kamol")
    malee, kamol = phones.nth(0), phones.nth(1)
    for phone in (malee, kamol):
        await phone.get_by_role("button", name="กลับไปรายการแชท").click()
        await phone.get_by_role("button", name="กลุ่มบ้านสวน").click()
    await malee.get_by_placeholder(HINT).fill("ประชุมกี่โมง")
    await malee.get_by_placeholder(HINT).press("Enter")
    await kamol.locator(".theirs").get_by_text("ประชุมกี่โมง").wait_for()
    await kamol.get_by_role("button", name="วางโทรศัพท์เครื่องนี้ลง").click()
    assert await phones.count() == 1
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.goto(f"{page.url.split('#')[0]}#as=malee,nid")
    await page.locator(".phone").nth(1).wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


async def test_rewriting_quoting_and_taking_back(page: Page, fake: FakeLine) -> None:
    await page.get_by_role("button", name="กลับไปรายการแชท").click()
    await page.get_by_role("button", name="กลุ่มบ้านสวน").click()
    await ask(page, "ไปวัดพรุ่งนี้")
    own = page.locator(".mine")
    await own.get_by_role("button", name="ทำอะไรกับข้อความนี้").click()
    await page.get_by_role("button", name="แก้ไขข้อความ").click()
    await ask(page, "ไปวัดมะรืนนี้")
    await own.get_by_text("แก้ไขแล้ว").wait_for()
    assert await own.get_by_text("ไปวัดมะรืนนี้").is_visible()
    await own.get_by_role("button", name="ทำอะไรกับข้อความนี้").click()
    await page.get_by_role("button", name="ตอบกลับข้อความนี้").click()
    await ask(page, "เจอกันค่ะ")
    await page.locator(".quote").get_by_text("ไปวัดมะรืนนี้").wait_for()
    await own.first.get_by_role("button", name="ทำอะไรกับข้อความนี้").click()
    await page.get_by_role("button", name="ยกเลิกข้อความ").click()
    await page.get_by_text("คุณ ยกเลิกข้อความ").wait_for()
    assert [message.unsent for message in fake.seen(VILLAGE)] == [True, False]


async def test_what_is_sent_besides_words(page: Page, fake: FakeLine) -> None:
    for name in ("สติกเกอร์ 2", "ใบรับรองแพทย์ตัวอย่าง", "เสียง 5 วินาที", "โรงพยาบาล"):
        await page.get_by_role("button", name="ส่งอย่างอื่น").click()
        await page.get_by_role("button", name=name, exact=True).click()
    await page.locator(".place").wait_for()
    await page.wait_for_function("document.querySelector('.photo')?.naturalWidth === 600")
    await page.wait_for_function("document.querySelector('.sticker')?.naturalWidth > 0")
    kinds = [message.body["type"] for message in fake.seen(MALEE) if not message.from_bot]
    assert kinds == ["sticker", "image", "audio", "location"]


async def test_faults_by_hand(page: Page, fake: FakeLine) -> None:
    await page.get_by_role("switch", name="ข้อความค้าง").click()
    await page.get_by_role("button", name="มีเหตุขัดข้องที่เปิดไว้").wait_for()
    for text in ("หนึ่ง", "สอง"):
        await ask(page, text)
    await page.get_by_text("ค้างอยู่ 2 เหตุการณ์").wait_for()
    await page.get_by_role("switch", name="ข้อความค้าง").click()
    await page.get_by_role("button", name="มีเหตุขัดข้องที่เปิดไว้").wait_for(state="detached")
    assert [webhook.body["events"][0]["message"]["text"] for webhook in fake.webhooks] == ["สอง", "หนึ่ง"]
    await page.get_by_label("เมื่อบอทเรียก LINE").select_option("down")
    await page.get_by_role("button", name="มีเหตุขัดข้องที่เปิดไว้").wait_for()
    assert fake.faults.shown() == {"*": "server"}


SCRIPT = """# asked and answered
@as malee
> นอน 4 คืน
< *400 บาท*
<! *500 บาท*
> [button ต้องใช้อะไรบ้าง]
< รับทราบ docs
<! *รับทราบ*
@as kamol
@in village
> ใครไปวัดบ้าง
< (silence)
"""


async def test_a_link_replays_a_conversation(page: Page, fake: FakeLine) -> None:
    await page.get_by_role("button", name="ดูสิ่งที่ทำไปแล้ว").click()
    await page.get_by_role("textbox", name="บทสนทนา").fill(SCRIPT)
    await page.get_by_role("button", name="ลิงก์สำหรับเล่นซ้ำ").click()
    box = page.locator(".script input")
    await box.wait_for()
    link = await box.input_value()
    assert len(link) < 600
    await page.goto(link)
    replay = page.get_by_role("region", name="เล่นซ้ำ")
    await replay.get_by_text("ขั้น 0 จาก 11").wait_for()
    assert fake.seen(MALEE) == [], "a link does nothing until somebody starts it"
    await replay.get_by_role("button", name="ทีละขั้น").click()
    await replay.get_by_text("ขั้น 1 จาก 11").wait_for()
    await replay.get_by_role("button", name="เล่นจนจบ").click()
    await replay.get_by_text("จบบทแล้ว").wait_for(timeout=45_000)
    assert await replay.get_by_text("ตรง 4 · ไม่ตรง 1").is_visible()
    said = [message.text() for message in fake.seen(MALEE) if not message.from_bot]
    assert said == ["นอน 4 คืน", "ต้องใช้อะไรบ้าง"]
    assert [message.text() for message in fake.seen(VILLAGE)] == ["ใครไปวัดบ้าง"]
    await replay.get_by_role("button", name="เลิก").click()
    assert page.url.endswith("#as=kamol")
