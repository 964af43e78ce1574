"""One-time codes: issued by an officer, hashed at rest, used once, five wrong tries a day (domain.md 6.3)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit, tries
from bot.understanding.codes import normal_code
from storage.crypto import keyed_hashes
from storage.models import Code, Link, Member
from storage.queues import changed

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which read as figures."""
VALID_DAYS, MOST_DAYS = 7, 14


@dataclass(frozen=True)
class Issued:
    """A new code, in clear this once; valid through `valid_until` (common era)."""

    code: str
    valid_until: date


@dataclass(frozen=True)
class Try:
    """What became of a typed code: the id of a good one and its purpose, else tries left, else locked until when."""

    code_id: int | None = None
    purpose: str = ""
    member_id: int | None = None
    left: int = 0
    locked_until: datetime | None = None


def hashed(session: AsyncSession, code: str) -> list[str]:
    """The hashes under which a code may be stored, the one for writing first."""
    return keyed_hashes(session.get_bind().dialect, normal_code(code), "code")


def new_code() -> str:
    """A fresh code, easy to read aloud: four letters, four figures."""
    return "".join(secrets.choice(LETTERS) for _ in range(4)) + f"-{secrets.randbelow(10_000):04d}"


def last_day(today: date, days: int) -> date:
    """The last day of a code that is issued today. Raises ValueError beyond 14 days."""
    if not 0 <= days <= MOST_DAYS:
        raise ValueError(f"a code is valid for at most {MOST_DAYS} days, not {days}")
    return today + timedelta(days=days)


async def issue_link_code(
    session: AsyncSession, now: datetime, today: date, member_id: int, by_person: int, days: int = VALID_DAYS
) -> Issued:
    """A new code that ties a chat account to a register line; the member's older unused ones are revoked.

    The caller has checked that `by_person` is an officer of the member's fund. Raises ValueError beyond 14 days.
    """
    return await _issue(session, now, today, "link", member_id, by_person, days)


async def issue_proxy_code(session: AsyncSession, now: datetime, today: date, member_id: int, by_person: int) -> Issued:
    """A new code with which a relative may look for a member.

    `by_person` is the linked member himself, or the officer before whom he agreed.
    """
    return await _issue(session, now, today, "proxy", member_id, by_person, VALID_DAYS)


async def _issue(
    session: AsyncSession, now: datetime, today: date, purpose: str, member_id: int, by_person: int, days: int
) -> Issued:
    text, valid_until = new_code(), last_day(today, days)
    await revoke(session, now, member_id, by_person, purpose)
    code = Code(
        purpose=purpose,
        code_hash=hashed(session, text)[0],
        member_id=member_id,
        valid_until=valid_until,
        created_at=now,
        issued_by_person_id=by_person,
    )
    session.add(code)
    await session.flush()
    facts = {"code": code.id, "purpose": purpose, "valid_until": code.valid_until.isoformat()}
    audit.record(session, now, "code.issued", f"member:{member_id}", person_id=by_person, after=facts)
    return Issued(text, code.valid_until)


async def revoke(session: AsyncSession, now: datetime, member_id: int, by_person: int, purpose: str = "link") -> int:
    """Takes back a member's unused codes at once; says how many there were."""
    unused = (Code.member_id == member_id, Code.purpose == purpose, Code.uses_left > 0, Code.revoked_at.is_(None))
    found = list(await session.scalars(select(Code).where(*unused)))
    for code in found:
        code.revoked_at = now
        audit.record(session, now, "code.revoked", f"code:{code.id}", person_id=by_person)
    await session.flush()
    return len(found)


async def try_code(session: AsyncSession, now: datetime, today: date, person_id: int, typed: str) -> Try:
    """Looks a typed code up without using it; a wrong, used, revoked or expired one costs a try.

    While a person is locked nothing is looked up, so that the lock says nothing of any code.
    """
    if (until := await tries.locked_until(session, now, person_id)) is not None:
        audit.record(session, now, "code.while_locked", f"person:{person_id}", person_id=person_id)
        return Try(locked_until=until)
    code = await find(session, typed)
    if code is not None and _open(code, today):
        audit.record(session, now, "code.right", f"code:{code.id}", person_id=person_id)
        return Try(code.id, code.purpose, code.member_id)
    if code is not None:
        code.tries += 1
    left = await tries.wrong(session, now, person_id, code.id if code else None)
    return Try(left=left, locked_until=None if left else now + tries.LOCKED_FOR)


async def find(session: AsyncSession, typed: str) -> Code | None:
    """The code behind what was typed, used up or not; None where there is none."""
    found: Code | None = await session.scalar(select(Code).where(Code.code_hash.in_(hashed(session, typed))))
    return found


async def use_up(session: AsyncSession, today: date, code_id: int) -> Code | None:
    """Takes one use of a code; None where somebody was faster or it is no longer good."""
    use = update(Code).where(
        Code.id == code_id, Code.uses_left > 0, Code.revoked_at.is_(None), Code.valid_until >= today
    )
    if await changed(session, use.values(uses_left=Code.uses_left - 1)) != 1:
        return None
    return await session.get_one(Code, code_id, populate_existing=True)


async def good(session: AsyncSession, today: date, code_id: int) -> Code | None:
    """A code that was right a moment ago, None where it has been used, revoked or has expired since."""
    code = await session.get(Code, code_id)
    return code if code is not None and _open(code, today) else None


async def redeem(
    session: AsyncSession, now: datetime, today: date, code_id: int, person_id: int, relation: str | None = None
) -> Member | None:
    """Uses a member's code up and makes the link; None where somebody was faster or the code is no longer good.

    `relation`: what the member is to the person, for a relative's code.
    """
    code = await use_up(session, today, code_id)
    if code is None:
        return None
    audit.record(session, now, "code.used", f"code:{code_id}", person_id=person_id)
    kind = "proxy" if code.purpose == "proxy" else "own"
    pair = (Link.person_id == person_id, Link.member_id == code.member_id, Link.until.is_(None))
    link = await session.scalar(select(Link).where(*pair))
    if link is None or (link.kind, kind) == ("proxy", "own"):
        if link is not None:
            link.until = now
            await session.flush()
        link = Link(person_id=person_id, member_id=code.member_id, kind=kind, proven_by=f"code:{code_id}", since=now)
        session.add(link)
    link.relation = relation if link.kind == "proxy" else None
    await session.flush()
    after = {"kind": link.kind, "member": code.member_id}
    audit.record(session, now, "link.made", f"link:{link.id}", person_id=person_id, after=after)
    return await session.get_one(Member, code.member_id)


def _open(code: Code, today: date) -> bool:
    return code.uses_left > 0 and code.revoked_at is None and code.valid_until >= today
