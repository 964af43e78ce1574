"""Invite codes: a role over an area for whoever holds the code and agrees; issued from above only (domain.md S3-24).

Who may issue what is the table below. Offices are handed out downwards: nobody makes another of his own kind, except a
secretary a secretary of a smaller area, and whoever leaves an office for his own successor (services/handover.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import areas, audit, codes, offices
from bot.services.authority import Deed, below, may, roots
from bot.services.codes import VALID_DAYS, Issued
from bot.services.people import OFFICER_ROLES, Speaker
from storage.models import Appointment, AuditEvent, Code

PURPOSE = "invite"
REQUESTED = "code.requested"
ASKS_AGAIN = timedelta(hours=24)
FUND_ROLES = ("treasurer", "chair", "fund_secretary", "officer")
BELOW: dict[str, tuple[str, ...]] = {
    "secretary": ("coordinator", "assistant", "joint_secretary", "observer", *FUND_ROLES),
    "coordinator": ("assistant", *FUND_ROLES),
}
"""Role → roles that it may hand out in its own area and below. All others hand out none."""
PLACES: dict[str, tuple[str, ...]] = {
    "secretary": ("province", "region"),
    "joint_secretary": ("province", "zone"),
    "observer": ("province", "zone", "region"),
    "coordinator": ("zone",),
    "assistant": ("zone", "province"),
    **dict.fromkeys(sorted(OFFICER_ROLES), ("fund",)),
}
"""Role → the kinds of area it hangs on."""
MOST_USES = 5
SUCCESSION = frozenset({"coordinator", "secretary", *OFFICER_ROLES})
"""Offices whose leaver may hand a code to the one who follows him."""


@dataclass(frozen=True)
class Invite:
    """One invite code, without the code itself: what it gives where, until when, how often yet."""

    id: int
    role: str
    area_id: int
    valid_until: date
    uses_left: int
    issued_by: int | None


def hands_out(speaker: Speaker) -> tuple[str, ...]:
    """The roles that somebody may hand out anywhere, the highest first."""
    allowed = {role for held in speaker.roles for role in _from(held.role)}
    return tuple(role for role in PLACES if role in allowed)


async def may_issue(session: AsyncSession, speaker: Speaker, role: str, area_id: int) -> bool:
    """Whether somebody may issue a code for this role on this area: a role of his stands above it, there or higher."""
    kind = (await areas.place(session, area_id)).kind
    if kind not in PLACES.get(role, ()) or not await may(session, speaker, Deed.INVITE, area_id):
        return False
    path = await areas.path(session, area_id)
    return any(
        role in _from(held.role) and held.area_id in (path[1:] if role == held.role else path) for held in speaker.roles
    )


async def places_for(session: AsyncSession, speaker: Speaker, role: str) -> list[areas.Place]:
    """The areas for which somebody may issue a code of this role, the largest first."""
    found: dict[int, areas.Place] = {}
    for held in speaker.roles:
        if role in _from(held.role):
            inside = await areas.subtree(session, (held.area_id,))
            found |= {node: place for node, place in inside.items() if node != held.area_id or role != held.role}
    kinds = PLACES.get(role, ())
    fitting = [place for place in found.values() if place.kind in kinds]
    return sorted(fitting, key=lambda place: kinds.index(place.kind))


async def issue(
    session: AsyncSession,
    now: datetime,
    today: date,
    role: str,
    area_id: int,
    by_person: int | None,
    *,
    days: int = VALID_DAYS,
    uses: int = 1,
) -> tuple[Issued, int]:
    """A new invite code in clear, this once, and its id. The caller has asked `may_issue`, or it is a succession.

    `by_person` None: the operator, for a network that has no secretary yet.

    Raises ValueError beyond 14 days or 5 uses.
    """
    if not 1 <= uses <= MOST_USES:
        raise ValueError(f"a code is good for at most {MOST_USES} uses, not {uses}")
    text, valid_until = codes.new_code(), codes.last_day(today, days)
    code = Code(
        purpose=PURPOSE,
        code_hash=codes.hashed(session, text)[0],
        role=role,
        area_id=area_id,
        valid_until=valid_until,
        uses_left=uses,
        created_at=now,
        issued_by_person_id=by_person,
    )
    session.add(code)
    await session.flush()
    facts = {"code": code.id, "purpose": PURPOSE, "role": role, "valid_until": valid_until.isoformat(), "uses": uses}
    actor = "person" if by_person is not None else "operator"
    audit.record(session, now, "code.issued", f"area:{area_id}", person_id=by_person, actor=actor, after=facts)
    return Issued(text, valid_until), code.id


async def waiting(session: AsyncSession, today: date, area_ids: Iterable[int]) -> list[Invite]:
    """The invite codes of these areas that can still be used, newest first."""
    rows = await session.scalars(
        select(Code).where(_usable(today), Code.area_id.in_(tuple(area_ids))).order_by(Code.id.desc())
    )
    return [_invite(code) for code in rows]


async def waiting_for(session: AsyncSession, speaker: Speaker, today: date) -> list[Invite]:
    """The codes that somebody may see and take back: those for which he might have issued one himself."""
    within = await below(session, roots(speaker, Deed.INVITE))
    found = await waiting(session, today, within.area_ids)
    issuable = {role: {place.id for place in await places_for(session, speaker, role)} for role in hands_out(speaker)}
    return [each for each in found if each.area_id in issuable.get(each.role, ())]


async def invite(session: AsyncSession, today: date, code_id: int) -> Invite | None:
    """A code that can still be used; None where it cannot."""
    code = (await session.scalars(select(Code).where(_usable(today), Code.id == code_id))).first()
    return _invite(code) if code is not None else None


async def revoke(session: AsyncSession, now: datetime, code_id: int, by_person: int) -> bool:
    """Takes a code back at once; False where it was used up or taken back before. The caller has checked the right."""
    code = await session.get(Code, code_id)
    if code is None or code.purpose != PURPOSE or code.revoked_at is not None or code.uses_left < 1:
        return False
    code.revoked_at = now
    audit.record(session, now, "code.revoked", f"code:{code.id}", person_id=by_person)
    await session.flush()
    return True


async def revoke_all_by(session: AsyncSession, now: datetime, person_id: int, area_ids: Iterable[int]) -> int:
    """Takes back all unused codes that a person has issued for these areas; says how many."""
    rows = list(
        await session.scalars(
            select(Code).where(
                Code.purpose == PURPOSE,
                Code.issued_by_person_id == person_id,
                Code.area_id.in_(tuple(area_ids)),
                Code.uses_left > 0,
                Code.revoked_at.is_(None),
            )
        )
    )
    for code in rows:
        await revoke(session, now, code.id, person_id)
    return len(rows)


async def redeem(session: AsyncSession, now: datetime, today: date, code_id: int, person_id: int) -> Appointment | None:
    """Uses a code up and gives its role from today on; None where it is no longer good.

    Who holds this very office already keeps it, and the code is not used.
    """
    good = await invite(session, today, code_id)
    if good is None:
        return None
    held = [each for each in await offices.held_by(session, person_id, today) if each.role == good.role]
    if (same := next((each for each in held if each.area_id == good.area_id), None)) is not None:
        return await session.get_one(Appointment, same.id)
    if await codes.use_up(session, today, code_id) is None:
        return None
    audit.record(session, now, "code.used", f"code:{code_id}", person_id=person_id)
    return await offices.appoint(session, now, today, person_id, good.role, good.area_id, code_id)


async def asked_lately(session: AsyncSession, now: datetime, person_id: int) -> bool:
    """Whether somebody has asked for a new code within a day: those who issue it are told once."""
    found = await session.scalar(
        select(AuditEvent.id)
        .where(
            AuditEvent.actor_person_id == person_id, AuditEvent.action == REQUESTED, AuditEvent.at > now - ASKS_AGAIN
        )
        .limit(1)
    )
    return found is not None


def _from(role: str) -> tuple[str, ...]:
    """What a role hands out; a secretary also secretaries of smaller areas."""
    return (*BELOW.get(role, ()), *(("secretary",) if role == "secretary" else ()))


def _usable(today: date) -> ColumnElement[bool]:
    return and_(Code.purpose == PURPOSE, Code.uses_left > 0, Code.revoked_at.is_(None), Code.valid_until >= today)


def _invite(code: Code) -> Invite:
    assert code.role is not None  # noqa: S101 - an invite code always names both
    assert code.area_id is not None  # noqa: S101
    return Invite(code.id, code.role, code.area_id, code.valid_until, code.uses_left, code.issued_by_person_id)
