"""A simulated month of reminders for a province the size of Buriram (`python -m bench.month`).

197 funds in 23 districts, one secretary, a coordinator for each district, half of the people on Telegram too; three
instances tick, one is killed half-way. Printed: pushes against LINE's 300, nudges delivered, late, waiting, lost,
doubled; the time to plan and queue 10,000; how planning grows from 200 to 20,000 funds.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bench.messengers import Messenger
from bench.province import lay
from bot.channels.line import LINE
from bot.channels.telegram import TELEGRAM
from bot.chat import say
from bot.clock import BANGKOK, MovableClock
from bot.delivery import codec
from bot.delivery.planner import token_deadline
from bot.delivery.pump import Pump
from bot.reminders.gate import Gate
from bot.reminders.nudger import Nudger
from bot.reminders.planning import DIGEST, sheaves, write
from bot.reminders.policy import BEFORE
from bot.reminders.ways import addresses
from bot.reminders.weekly import Weekly
from bot.services import submissions
from bot.transcript.stage import DATA_KEY
from bot.words import load_words
from storage import outbox
from storage.models import Delivery, Fund, Nudge, QuotaEntry, Submission
from storage.session import engine as open_engine
from storage.session import reading
from storage.session import sessions as session_maker

FUNDS, ZONES, LIMIT = 197, 23, 300
FIRST, DUE, DAYS = date(2026, 11, 1), date(2026, 11, 30), 32
"""Two days more than the month: what waited for quota goes out then."""
TICKS = ("08:00", "08:30", "09:00", "09:10", "09:30", "12:00", "15:00", "17:30", "20:00", "23:00")
"""A real house ticks every minute; between these moments nothing changes here."""
CHATTY = 0.03
"""The share of people who write to the bot of their own accord on a day: their reminder may ride with the answer."""
SENT_AFTER_NUDGE, SENT_ANYWAY = 0.22, 0.012
"""How likely a fund is to send its report on a day on which it was reminded, and on any other."""
DUES = (("annual_report", 2569, DUE), ("plan", 2570, date(2027, 2, 5)), ("review", 2569, date(2027, 2, 28)))


@dataclass
class Instance:
    """One process of the house, without its web side."""

    sessions: async_sessionmaker[AsyncSession]
    pump: Pump
    nudger: Nudger
    weekly: Weekly
    alive: bool = True

    async def tick(self) -> None:
        """What the ticker does, then what the pump finds."""
        await self.nudger.tick()
        await self.weekly.tick()
        while await self.pump.run_once():
            pass


@dataclass
class Month:
    """The province, its platforms and its instances."""

    clock: MovableClock
    line: Messenger
    telegram: Messenger
    instances: list[Instance]
    chance: random.Random
    answers: int = 0
    digests: Counter[tuple[int, date]] = field(default_factory=Counter)

    async def run(self) -> None:
        """All days, moment by moment."""
        for number in range(DAYS):
            day = FIRST + timedelta(days=number)
            for moment in TICKS:
                self.clock.set(datetime.combine(day, time.fromisoformat(moment), BANGKOK))
                if number == 15 and moment == "09:00":
                    await self._kill(self.instances[1])
                if moment in ("08:30", "12:00", "17:30"):
                    await self._people_write(CHATTY / 3)
                await asyncio.gather(*(each.tick() for each in self.instances if each.alive))
                if moment == "15:00":
                    await self._funds_send(day)
            print(f"\r{day}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)

    async def _kill(self, instance: Instance) -> None:
        """Takes messages in hand, sends half of them and is never heard of again."""
        await instance.nudger.tick()
        errands = await instance.pump._claim(16)
        await asyncio.gather(*(instance.pump._carry(errand) for errand in errands[::2]))
        instance.alive = False

    async def _people_write(self, share: float) -> None:
        """Some people ask something; the answer has a fresh reply token."""
        now, rows = self.clock.now(), []
        for person in range(1, FUNDS + ZONES + 2):
            if self.chance.random() < share:
                self.answers += 1
                row = Delivery(
                    channel="line",
                    chat_id=f"U{person}",
                    chat_kind="direct",
                    person_id=person,
                    cause=f"answer:{self.answers}",
                    seq=0,
                    why="answer",
                    body=codec.encode(say("ok")),
                    created_at=now,
                    reply_token=f"token{self.answers}",
                    token_expires_at=token_deadline(now, now, LINE),
                )
                rows.append(row)
        async with self.instances[0].sessions.begin() as session:
            await outbox.queue_all(session, rows)

    async def _funds_send(self, day: date) -> None:
        """Some funds send their report; more of those that were reminded today."""
        async with self.instances[0].sessions.begin() as session:
            have = set((await submissions.who_has(session, range(1, FUNDS + 1), "annual_report", 2569)).keys())
            told = set(
                await session.scalars(
                    select(Nudge.fund_id).where(Nudge.day == day, Nudge.part.in_(("owner", "stand_in")))
                )
            )
            for fund in await session.scalars(select(Fund).order_by(Fund.id)):
                likely = SENT_AFTER_NUDGE if fund.id in told else SENT_ANYWAY
                if fund.id not in have and self.chance.random() < likely:
                    await submissions.note(
                        session,
                        self.clock.now(),
                        area_id=fund.area_id,
                        fund_id=fund.id,
                        obligation="annual_report",
                        year=2569,
                        sent_on=day,
                        person_id=1,
                    )


async def simulate(folder: Path) -> dict[str, Any]:
    """The month; the figures of what became of it."""
    clock, chance = MovableClock(datetime(2026, 10, 25, 9, 0, tzinfo=BANGKOK)), random.Random(2569)
    path = folder / "month.db"
    engine = await lay(path, clock.now(), funds=FUNDS, zones=ZONES, dues=DUES)
    engines = [engine, *(open_engine(f"sqlite+aiosqlite:///{path}", DATA_KEY) for _ in range(2))]
    line = Messenger("line", LINE, clock, chance, LIMIT)
    telegram = Messenger("telegram", TELEGRAM, clock, chance)
    channels: Any = {"line": line, "telegram": telegram}
    words = load_words()
    instances = [
        Instance(
            session_maker(one),
            Pump(session_maker(one), channels, clock, gate=Gate(words, clock)),
            Nudger(session_maker(one), reading(one), clock, words, channels),
            Weekly(session_maker(one), reading(one), clock, words),
        )
        for one in engines
    ]
    month = Month(clock, line, telegram, instances, chance)
    started = perf_counter()
    await month.run()
    try:
        async with session_maker(engine)() as session:
            figures = await count(session, month)
    finally:
        for one in engines:
            await one.dispose()
    return figures | {"seconds": round(perf_counter() - started, 1)}


async def count(session: AsyncSession, month: Month) -> dict[str, Any]:
    """What became of every nudge and every push."""
    rows = list(await session.scalars(select(Delivery).where(Delivery.why != "answer")))
    nudges = list(await session.scalars(select(Nudge)))
    by_id = {row.id: row for row in rows}
    seen = {delivery: at for messenger in (month.line, month.telegram) for at, _, delivery in messenger.seen}
    twice = [d for d in by_id if month.line.arrived[d] + month.telegram.arrived[d] > 1]
    sent = [one for one in nudges if one.state in ("sent", "escalated")]
    per_day = Counter(
        (row.person_id, seen[row.id].astimezone(BANGKOK).date())
        for row in rows
        if row.id in seen and row.cause.startswith(DIGEST)
    )
    late = [
        one
        for one in sent
        if one.settled_at is not None
        and (one.settled_at.astimezone(BANGKOK).hour, one.settled_at.astimezone(BANGKOK).minute) > (10, 0)
        and one.why not in ("rode",)
        and one.created_at.astimezone(BANGKOK).date() == one.settled_at.astimezone(BANGKOK).date()
        and one.created_at.astimezone(BANGKOK).hour < 10
    ]
    fates = Counter((one.state, one.why if one.state != "sent" else "") for one in nudges)
    known = {"done", "exempt", "moved", "snoozed", "not_wanted", "needed no longer"}
    lost = [
        one
        for one in nudges
        if (
            one.state == "silenced"
            and one.why not in known
            and by_id.get(one.delivery_id or "") is not None
            and one.delivery_id not in seen
        )
    ]
    entered = int(await session.scalar(select(func.coalesce(func.sum(QuotaEntry.cost), 0))) or 0)
    ways = Counter(
        "rode along" if (row.fate or "").startswith("rode") else f"{row.channel}"
        for row in rows
        if row.state in ("sent", "uncertain") or (row.fate or "").startswith("rode")
    )
    members = [FUNDS // ZONES + (z < FUNDS % ZONES) + 2 for z in range(ZONES)]
    stages = sum(1 for days in BEFORE if FIRST <= DUE - timedelta(days=days) <= DUE)
    return {
        "pushes charged by LINE, by month": dict(month.line.charged),
        "entered in our ledger": entered,
        "every stage to every district's group": sum(members) * stages,
        "every stage to every officer": FUNDS * stages,
        "messages by way": dict(ways),
        "by why": dict(Counter(row.why for row in rows if row.state in ("sent", "uncertain"))),
        "nudges": len(nudges),
        "delivered": len(sent),
        "after 10:00": len(late),
        "delivered on a later day, for want of quota": sum(one.created_at.date() < one.day for one in sent),
        "still waiting for quota": sum(one.state == "planned" for one in nudges),
        "lost": len(lost),
        "doubled": len(twice) + sum(number - 1 for number in per_day.values() if number > 1),
        "fates": {f"{state} {why}".strip(): number for (state, why), number in sorted(fates.items())},
        "reports that came in": await session.scalar(select(func.count()).select_from(Submission)),
    }


async def planning(folder: Path, funds: int, *, queue: bool) -> tuple[float, float, int]:
    """Seconds to find what is due and (`queue`) to write it, and how many nudges that were, for so many funds."""
    now = datetime.combine(DUE - timedelta(days=7), time(8), BANGKOK)
    since = now - timedelta(days=30)
    engine = await lay(folder / f"{funds}.db", since, funds=funds, zones=max(1, funds // 9), dues=DUES[:1])
    try:
        started = perf_counter()
        async with reading(engine)() as session:
            found = await sheaves(session, now, BANGKOK)
            chats = await addresses(session, [each.person_id for each in found], {"line": False, "telegram": True})
        read = perf_counter() - started
        number, started, words = sum(len(each.wanted) for each in found), perf_counter(), load_words()
        for start in range(0, len(found) if queue else 0, 50):
            async with session_maker(engine).begin() as session:
                await write(session, words, chats, found[start : start + 50], now, BANGKOK)
        return read, perf_counter() - started, number
    finally:
        await engine.dispose()


def main() -> int:
    """Prints the figures."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory(prefix="nongbaht-month-") as name:
        folder = Path(name)
        for label, value in asyncio.run(simulate(folder)).items():
            print(f"{label:<45} {value}")
        read, wrote, number = asyncio.run(planning(folder, 10_000, queue=True))
        print(f"{'plan and queue':<45} {number:,} nudges: {read:.1f} s to find, {wrote:.1f} s to queue")
        for funds in (200, 2_000, 20_000):
            read, _, number = asyncio.run(planning(folder, funds, queue=False))
            print(f"{'find what is due':<45} {funds:>6,} funds: {read * 1000:,.0f} ms, {number:,} nudges")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
