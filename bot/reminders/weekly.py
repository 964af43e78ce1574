"""Monday's digest for those who lead an area: how far what is owed has come, against a week ago."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.clock import Clock
from bot.delivery import codec
from bot.reminders import debts, hours, network
from bot.reminders.network import LEADERS, Network
from bot.reminders.policy import Debt
from bot.reminders.weekly_card import Line, Progress, compose
from bot.services import audience
from bot.services.areas import Place
from bot.services.done import done
from bot.words import Words
from storage import outbox
from storage.models import Area, Deadline, Delivery, DigestStop, Fund

AT, WEEK = time(8, 30), timedelta(days=7)
BEFORE, AFTER = timedelta(days=60), timedelta(days=35)
"""What falls due so soon, or fell due so lately, is worth a line."""
MOST = 3
CAUSE = "digest:"


@dataclass(frozen=True)
class Week:
    """All that is owed, read once for every leader."""

    net: Network
    places: dict[int, Place]
    tambons: dict[int, str]
    dues: dict[str, tuple[str, int, date]]
    """Matter → obligation, fiscal year, the day for all."""
    owed: tuple[Debt, ...]
    earlier: frozenset[tuple[str, int, int]]
    """What was done a week ago: (obligation, year, area)."""


async def read(session: AsyncSession, now: datetime, zone: tzinfo, only: str | None = None) -> Week:
    """What stands at a moment and stood a week before; of what falls due about now, or of `only` one obligation."""
    today = now.astimezone(zone).date()
    rows = await session.scalars(select(Deadline).where(Deadline.ended_at.is_(None), Deadline.due_on.is_not(None)))
    dues = {
        f"d{row.id}": (row.obligation, row.fiscal_year, row.due_on)
        for row in rows
        if row.due_on is not None
        and (row.obligation == only if only else today - AFTER <= row.due_on <= today + BEFORE)
    }
    net = await network.read(session, today)
    owed = tuple(debt for debt in await debts.read(session, today, zone, every=True, net=net) if debt.matter in dues)
    areas = await session.scalars(select(Area))
    funds = await session.execute(select(Fund.area_id, Fund.tambon))
    return Week(
        net=net,
        places={one.id: Place(one.id, one.kind, one.code, one.name, one.parent_id) for one in areas},
        tambons={area_id: tambon for area_id, tambon in funds},
        dues=dues,
        owed=owed,
        earlier=frozenset(await done(session, {year for _, year, _ in dues.values()}, before=now - WEEK)),
    )


def progress(week: Week, roots: Collection[int]) -> list[Progress]:
    """What is owed at or below these areas, the next to fall due first; by zone where there are several."""
    found: list[Progress] = []
    inside = [debt for debt in week.owed if not set(week.net.path(debt.area_id)).isdisjoint(roots)]
    for matter, (obligation, year, due_on) in sorted(week.dues.items(), key=lambda one: (one[1][2], one[0])):
        mine = [debt for debt in inside if debt.matter == matter]
        if not mine:
            continue
        zones = list(dict.fromkeys(_zone(week, debt) for debt in mine))
        lines = [
            _line(week, week.places[zone].name, matter, [d for d in mine if _zone(week, d) == zone]) for zone in zones
        ]
        late = [debt for debt in mine if not debt.done and debt.due_on <= due_on]  # longer was given to the others
        missing = [week.tambons.get(debt.area_id) or week.places[debt.area_id].name for debt in late]
        whole = _line(week, "", matter, mine)
        found.append(Progress(obligation, year, due_on, whole, tuple(lines if len(zones) > 1 else ()), tuple(missing)))
    return found[:MOST]


def _zone(week: Week, debt: Debt) -> int:
    path = week.net.path(debt.area_id)
    return next((node for node in path if week.net.kinds.get(node) == "zone"), path[0])


def _line(week: Week, name: str, matter: str, owed: Sequence[Debt]) -> Line:
    obligation, year, _ = week.dues[matter]
    before = sum((obligation, year, debt.area_id) in week.earlier for debt in owed)
    return Line(name, sum(debt.done for debt in owed), len(owed), before)


@dataclass
class Weekly:
    """Queues Monday's digests; any number of instances may tick, the outbox keeps each digest once."""

    sessions: async_sessionmaker[AsyncSession]
    reading: async_sessionmaker[AsyncSession]
    clock: Clock
    words: Words
    _done: date | None = None

    async def tick(self) -> int:
        """One round; says how many digests it queued. After a holiday, or a Monday off, it is the next day."""
        now, zone = self.clock.now(), self.clock.zone
        local = now.astimezone(zone)
        monday = local.date() - timedelta(days=local.weekday())
        day = hours.open_after(monday)
        late = local.date() > day
        if self._done == monday or not day <= local.date() <= day + timedelta(days=1) or not hours.open_at(now, zone):
            return 0
        if local.time() < AT and not late:
            return 0
        async with self.reading() as session:
            made = await self._compose(session, now, monday)
        count = 0
        if made:
            async with self.sessions.begin() as session:
                count = await outbox.queue_all(session, made)
        self._done = monday
        return count

    async def _compose(self, session: AsyncSession, now: datetime, monday: date) -> list[Delivery]:
        zone = self.clock.zone
        week = await read(session, now, zone)
        if not week.owed:
            return []
        stopped = set(await session.scalars(select(DigestStop.person_id)))
        leading: dict[int, set[int]] = {}
        for area_id, held in week.net.holders.items():
            for role, person in held:
                if role in LEADERS and person not in stopped:
                    leading.setdefault(person, set()).add(area_id)
        chats = await audience.cheapest(session, list(leading))
        closes = datetime.combine(now.astimezone(zone).date(), hours.CLOSES, zone)
        made = []
        for person, roots in sorted(leading.items()):
            found = progress(week, roots)
            if not any(each.missing for each in found) or person not in chats:
                continue  # where nothing is missing, nothing need be said
            chat, _ = chats[person]
            names = ", ".join(week.places[area].name for area in sorted(roots))
            card = compose(self.words, names, found, now.astimezone(zone).date(), pushed=True)
            made.append(
                Delivery(
                    channel=chat.channel,
                    chat_id=chat.id,
                    chat_kind="direct",
                    person_id=person,
                    cause=f"{CAUSE}{monday.isoformat()}:{person}",
                    seq=0,
                    why="digest",
                    urgency="soon",
                    body=codec.encode(card),
                    created_at=now,
                    next_at=now,
                    expires_at=closes,
                )
            )
        return made
