"""`nongbaht outbox`: every message that answers nobody, with why, way, cost and fate, and never a word of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.commands.outbox import report
from storage.models import Delivery, QuotaEntry, QuotaReading

ZONE = ZoneInfo("Asia/Bangkok")
FIRST = datetime(2026, 11, 1, tzinfo=ZONE)


async def test_a_month_is_told_by_why_way_and_fate(sessions: async_sessionmaker[AsyncSession], now: datetime) -> None:
    def row(number: int, **more: object) -> Delivery:
        values: dict[str, object] = {
            "id": f"d{number}",
            "channel": "line",
            "chat_id": f"U{number}",
            "chat_kind": "direct",
            "cause": f"nudge:{number}",
            "body": {"is": "Reply", "parts": [{"is": "Text", "text": "ความลับ"}]},
            "created_at": now,
            "next_at": now,
            "why": "nudge",
        }
        return Delivery(**{**values, **more})

    async with sessions.begin() as session:
        session.add_all(
            [
                row(1, state="sent", way="push", cost=1, sent_at=now),
                row(2, state="sent", way="push", channel="telegram", tried="line", sent_at=now),
                row(3, state="dropped", fate="rode with d9"),
                row(4, state="refused", way="push", fate="blocked"),
                row(5, why="broadcast", state="sent", way="push", cost=30, sent_at=now),
                row(6, why=None, cause="evidence:7", state="queued"),
                row(7, why="answer", state="sent", way="reply"),
                row(8, created_at=now - timedelta(days=30)),
            ]
        )
        await session.flush()
        session.add(QuotaEntry(channel="line", month="2026-11", delivery_id="d1", cost=1, at=now))
        session.add(QuotaEntry(channel="line", month="2026-11", delivery_id="d5", cost=30, at=now))
        session.add(QuotaReading(channel="line", month="2026-11", most=300, used=29, kept=60, at=now))
    async with sessions() as session:
        told = await report(session, FIRST)
    lines = {(one["why"], one["way"], one["fate"]): (one["messages"], one["cost"]) for one in told["lines"]}
    assert lines == {
        ("nudge", "line push", "sent"): (1, 1),
        ("nudge", "telegram push", "sent"): (1, 0),
        ("nudge", "rode along", "sent"): (1, 0),
        ("nudge", "line push", "refused: blocked"): (1, 0),
        ("broadcast", "line push", "sent"): (1, 30),
        ("evidence", "line", "queued"): (1, 0),
    }
    assert [(one["entered"], one["most"], one["used"], one["kept"]) for one in told["quota"]] == [(31, 300, 29, 60)]
    assert "ความลับ" not in str(told)
    assert len(told["rows"]) == 6
