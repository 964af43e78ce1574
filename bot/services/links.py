"""Ties between a person's account and register lines: ended at once when the person says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit, consents
from storage.models import Identity, Link, Person


@dataclass(frozen=True)
class Helper:
    """A relative who may look for a member: the link, the person and his shown name."""

    link_id: int
    person_id: int
    name: str | None


async def unlink(session: AsyncSession, person_id: int, now: datetime) -> int:
    """Ends a person's links and withdraws the consents that stood on them; says how many ended (PDPA s.19).

    Relatives lose their sight of his own register lines too: it rested on his consent.
    """
    links = list(await session.scalars(select(Link).where(Link.person_id == person_id, Link.until.is_(None))))
    for link in links:
        _end(session, link, now, person_id, "withdrawn")
        if link.kind == "own":
            for helper in await helpers(session, link.member_id):
                await end(session, helper.link_id, now, person_id, "member_unlinked")
    await consents.withdraw(session, now, person_id, consents.LINK, consents.HEALTH, consents.PROXY)
    await session.flush()
    return len(links)


async def take_over(
    session: AsyncSession, now: datetime, member_id: int, person_id: int, channel: str
) -> Sequence[int]:
    """Ends other persons' own links to a member on the same channel: a new handset replaces the old one.

    Says whose they were, so that they can be told.
    """
    older = await session.scalars(
        select(Link)
        .join(Identity, Identity.person_id == Link.person_id)
        .where(
            Link.member_id == member_id,
            Link.kind == "own",
            Link.until.is_(None),
            Link.person_id != person_id,
            Identity.channel == channel,
        )
        .distinct()
    )
    ended = []
    for link in older:
        _end(session, link, now, person_id, "taken_over")
        ended.append(link.person_id)
    await session.flush()
    return ended


async def helpers(session: AsyncSession, member_id: int) -> list[Helper]:
    """Who may look for a member, oldest first."""
    rows = await session.execute(
        select(Link.id, Link.person_id, Person.display_name)
        .join(Person, Person.id == Link.person_id)
        .where(Link.member_id == member_id, Link.kind == "proxy", Link.until.is_(None))
        .order_by(Link.id)
    )
    return [Helper(link_id, person_id, name) for link_id, person_id, name in rows]


async def end(session: AsyncSession, link_id: int, now: datetime, by_person: int, why: str) -> None:
    """Ends one open link."""
    link = await session.get_one(Link, link_id)
    if link.until is None:
        _end(session, link, now, by_person, why)
        await session.flush()


async def owners(session: AsyncSession, member_id: int) -> Sequence[int]:
    """The persons whose own register line this is."""
    own = (Link.member_id == member_id, Link.kind == "own", Link.until.is_(None))
    return list(await session.scalars(select(Link.person_id).where(*own).order_by(Link.id)))


async def leave(session: AsyncSession, now: datetime, person_id: int) -> int:
    """Ends a relative's sight of all members he looked for; says how many there were."""
    proxies = (Link.person_id == person_id, Link.kind == "proxy", Link.until.is_(None))
    found = list(await session.scalars(select(Link).where(*proxies)))
    for link in found:
        _end(session, link, now, person_id, "left")
    await session.flush()
    return len(found)


async def linked(session: AsyncSession, member_id: int) -> bool:
    """Whether somebody's chat is tied to this register line as his own."""
    return bool(await owners(session, member_id))


def _end(session: AsyncSession, link: Link, now: datetime, by_person: int, why: str) -> None:
    link.until = now
    audit.record(session, now, "link.ended", f"link:{link.id}", person_id=by_person, after={"because": why})
