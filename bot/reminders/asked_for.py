"""Reminders that somebody asked for: all who still owe one thing, now; through the same gate as those of the tick."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from bot.delivery import codec
from bot.reminders import debts
from bot.reminders.digest import compose
from bot.reminders.items import items_of
from bot.reminders.planning import AGAIN, enter, nudge
from bot.reminders.policy import OWNER, STAND_IN, Debt
from bot.services import audit
from bot.services.announcements import REMINDERS
from bot.words import Words
from storage import outbox
from storage.models import Deadline, Delivery, Nudge

KIND = "nudge_now"
ASKED_FOR = "+n"
"""The mark of a stage that somebody asked for, with his record's number behind it."""
LASTS = timedelta(days=3)


@dataclass(frozen=True)
class Chase:
    """What one obligation of an area still lacks. `due_on` is None where no day was set, so that nobody owes anything.

    `to`: whom a reminder of which debts would reach; `rested`: who had a reminder today and is left in peace;
    `unreached`: debts of which nobody can be reminded.
    """

    due_on: date | None
    year: int | None
    owed: tuple[Debt, ...]
    to: dict[int, tuple[Debt, ...]]
    rested: frozenset[int]
    unreached: tuple[Debt, ...]


async def find(
    session: AsyncSession,
    today: date,
    zone: tzinfo,
    obligation: str,
    area_ids: Collection[int],
    known: Sequence[Debt] | None = None,
) -> Chase:
    """Who of these areas still owes an obligation; of several fiscal years the one due next, or else last.

    `known`: all debts, done ones too, where the caller has read them already.
    """
    if known is None:
        known = await debts.read(session, today, zone, every=True)
    named = (Deadline.obligation == obligation, Deadline.ended_at.is_(None), Deadline.due_on.is_not(None))
    years = {f"d{row.id}": row.fiscal_year for row in await session.scalars(select(Deadline).where(*named))}
    every = [debt for debt in known if debt.matter in years and debt.area_id in area_ids]
    if not every:
        return Chase(None, None, (), {}, frozenset(), ())
    days: dict[int, date] = {}
    for debt in every:
        days[years[debt.matter]] = min(debt.due_on, days.get(years[debt.matter], debt.due_on))
    still = {years[debt.matter] for debt in every if not debt.done} or set(days)
    year = min(still, key=lambda one: (days[one] < today, abs((days[one] - today).days)))
    owed = [debt for debt in every if not debt.done and years[debt.matter] == year]
    rested = await _told(session, {person for debt in owed for person in debt.owners}, today)
    to: dict[int, tuple[Debt, ...]] = {}
    for debt in owed:
        for person in debt.owners:
            if person not in rested:
                to[person] = (*to.get(person, ()), debt)
    return Chase(days[year], year, tuple(owed), to, rested, tuple(debt for debt in owed if not debt.owners))


async def send(
    session: AsyncSession,
    words: Words,
    chats: dict[int, ChatRef],
    chase: Chase,
    record_id: int,
    *,
    at: datetime,
    now: datetime,
    zone: tzinfo,
) -> int:
    """Queues a reminder to each, in the caller's transaction; says to how many. Said again only if still owed then."""
    today, day, count = now.astimezone(zone).date(), at.astimezone(zone).date(), 0
    stage = f"now{ASKED_FOR}{record_id}"
    for person, owed in chase.to.items():
        if person not in chats:
            continue
        number = str(uuid4())
        rows = [
            nudge(debt, person, stage, _part(debt), delivery_id=number, day=day, why="asked_for", now=now)
            for debt in owed
        ]
        items = await items_of(session, await enter(session, number, rows))
        if not items:
            continue
        chat = chats[person]
        count += await outbox.queue(
            session,
            Delivery(
                id=number,
                channel=chat.channel,
                chat_id=chat.id,
                chat_kind=chat.kind,
                person_id=person,
                cause=f"{cause_of(record_id)}:{person}",
                seq=0,
                why="nudge",
                body=codec.encode(compose(words, items, today)),
                created_at=now,
                next_at=at,
                deliver_after=at,
                expires_at=at + LASTS,
            ),
        )
    audit.record(session, now, "nudge_now.queued", f"record:{record_id}", actor="system", after={"people": count})
    return count


def cause_of(record_id: int) -> str:
    """What the outbox's keys of one such request begin with."""
    return f"{REMINDERS}{record_id}"


async def _told(session: AsyncSession, people: Collection[int], today: date) -> frozenset[int]:
    """Who of these had a reminder today, or has one waiting for today."""
    rows: Sequence[tuple[int, str]] = [
        (person, stage)
        for person, stage in await session.execute(
            select(Nudge.person_id, Nudge.stage).where(
                Nudge.day == today,
                Nudge.person_id.in_(people),
                Nudge.delivery_id.is_not(None),
                Nudge.state.not_in(("merged", "silenced")),
            )
        )
    ]
    return frozenset(person for person, stage in rows if AGAIN not in stage)


def _part(debt: Debt) -> str:
    return STAND_IN if debt.stand_in else OWNER
