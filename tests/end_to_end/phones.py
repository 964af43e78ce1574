"""A browser on the simulator's page, and a bot of a few fixed answers behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    # no calls home: the tests run where nothing but loopback answers
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-features=OptimizationHints,MediaRouter,DialMediaRouteProvider",
    "--no-first-run",
    "--no-proxy-server",
]


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium without a window; skips the test where it is not installed."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed (apt-get install chromium fonts-noto-core fonts-thai-tlwg)")
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        try:
            yield running
        finally:
            await running.close()


async def until(node: Locator, question: str) -> None:
    """Waits until a JavaScript function of the node says true; the page's policy forbids wait_for_function."""
    for _ in range(100):
        if await node.evaluate(question):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"never true: {question}")


def text(size: str, words: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": words, "size": size, "wrap": True, **more}


def row(label: str, value: str) -> dict[str, Any]:
    return {
        "type": "box",
        "layout": "baseline",
        "spacing": "md",
        "contents": [
            text("sm", label, color="#66707A", flex=2),
            text("sm", value, color="#1C2126", flex=4, weight="bold"),
        ],
    }


CARD: dict[str, Any] = {
    "type": "flex",
    "altText": "นอนโรงพยาบาล 4 คืน ได้ 400 บาท",
    "contents": {
        "type": "bubble",
        "size": "mega",
        "header": {
            "type": "box",
            "layout": "vertical",
            "backgroundColor": "#E9F9EF",
            "contents": [text("md", "เงินช่วยนอนโรงพยาบาล", weight="bold", color="#06713A")],
        },
        "body": {
            "type": "box",
            "layout": "vertical",
            "spacing": "md",
            "contents": [
                text("3xl", "400 บาท", weight="bold"),
                text("sm", "คืนละ 100 บาท × 4 คืน", color="#66707A"),
                {"type": "separator", "margin": "lg"},
                row("ตามระเบียบ", "ข้อ 13 ฉบับที่ 2"),
                row("ใช้เอกสาร", "ใบรับรองแพทย์ และสำเนาบัตรประชาชน"),
                row("ยื่นภายใน", "19 ม.ค. 2570"),
                {
                    "type": "box",
                    "layout": "vertical",
                    "backgroundColor": "#EEF1F4",
                    "cornerRadius": "md",
                    "height": "8px",
                    "contents": [
                        {
                            "type": "box",
                            "layout": "vertical",
                            "width": "40%",
                            "height": "8px",
                            "backgroundColor": "#06C755",
                            "contents": [{"type": "filler"}],
                        }
                    ],
                },
                text("xs", "ข้อมูล ณ วันที่ 21 พ.ย. 2569 คณะกรรมการเป็นผู้ตัดสิน", color="#66707A"),
            ],
        },
        "footer": {
            "type": "box",
            "layout": "vertical",
            "spacing": "sm",
            "contents": [
                {
                    "type": "button",
                    "style": "primary",
                    "height": "sm",
                    "action": {
                        "type": "postback",
                        "label": "ต้องใช้อะไรบ้าง",
                        "data": "docs",
                        "displayText": "ต้องใช้อะไรบ้าง",
                    },
                },
                {
                    "type": "box",
                    "layout": "horizontal",
                    "spacing": "sm",
                    "contents": [
                        {
                            "type": "button",
                            "style": "secondary",
                            "height": "sm",
                            "action": {"type": "message", "label": "แจ้งเบิก", "text": "แจ้งเบิกนอนโรงพยาบาล"},
                        },
                        {
                            "type": "button",
                            "height": "sm",
                            "action": {"type": "uri", "label": "โทรถาม", "uri": "tel:034000101"},
                        },
                    ],
                },
            ],
        },
    },
}

CHIPS = {
    "items": [
        {"type": "action", "action": {"type": "message", "label": "เหลือสิทธิเท่าไหร่", "text": "เหลือสิทธิเท่าไหร่"}},
        {
            "type": "action",
            "action": {
                "type": "datetimepicker",
                "label": "เลือกวันออกจากโรงพยาบาล"[:20],
                "data": "day",
                "mode": "date",
                "initial": "2026-11-20",
                "min": "2026-10-01",
                "max": "2026-11-21",
            },
        },
        {"type": "action", "action": {"type": "postback", "label": "คุยกับคน", "data": "human"}},
    ]
}

PRIVATE = "https://line.me/R/oaMessage/%40nongbaht/?%E0%B9%80%E0%B8%AB%E0%B8%A5%E0%B8%B7%E0%B8%AD%E0%B8%AA%E0%B8%B4%E0%B8%97%E0%B8%98%E0%B8%B4%E0%B9%80%E0%B8%97%E0%B9%88%E0%B8%B2%E0%B9%84%E0%B8%AB%E0%B8%A3%E0%B9%88"


def answer_to(event: dict[str, Any]) -> list[dict[str, Any]]:
    """What the stub says: LINE message objects."""
    if event["type"] == "postback":
        picked = event["postback"].get("params", {}).get("date", "")
        return [{"type": "text", "text": f"รับทราบ {event['postback']['data']} {picked}".strip()}]
    words = event["message"].get("text", "")
    if event["source"]["type"] == "group":
        if "isSelf" not in str(event["message"].get("mention", "")):
            return []
        ask = {
            "type": "buttons",
            "text": "เรื่องส่วนตัว คุยกันในแชทส่วนตัวดีกว่าค่ะ",
            "actions": [{"type": "uri", "label": "คุยส่วนตัว", "uri": PRIVATE}],
        }
        return [{"type": "template", "altText": "คุยส่วนตัว", "template": ask}]
    if "คืน" in words:
        return [{"type": "text", "text": "ได้ค่ะ คุณมาลี"}, {**CARD, "quickReply": CHIPS}]
    return [{"type": "text", "text": f"ได้ยินว่า {words} <b>ไม่หนา</b>"}]
