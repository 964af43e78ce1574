"""People: what the house may know of a speaker (bot/services/recognition.py finds it), and how others are reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from bot.services import areas
from storage.models import Appointment, Identity, Person

OFFICER_ROLES = frozenset({"chair", "officer", "treasurer", "fund_secretary"})
"""Roles on a fund that may read its members' questions and bind its village group."""


@dataclass(frozen=True)
class LinkedMember:
    """A register line that is proven to be this person's own."""

    id: int
    fund_id: int
    number: str
    name: str


@dataclass(frozen=True)
class Proxied:
    """A member for whom this person may look; `relation`: what he is to this person, e.g. "mother".

    `health`: whether the member himself lets his fund use his health data.
    """

    member: LinkedMember
    relation: str
    health: bool = False


@dataclass(frozen=True)
class Role:
    """A role in force today on one node of the area tree; fund_id where that node is a fund."""

    role: str
    area_id: int
    fund_id: int | None = None


@dataclass(frozen=True)
class Speaker:
    """The person behind a message; person_id None where the platform hides who it is."""

    person_id: int | None
    name: str | None = None
    members: tuple[LinkedMember, ...] = ()
    roles: tuple[Role, ...] = ()
    consents: frozenset[str] = field(default_factory=frozenset)
    health_funds: frozenset[int] = field(default_factory=frozenset)
    """Funds that may use this person's health data when answering him (PDPA s.26)."""
    proxied: tuple[Proxied, ...] = ()
    home_fund_id: int | None = None

    @property
    def officer_of(self) -> tuple[int, ...]:
        """Ids of the funds whose officer this person is."""
        return tuple(role.fund_id for role in self.roles if role.role in OFFICER_ROLES and role.fund_id is not None)

    def member_in(self, fund_id: int) -> LinkedMember | None:
        """This person's own register line in a fund."""
        return next((member for member in self.members if member.fund_id == fund_id), None)


UNKNOWN = Speaker(person_id=None)


async def name_once(session: AsyncSession, person_id: int, name: str) -> None:
    """Keeps by which name a person is greeted, unless one is known."""
    person = await session.get_one(Person, person_id)
    person.display_name = person.display_name or name or None


async def remember_fund(session: AsyncSession, person_id: int, fund_id: int) -> None:
    """Keeps which fund an unlinked person asks about, so that it is asked only once."""
    person = await session.get_one(Person, person_id)
    person.home_fund_id = fund_id


@dataclass(frozen=True)
class Reach:
    """A person and the 1:1 chat in which to reach him."""

    person_id: int
    name: str | None
    chat: ChatRef


async def reach(session: AsyncSession, person_id: int) -> Reach | None:
    """The chat of a person's first account that has not blocked us."""
    person = await session.get_one(Person, person_id)
    identity = await session.scalar(
        select(Identity)
        .where(Identity.person_id == person_id, Identity.blocked_at.is_(None))
        .order_by(Identity.id)
        .limit(1)
    )
    if identity is None:
        return None
    return Reach(person_id, person.display_name, ChatRef(identity.channel, identity.account_id, "direct"))


async def officers(session: AsyncSession, fund_id: int | None, today: date) -> list[Reach]:
    """Who answers for a fund: its officers, else coordinators of the nearest area above, else secretaries further up.

    Without a fund: every secretary. Empty where nobody is on chat.
    """
    for area_ids, roles in await areas.ladder(session, fund_id):
        people = await session.scalars(
            select(Appointment.person_id)
            .where(
                Appointment.area_id.in_(area_ids),
                Appointment.role.in_(roles),
                Appointment.from_date <= today,
                or_(Appointment.until_date.is_(None), Appointment.until_date >= today),
            )
            .order_by(Appointment.id)
        )
        found = [await reach(session, person_id) for person_id in dict.fromkeys(people)]
        if reachable := [each for each in found if each is not None]:
            return reachable
    return []
