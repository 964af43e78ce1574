"""From debts to digests: what is new today, one message a person, written with its nudges in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from bot.delivery import codec
from bot.reminders import debts, hours
from bot.reminders.digest import compose
from bot.reminders.items import items_of
from bot.reminders.policy import ABOVE, OWNER, STAND_IN, Debt, Wanted, tone, wanted
from bot.words import Words
from storage import outbox
from storage.models import Delivery, Nudge, Snooze
from storage.queues import Queue, insert_new, one_claimer

DIGEST, SNOOZED = "nudge:digest:", "nudge:snooze:"
"""What the causes of deliveries begin with: one digest for a person and day; one for each snooze that ended."""
PREFIX = "nudge:"
AGAIN = "+s"
"""The mark of a stage that is said once more because the person asked for that."""
REMEMBERS = timedelta(days=150)


@dataclass
class Sheaf:
    """All that one person is told now. `snooze_id`: he asked to be told at this time; None for the day's digest."""

    person_id: int
    wanted: list[Wanted] = field(default_factory=list)
    snooze_id: int | None = None

    def cause(self, today: date) -> str:
        """The outbox's key: whoever plans it a second time, on whatever machine, plans nothing new."""
        if self.snooze_id is not None:
            return f"{SNOOZED}{self.snooze_id}"
        return f"{DIGEST}{self.person_id}:{today.isoformat()}"


async def sheaves(session: AsyncSession, now: datetime, zone: tzinfo) -> list[Sheaf]:
    """What is to be said now and was not said before, by person. Reads only."""
    today = now.astimezone(zone).date()
    open_debts = [debt for debt in await debts.read(session, today, zone) if not debt.done]
    every = [one for debt in open_debts for one in wanted(debt, today)]
    said = await _said(session, today)
    resting, ended = await _snoozes(session, now)
    found: dict[int, Sheaf] = {}
    for one in every:
        if one.person_id not in resting and one.key not in said:
            found.setdefault(one.person_id, Sheaf(one.person_id)).wanted.append(one)
    for snooze in ended:
        again = [
            replace(one, stage=f"{one.stage}{AGAIN}{snooze.id}")
            for one in every
            if one.person_id == snooze.person_id and one.key in said and one.part != ABOVE
        ]
        sheaf = found.pop(snooze.person_id, Sheaf(snooze.person_id))
        found[snooze.person_id] = Sheaf(snooze.person_id, [*sheaf.wanted, *again], snooze.id)
    return [found[person] for person in sorted(found)]


async def write(
    session: AsyncSession, words: Words, chats: dict[int, ChatRef], some: Iterable[Sheaf], now: datetime, zone: tzinfo
) -> int:
    """Writes nudges and their digests, in the caller's transaction; says how many digests are new.

    What another machine wrote meanwhile is seen here and not written again.
    """
    await one_claimer(session, Queue.NUDGES)
    today, count = now.astimezone(zone).date(), 0
    for sheaf in some:
        if sheaf.snooze_id is not None and not await _end(session, sheaf.snooze_id, now):
            continue
        if sheaf.person_id not in chats or not sheaf.wanted:
            continue
        if sheaf.snooze_id is None and await told_today(session, sheaf.person_id, today):
            continue
        count += await _write_one(session, words, chats[sheaf.person_id], sheaf, now, zone)
    return count


async def _write_one(
    session: AsyncSession, words: Words, chat: ChatRef, sheaf: Sheaf, now: datetime, zone: tzinfo
) -> int:
    today, number = now.astimezone(zone).date(), str(uuid.uuid4())
    nudges = await enter(
        session,
        number,
        [
            nudge(one.debt, one.person_id, one.stage, one.part, delivery_id=number, day=today, why=one.part, now=now)
            for one in sheaf.wanted
        ],
    )
    if not nudges:
        return 0
    nudges += await _take_over(session, nudges, number, today, now)
    items = await items_of(session, nudges)
    if not items:
        return 0
    pushes = datetime.combine(today, hours.PUSHES, zone)
    delivery = Delivery(
        id=number,
        channel=chat.channel,
        chat_id=chat.id,
        chat_kind=chat.kind,
        person_id=sheaf.person_id,
        cause=sheaf.cause(today),
        seq=0,
        urgency=_urgency(sheaf, today),
        why="nudge",
        body=codec.encode(compose(words, items, today)),
        created_at=now,
        next_at=now if sheaf.snooze_id is not None else max(now, pushes),
    )
    return int(await outbox.queue(session, delivery))


def _urgency(sheaf: Sheaf, today: date) -> str:
    """How much of the month's messages it may use: what is due first, and whoever owes it himself."""
    tones = {tone(one.stage, (one.debt.due_on - today).days) for one in sheaf.wanted if one.part in (OWNER, STAND_IN)}
    if sheaf.snooze_id is not None or not tones.isdisjoint(("last", "late")):
        return "normal"
    return "early" if tones == {"early"} else "soon"


async def _take_over(
    session: AsyncSession, fresh: Sequence[Nudge], number: str, today: date, now: datetime
) -> list[Nudge]:
    """What a digest that never went out still holds comes along: of the same debt only the newest stage is said."""
    person = fresh[0].person_id
    waiting = list(
        await session.execute(
            select(Nudge, Delivery.cause)
            .join(Delivery, Delivery.id == Nudge.delivery_id)
            .where(
                Nudge.person_id == person,
                Nudge.state == "planned",
                Nudge.delivery_id != number,
                Delivery.state == "queued",
                Delivery.unsure.is_(False),  # a try of it may have arrived: then it is not said in a newer one too
                Delivery.cause.startswith(PREFIX),
            )
        )
    )
    said = {(one.matter, one.area_id) for one in fresh}
    kept = []
    for cause in {cause for _, cause in waiting}:
        await outbox.drop(session, cause, "merged into a newer one")
    for one, _ in waiting:
        if (one.matter, one.area_id) in said:
            one.state, one.why, one.settled_at = "merged", "newer_stage", now
        else:
            one.delivery_id, one.day, one.why = number, today, "waited"
            kept.append(one)
    await session.flush()
    return kept


async def told_today(session: AsyncSession, person_id: int, today: date) -> bool:
    """Whether a person had his digest today; what he asked for himself is none."""
    rows = await session.scalars(
        select(Nudge.stage).where(
            Nudge.person_id == person_id, Nudge.day == today, Nudge.delivery_id.is_not(None), Nudge.state != "merged"
        )
    )
    return any(AGAIN not in stage for stage in rows)


async def _said(session: AsyncSession, today: date) -> set[tuple[str, int, int, str]]:
    rows = await session.execute(
        select(Nudge.matter, Nudge.area_id, Nudge.person_id, Nudge.stage).where(Nudge.day >= today - REMEMBERS)
    )
    return {(matter, area, person, stage) for matter, area, person, stage in rows}


async def _snoozes(session: AsyncSession, now: datetime) -> tuple[set[int], list[Snooze]]:
    """Who wants no reminder yet, and whose wish for one has come due (the newest of each person counts)."""
    rows = await session.scalars(select(Snooze).where(Snooze.done_at.is_(None)).order_by(Snooze.id))
    newest = {row.person_id: row for row in rows}
    resting = {person for person, row in newest.items() if row.until > now}
    return resting, [row for row in newest.values() if row.until <= now]


async def wishes(session: AsyncSession, now: datetime) -> bool:
    """Whether somebody asked to be reminded by now."""
    asked = select(Snooze.id).where(Snooze.done_at.is_(None), Snooze.until <= now)
    return await session.scalar(asked.limit(1)) is not None


async def _end(session: AsyncSession, snooze_id: int, now: datetime) -> bool:
    """Ends a snooze and all older ones of its person; False where somebody else just did."""
    row = await session.get_one(Snooze, snooze_id, with_for_update=True)
    if row.done_at is not None:
        return False
    ended = (Snooze.person_id == row.person_id, Snooze.done_at.is_(None), Snooze.id <= snooze_id)
    await session.execute(update(Snooze).where(*ended).values(done_at=now))
    return True


async def enter(session: AsyncSession, delivery_id: str, rows: Sequence[dict[str, object]]) -> list[Nudge]:
    """Enters the nudges of one message, and gives those that were not said before."""
    await insert_new(session, Nudge, rows, ("matter", "area_id", "person_id", "stage"))
    return list(await session.scalars(select(Nudge).where(Nudge.delivery_id == delivery_id)))


def nudge(
    debt: Debt, person_id: int, stage: str, part: str, *, delivery_id: str, day: date, why: str, now: datetime
) -> dict[str, object]:
    """The row of one nudge, before it is said."""
    number = int(debt.matter[1:])
    return {
        "matter": debt.matter,
        "deadline_id": number if debt.matter.startswith("d") else None,
        "resolution_id": number if debt.matter.startswith("r") else None,
        "area_id": debt.area_id,
        "fund_id": debt.fund_id,
        "person_id": person_id,
        "stage": stage,
        "part": part,
        "due_on": debt.due_on,
        "day": day,
        "state": "planned",
        "delivery_id": delivery_id,
        "why": why,
        "created_at": now,
    }
