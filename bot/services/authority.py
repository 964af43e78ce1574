"""Who may do what, and where: a role holds over its node of the area tree and all below it, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import areas, funds
from bot.services.areas import Place
from bot.services.funds import FundFacts
from bot.services.people import OFFICER_ROLES, Speaker


class Deed(StrEnum):
    """What a person does with an area's work."""

    SEE = "see"
    """Figures and records of the area; members' own lines are never among them."""
    TEAM = "team"
    """Who works in the area: told to those who work there themselves (domain.md S1-20)."""
    MEETING = "meeting"
    FUND = "fund"
    """State, members, money, matching and revival of a fund."""
    REVIEW = "review"
    ASSESS = "assess"
    PLAN = "plan"
    REPORT = "report"
    TARGET = "target"
    DEADLINE = "deadline"
    """Until when an area owes something, who gets longer, who need not."""
    INVITE = "invite"
    BIND = "bind"
    ANNOUNCE = "announce"
    """To write to groups and people of the area unasked: it costs messages that all share."""


_ENTERS = frozenset({Deed.MEETING, Deed.FUND, Deed.REVIEW, Deed.ASSESS, Deed.PLAN, Deed.REPORT})
_LEADS = frozenset({Deed.INVITE, Deed.BIND, Deed.ANNOUNCE})
_READS = frozenset({Deed.SEE, Deed.TEAM})
_OFFICER = (_READS | _ENTERS | {Deed.BIND}) - {Deed.REVIEW}

ALLOWED: dict[str, frozenset[Deed]] = {
    **dict.fromkeys(sorted(OFFICER_ROLES), _OFFICER),
    "coordinator": _READS | _ENTERS | _LEADS | {Deed.TARGET},
    "assistant": _READS | _ENTERS,
    "secretary": _READS | _ENTERS | _LEADS | {Deed.TARGET, Deed.DEADLINE},
    "joint_secretary": _READS | {Deed.REVIEW, Deed.MEETING},
    "observer": frozenset({Deed.SEE}),
}
"""Role → deeds. Nobody verifies his own fund's books; observers only read (domain.md S3-22, 3.7)."""


@dataclass(frozen=True)
class Scope:
    """Where somebody may do something: the nodes that his roles hang on, and all zones and funds at or below them."""

    roots: tuple[Place, ...] = ()
    zones: tuple[Place, ...] = ()
    funds: tuple[FundFacts, ...] = ()
    area_ids: frozenset[int] = frozenset()
    """Every node at or below the roots."""

    def __bool__(self) -> bool:
        return bool(self.roots)

    def fund(self, fund_id: object) -> FundFacts | None:
        """A fund within the scope, by id."""
        return next((fund for fund in self.funds if fund.id == fund_id), None)

    def fund_by_code(self, code: object) -> FundFacts | None:
        """A fund within the scope, by code."""
        return next((fund for fund in self.funds if fund.code == code), None)

    def zone_by_code(self, code: object) -> Place | None:
        """A zone within the scope, by code."""
        return next((zone for zone in self.zones if zone.code == code), None)


def roots(speaker: Speaker, deed: Deed) -> tuple[int, ...]:
    """The areas on which this person's roles allow the deed."""
    return tuple(dict.fromkeys(role.area_id for role in speaker.roles if deed in ALLOWED.get(role.role, ())))


async def may(session: AsyncSession, speaker: Speaker, deed: Deed, area_id: int) -> bool:
    """Whether a person may do this in an area: a role of his that allows it hangs there or above."""
    held = set(roots(speaker, deed))
    return bool(held) and not held.isdisjoint(await areas.path(session, area_id))


async def scope(session: AsyncSession, speaker: Speaker, deed: Deed) -> Scope:
    """Everywhere that a person may do this; empty (false) where his roles allow it nowhere."""
    return await below(session, roots(speaker, deed))


async def below(session: AsyncSession, area_ids: Iterable[int]) -> Scope:
    """The nodes with these ids, and the zones and funds at or below them."""
    tops = tuple(area_ids)
    if not tops:
        return Scope()
    tree = await areas.subtree(session, tops)
    inside = frozenset(tree)
    return Scope(
        roots=tuple(tree[top] for top in tops if top in tree),
        zones=tuple(place for place in tree.values() if place.kind == "zone"),
        funds=tuple(fund for fund in await funds.all_funds(session) if fund.area_id in inside),
        area_ids=inside,
    )
