"""The bot's files in the simulator: a chart is seen as a picture, a workbook opens, both from the house itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from bot.app import House, build, web
from bot.channels.line import LineChannel
from bot.chat import ChatRef, Reply, Text
from bot.clock import MovableClock
from bot.delivery import codec
from bot.demo import network
from bot.demo.identities import SITE, user_id
from bot.exchange.charts import bar_chart
from bot.exchange.tabulate import Column, workbook
from bot.services import files
from bot.settings import Settings
from bot.transcript import line_stage
from bot.transcript.stage import DATA_KEY, DemoDatabase
from bot.understanding.understand import Understander
from bot.web.server import running as serving
from bot.web.simulator.page import simulator_routes
from bot.web.simulator.personas import demo_personas, populate
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.serving import running
from bot.words import load_words
from storage import outbox
from storage.models import Delivery
from storage.session import engine as open_engine
from tests.end_to_end.phones import browser

pytestmark = pytest.mark.browser

COORDINATOR = user_id("coordinator")


@asynccontextmanager
async def demo(url: str, understander: Understander) -> AsyncIterator[tuple[House, str]]:
    """The demo as `nongbaht demo` builds it, with the address of its page."""
    clock, words = MovableClock(network.start()), load_words()
    fake = FakeLine(clock, line_stage.SECRET, line_stage.TOKEN, bot_name="น้องบาท")
    personas = demo_personas(words)
    populate(fake, personas)
    async with running(fake) as api:
        channel = LineChannel(line_stage.TOKEN, words, api_url=api, public_url=SITE)
        house = build(open_engine(url, DATA_KEY), clock, {"line": channel}, understander)
        settings = Settings(line_channel_secret=SecretStr(line_stage.SECRET))
        app = web(house, settings, tuple(simulator_routes(fake, clock, words, personas, moved=house.wake)))
        async with serving(app) as address:
            fake.webhook_url = f"{address}/line/webhook"
            house.start()
            try:
                yield house, f"{address}/simulator/"
            finally:
                await house.close()


async def hand_out(house: House) -> bytes:
    """A chart and a workbook for the coordinator, as a handler would hand them out; gives the workbook."""
    now = house.clock.now()
    book = workbook("สมาชิก โซนเมือง", [Column("กองทุน"), Column("สมาชิก", figures=True)], [("บ้านสวน", 298)], "ณ", "โดย")
    chart = bar_chart("สมาชิก โซนเมือง", [("บ้านสวน", 298, ""), ("คลองใหญ่", 295, "")], "ข้อมูล ณ 21 พ.ย. 2569", "คน")
    chat = ChatRef("line", COORDINATOR, "direct")
    async with house.sessions.begin() as session:
        parts = [
            await files.share(
                session, now, name=name, media_type=media, content=content, alt="สองกองทุน", person_id=None
            )
            for name, media, content in (("สมาชิก.png", files.PNG, chart), ("สมาชิก.xlsx", files.XLSX, book))
        ]
        reply = codec.encode(Reply((Text("ได้แล้วค่ะ"), *parts)))
        made = {"channel": chat.channel, "chat_id": chat.id, "chat_kind": chat.kind, "created_at": now}
        await outbox.queue(session, Delivery(id=str(uuid4()), cause="test", body=reply, **made))
    await house.wake()
    return book


async def test_a_chart_is_seen_and_a_workbook_opens(database: DemoDatabase, understander: Understander) -> None:
    async with browser() as chromium, demo(await database.fresh(), understander) as (house, url):
        context = await chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        await page.goto(f"{url}#as=coordinator")
        await page.get_by_placeholder("พิมพ์ข้อความ").wait_for()
        book = await hand_out(house)
        await page.get_by_text("ได้แล้วค่ะ").wait_for()
        picture = page.get_by_alt_text("สมาชิก.png")
        await picture.wait_for()
        await page.wait_for_function("document.querySelector('.own-file img').naturalWidth === 1000")
        assert (await picture.get_attribute("src") or "").startswith("../files/")
        async with page.expect_download() as downloading:
            await page.get_by_role("button", name="เปิดไฟล์").click()
        download = await downloading.value
        assert download.suggested_filename == "สมาชิก.xlsx"
        assert Path(await download.path()).read_bytes() == book
        assert complaints == []
