"""One person on two messengers: a one-time token from the chat where he is known, redeemed in the other one.

A token is good for 15 minutes and once. Whoever redeems it is that person there from then on, so it is shown in the 1:1
chat alone, kept as a keyed hash, and told to the first chat when it is used.
"""

from __future__ import annotations

import secrets
import string
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit
from storage.crypto import keyed_hashes
from storage.models import Appointment, Code, Consent, Conversation, Identity, Link, Person, Question
from storage.queues import changed

PURPOSE = "channel"
VALID_FOR = timedelta(minutes=15)
TOKEN_LETTERS = 32
"""Latin letters only: nothing in a token looks like a number that is masked at the door."""

Redeemed = Literal["linked", "same", "taken", "stale"]


async def issue(session: AsyncSession, now: datetime, today: date, person_id: int) -> str:
    """A new token (32 Latin letters), in clear this once; the person's older ones are void."""
    older = (Code.purpose == PURPOSE, Code.issued_by_person_id == person_id, Code.uses_left > 0)
    await session.execute(update(Code).where(*older).values(revoked_at=now, uses_left=0))
    token = "".join(secrets.choice(string.ascii_letters) for _ in range(TOKEN_LETTERS))
    # the day after, so that a token of 23:55 still has its minutes; they are counted from created_at
    code = Code(
        purpose=PURPOSE,
        code_hash=_hashes(session, token)[0],
        valid_until=today + timedelta(days=1),
        created_at=now,
        issued_by_person_id=person_id,
    )
    session.add(code)
    await session.flush()
    audit.record(session, now, "channel.token_issued", f"code:{code.id}", person_id=person_id)
    return token


async def redeem(
    session: AsyncSession, now: datetime, token: str, channel: str, account: str
) -> tuple[Redeemed, int | None]:
    """Makes an account its person's, by his token; says what became of it, and the person's id where it is linked.

    `taken`: the account is somebody already, with a register line, an office or a consent; nothing is changed then.
    """
    found = await session.scalar(
        select(Code).where(Code.purpose == PURPOSE, Code.code_hash.in_(_hashes(session, token)))
    )
    if found is None or found.issued_by_person_id is None or now - found.created_at > VALID_FOR:
        return "stale", None
    person_id = found.issued_by_person_id
    identity = await session.scalar(select(Identity).where(Identity.channel == channel, Identity.account_id == account))
    if identity is not None and identity.person_id == person_id:
        return "same", person_id
    if identity is not None and await _is_somebody(session, identity.person_id):
        return "taken", None
    use = update(Code).where(Code.id == found.id, Code.uses_left > 0, Code.revoked_at.is_(None))
    if await changed(session, use.values(uses_left=Code.uses_left - 1)) != 1:
        return "stale", None
    if identity is None:
        session.add(Identity(person_id=person_id, channel=channel, account_id=account))
    else:
        await _merge(session, identity, person_id)
    await session.flush()
    audit.record(session, now, "channel.linked", f"person:{person_id}", person_id=person_id, after={"channel": channel})
    return "linked", person_id


async def leave(session: AsyncSession, now: datetime, person_id: int, channel: str) -> bool:
    """Makes a person's accounts on a channel strangers again; False where they are all that he has, or none."""
    accounts = list(await session.scalars(select(Identity).where(Identity.person_id == person_id)))
    leaving = [one for one in accounts if one.channel == channel]
    if not leaving or len(leaving) == len(accounts):
        return False
    names = [one.account_id for one in leaving]
    talks = (Conversation.channel == channel, Conversation.account_id.in_(names))
    await session.execute(delete(Conversation).where(*talks))
    for one in leaving:
        await session.delete(one)
    await session.flush()
    audit.record(session, now, "channel.left", f"person:{person_id}", person_id=person_id, after={"channel": channel})
    return True


async def _is_somebody(session: AsyncSession, person_id: int) -> bool:
    """Whether a person has a register line, an office, or has agreed to something."""
    for found in (
        select(Link.id).where(Link.person_id == person_id, Link.until.is_(None)),
        select(Appointment.id).where(Appointment.person_id == person_id),
        select(Consent.id).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None)),
    ):
        if await session.scalar(found.limit(1)) is not None:
            return True
    return False


async def _merge(session: AsyncSession, identity: Identity, person_id: int) -> None:
    """Lets a stranger's account, talks and questions be the person's; the stranger's row keeps nothing of him."""
    stranger = identity.person_id
    identity.person_id, identity.blocked_at = person_id, None
    await session.execute(update(Conversation).where(Conversation.person_id == stranger).values(person_id=person_id))
    await session.execute(
        update(Question).where(Question.asker_person_id == stranger).values(asker_person_id=person_id)
    )
    row = await session.get_one(Person, stranger)
    row.display_name = row.home_fund_id = None


def _hashes(session: AsyncSession, token: str) -> list[str]:
    return keyed_hashes(session.get_bind().dialect, token, PURPOSE)
