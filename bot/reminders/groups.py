"""A zone's group a week before and on the eve: thanks to those who have sent, and the names of the funds still awaited.

Only funds are named, and only where a push to a group costs nothing: each reader of a LINE group counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Card, Channel, Reply, Row, Section
from bot.delivery import codec
from bot.reminders import debts, hours, network
from bot.reminders.digest import title, when
from bot.reminders.planning import PREFIX
from bot.reminders.policy import Debt, newest
from bot.services import deadlines
from bot.services.deadlines import Due
from bot.services.obligations import template
from bot.words import Words
from storage.models import Delivery, Fund, Group

STAGES = frozenset({"d7", "d1"})
GROUPED = f"{PREFIX}group:"
MOST = 20


async def planned(
    session: AsyncSession, words: Words, channels: Mapping[str, Channel], now: datetime, zone: tzinfo
) -> list[Delivery]:
    """What today's stages say in groups and was not queued before; reads only."""
    today = now.astimezone(zone).date()
    free = [name for name, channel in channels.items() if channel.capabilities.free_pushes]
    groups = await session.scalars(
        select(Group).where(Group.channel.in_(free), Group.left_at.is_(None), Group.area_id.is_not(None))
    )
    bound = list(groups) if free else []
    if not bound:
        return []
    staged = _staged(await deadlines.standing(session), today, zone)
    if not staged:
        return []
    net = await network.read(session, today)
    causes = {
        (group.id, matter): f"{GROUPED}{group.id}:{matter}:{stage}"
        for group in bound
        for matter, (due, _, stage) in staged.items()
        if due.area_id in net.path(group.area_id or 0) or group.area_id in net.path(due.area_id)
    }
    known = set(await session.scalars(select(Delivery.cause).where(Delivery.cause.in_(causes.values()))))
    fresh = {of: cause for of, cause in causes.items() if cause not in known}
    if not fresh:
        return []
    every = [one for one in await debts.read(session, today, zone, net=net) if one.fund_id is not None]
    tambons = {fund.area_id: fund.tambon for fund in await session.scalars(select(Fund))}
    found: list[Delivery] = []
    first = datetime.combine(today, hours.PUSHES, zone)  # not before those who are asked have read it themselves
    for group in bound:
        inside = set(net.nodes(group.area_id or 0, "fund"))
        by_matter: dict[str, list[Debt]] = defaultdict(list)
        for one in every:
            if one.area_id in inside and (group.id, one.matter) in fresh:
                by_matter[one.matter].append(one)
        for matter, owed in sorted(by_matter.items()):
            if not all(one.done for one in owed):
                due, day, _ = staged[matter]
                card = _card(words, due, owed, tambons, when(words, day, today))
                found.append(_delivery(group, fresh[group.id, matter], card, now, first))
    return found


def _staged(standing: Sequence[Due], today: date, zone: tzinfo) -> dict[str, tuple[Due, date, str]]:
    """The deadlines of which groups are told today, by matter: with their day and the stage."""
    found = {}
    for due in standing:
        if due.due_on is not None and due.obligation in template():
            stage = newest(due.due_on, due.set_at.astimezone(zone).date(), today)
            if stage in STAGES:
                found[f"d{due.id}"] = due, due.due_on, stage
    return found


def _card(words: Words, due: Due, owed: Sequence[Debt], tambons: Mapping[int, str], day: str) -> Reply:
    sent = [tambons[one.area_id] for one in owed if one.done]
    awaited = [tambons[one.area_id] for one in owed if not one.done]
    sections = [Section((Row(day),))]
    if sent:
        sections.append(Section((Row(", ".join(sent[:MOST])),), words("nudge.group.thanks", n=len(sent))))
    sections.append(Section((Row(", ".join(awaited[:MOST])),), words("nudge.group.awaited", n=len(awaited))))
    return Reply((Card(title(words, due.obligation, due.year), "", tuple(sections), words("nudge.group.foot")),))


def _delivery(group: Group, cause: str, reply: Reply, now: datetime, first: datetime) -> Delivery:
    return Delivery(
        channel=group.channel,
        chat_id=group.chat_id,
        chat_kind="group",
        cause=cause,
        seq=0,
        why="nudge",
        body=codec.encode(reply),
        created_at=now,
        next_at=max(now, first),
    )
