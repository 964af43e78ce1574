"""The area tree with those who hold its offices and may be written to, read once for a whole round of planning."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.consents import REMINDERS, agreed
from bot.services.offices import in_force
from bot.services.people import OFFICER_ROLES
from storage.models import Appointment, Area, Fund, Identity, Person

LEADERS = frozenset({"coordinator", "secretary"})
RESTING = frozenset({"stopped", "dissolved"})
LEVELS = {"officers": "fund", "coordinator": "zone", "secretary": "province"}
"""Of which kind the area is on which they sit."""


@dataclass(frozen=True)
class Network:
    """Areas by id, what lies below each, funds by area, and who may be reminded for which area and role."""

    parents: dict[int, int | None]
    kinds: dict[int, str]
    below: dict[int, list[int]]
    funds: dict[int, tuple[int, str]]
    """Area → (fund's id, its status)."""
    holders: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    """Area → (role, person) of those on chat who agreed to reminders, longest in office first."""

    def path(self, area_id: int) -> list[int]:
        """An area and all above it, from below upwards."""
        found, node = [area_id], self.parents.get(area_id)
        while node is not None:
            found.append(node)
            node = self.parents.get(node)
        return found

    def nodes(self, area_id: int, kind: str) -> list[int]:
        """The areas of a kind at or below one."""
        found, rest = [], [area_id]
        while rest:
            node = rest.pop()
            if self.kinds.get(node) == kind:
                found.append(node)
            rest += self.below.get(node, ())
        return sorted(found)

    def who(self, area_id: int, roles: frozenset[str]) -> tuple[int, ...]:
        """Those who hold one of these roles on this very area."""
        return tuple(dict.fromkeys(person for role, person in self.holders.get(area_id, ()) if role in roles))

    def owners(self, area_id: int, owner: str) -> tuple[tuple[int, ...], int | None]:
        """Who is asked for what an area owes, and on which area they sit; empty where nobody can be reached.

        `owner`: officers, coordinator or secretary; where none is on chat, whoever leads the nearest area above.
        """
        roles = OFFICER_ROLES if owner == "officers" else frozenset({owner})
        path = self.path(area_id)
        own = next((node for node in path if self.kinds[node] == LEVELS[owner]), None)
        if own is not None and (found := self.who(own, roles)):
            return found, own
        for node in path[path.index(own) if own is not None else 0 :]:
            if found := self.who(node, LEADERS):
                return found, node
        return (), None

    def nearest(self, area_id: int, roles: frozenset[str], above: bool = False) -> tuple[int, ...]:
        """Holders of these roles on the nearest area that has one: the area itself or above, or only above."""
        for node in self.path(area_id)[1 if above else 0 :]:
            if found := self.who(node, roles):
                return found
        return ()


async def read(session: AsyncSession, today: date) -> Network:
    """The network as it is today: three statements, however large it is."""
    rows = list(await session.execute(select(Area.id, Area.parent_id, Area.kind)))
    below: dict[int, list[int]] = defaultdict(list)
    for area_id, parent_id, _ in rows:
        if parent_id is not None:
            below[parent_id].append(area_id)
    funds = {
        area: (fund, status) for fund, area, status in await session.execute(select(Fund.id, Fund.area_id, Fund.status))
    }
    holders: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for area_id, role, person_id in await session.execute(
        select(Appointment.area_id, Appointment.role, Appointment.person_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(in_force(today), Person.restricted.is_(False), agreed(REMINDERS), on_chat())
        .order_by(Appointment.from_date, Appointment.id)
    ):
        holders[area_id].append((role, person_id))
    parents = {area_id: parent_id for area_id, parent_id, _ in rows}
    return Network(parents, {area_id: kind for area_id, _, kind in rows}, below, funds, holders)


def on_chat() -> ColumnElement[bool]:
    """The condition that a person has an account that has not blocked us."""
    return exists().where(Identity.person_id == Person.id, Identity.blocked_at.is_(None))
