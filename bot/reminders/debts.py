"""All that is owed now: deadlines × who owes them − sent − exempt, with extensions, and what meetings decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta, tzinfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.reminders import network
from bot.reminders.network import LEADERS, LEVELS, RESTING, Network
from bot.reminders.policy import Debt
from bot.services import deadlines, extensions
from bot.services.deadlines import Due
from bot.services.done import done
from bot.services.extensions import GRANTED, Asked
from bot.services.obligations import Obligation, template
from storage.models import MeetingZone, Record, Resolution

AHEAD, BACK = timedelta(days=45), timedelta(days=75)
"""Deadlines further away concern nobody today: the first stage is 30 days before, the last 8 weeks after."""
LONGEST_EXTENSION = timedelta(days=365)


async def read(
    session: AsyncSession, today: date, zone: tzinfo, *, every: bool = False, net: Network | None = None
) -> list[Debt]:
    """The debts that reminders may concern today; with `every` all that stand, whenever they are due.

    `net`: the network as it is today, where the caller has read it already.
    """
    net = net or await network.read(session, today)
    return [
        *await _of_deadlines(session, net, today, zone, every),
        *await _of_meetings(session, net, today, zone, every),
    ]


async def _of_deadlines(session: AsyncSession, net: Network, today: date, zone: tzinfo, every: bool) -> list[Debt]:
    standing = [each for each in await deadlines.standing(session) if each.due_on and each.obligation in template()]
    if not every:
        standing = [each for each in standing if _near(each.due_on, today)]
    if not standing:
        return []
    sent = await done(session, {each.year for each in standing})
    free = await extensions.exempted(session)
    asked: dict[tuple[int, int], Asked] = {}
    for one in await extensions.of_deadlines(session, [each.id for each in standing]):
        if one.decision in (None, GRANTED) and one.until <= today + LONGEST_EXTENSION:
            asked[one.deadline_id, one.area_id] = one
    found = []
    for due in standing:
        obligation = template()[due.obligation]
        for area_id in owing(net, due.area_id, obligation):
            key = (due.obligation, due.year, area_id)
            if key not in free:
                found.append(_debt(net, due, obligation, area_id, asked.get((due.id, area_id)), key in sent, zone))
    return found


def owing(net: Network, area_id: int, obligation: Obligation) -> list[int]:
    """The areas that owe an obligation set for an area: each fund, zone or province at or below it."""
    nodes = net.nodes(area_id, obligation.level)
    if obligation.level != "fund":
        return nodes
    return [node for node in nodes if node in net.funds and (obligation.all_funds or net.funds[node][1] not in RESTING)]


def _debt(
    net: Network, due: Due, obligation: Obligation, area_id: int, asked: Asked | None, sent: bool, zone: tzinfo
) -> Debt:
    assert due.due_on is not None  # noqa: S101 - deadlines without a day were left out
    owners, seat = net.owners(area_id, obligation.owner)
    granted = asked is not None and asked.decision == GRANTED and asked.until > due.due_on
    chasers: list[int] = []
    for role in obligation.chasers:
        chasers += net.nearest(area_id, frozenset({role}))
    return Debt(
        matter=f"d{due.id}",
        area_id=area_id,
        due_on=asked.until if granted and asked else due.due_on,
        since=_since(due, asked if granted else None, zone),
        owners=owners,
        stand_in=seat is not None and net.kinds[seat] != LEVELS[obligation.owner],
        chasers=tuple(dict.fromkeys(chasers)),
        above=net.nearest(seat, LEADERS, above=True) if seat is not None else (),
        fund_id=net.funds[area_id][0] if area_id in net.funds else None,
        mark=f"+e{asked.id}" if granted and asked else "",
        done=sent,
        asked_on=asked.asked_on.astimezone(zone).date() if asked is not None and asked.decision is None else None,
    )


def _since(due: Due, asked: Asked | None, zone: tzinfo) -> date:
    """From which day reminders count: who was given longer is not reminded of it the day after."""
    if asked is not None:
        return asked.asked_on.astimezone(zone).date() + timedelta(days=1)
    return due.set_at.astimezone(zone).date()


async def _of_meetings(session: AsyncSession, net: Network, today: date, zone: tzinfo, every: bool) -> list[Debt]:
    """What meetings decided to be done until a day: the zone's coordinator owes it, or whoever took it on."""
    rows = await session.execute(
        select(Resolution.id, Resolution.due_on, Resolution.owner_person_id, Record)
        .join(Record, Record.id == Resolution.record_id)
        .where(Resolution.state == "open", Resolution.due_on.is_not(None), Record.withdrawn_at.is_(None))
        .order_by(Resolution.id)
    )
    open_ones = [
        (number, due_on, person, record)
        for number, due_on, person, record in rows
        if due_on is not None and (every or _near(due_on, today))
    ]
    zones = await _zones(session, [record.id for *_, record in open_ones])
    held = {person for pairs in net.holders.values() for _, person in pairs}
    found = []
    for number, due_on, person_id, record in open_ones:
        for area_id in zones.get(record.id) or [record.area_id]:
            owners, seat = net.owners(area_id, "coordinator")
            own = (person_id,) if person_id in held else owners
            found.append(
                Debt(
                    matter=f"r{number}",
                    area_id=area_id,
                    due_on=due_on,
                    since=record.recorded_at.astimezone(zone).date(),
                    owners=own,
                    stand_in=own == owners and seat is not None and seat != area_id,
                    above=net.nearest(seat, LEADERS, above=True) if seat is not None else (),
                )
            )
    return found


async def _zones(session: AsyncSession, record_ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    if record_ids:
        rows = await session.execute(
            select(MeetingZone.record_id, MeetingZone.area_id)
            .where(MeetingZone.record_id.in_(record_ids))
            .order_by(MeetingZone.area_id)
        )
        for record_id, area_id in rows:
            found.setdefault(record_id, []).append(area_id)
    return found


def _near(due_on: date | None, today: date) -> bool:
    """Whether reminders of it may fall on today; an extension may lie a year ahead of its deadline."""
    return due_on is not None and today - BACK - LONGEST_EXTENSION <= due_on <= today + AHEAD
