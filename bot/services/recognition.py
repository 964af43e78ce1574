"""Who is talking: account → person → register lines, roles, consents, home fund; for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.offices import in_force
from bot.services.people import UNKNOWN, LinkedMember, Proxied, Role, Speaker
from storage.models import Appointment, Consent, Fund, Identity, Link, Member, Person
from storage.models.base import table
from storage.session import read_before

Account = tuple[str, str]
"""Channel, and the id that a person has there."""

# Built once: putting a statement together costs as much as running it.
PEOPLE: BindParameter[int] = bindparam("people", expanding=True)
TODAY: BindParameter[date] = bindparam("today")
BY_ACCOUNT = (
    select(Identity.channel, Identity.account_id, Person.id, Person.display_name, Person.home_fund_id)
    .join(Person, Person.id == Identity.person_id)
    .where(tuple_(Identity.channel, Identity.account_id).in_(bindparam("accounts", expanding=True)))
)
BY_PERSON = select(Person.id, Person.display_name, Person.home_fund_id).where(Person.id.in_(PEOPLE))
LINES = (
    select(Link.person_id, Link.kind, Link.relation, Member.id, Member.fund_id, Member.number, Member.name)
    .join(Member, Link.member_id == Member.id)
    .where(Link.person_id.in_(PEOPLE), Link.until.is_(None))
    .order_by(Link.id)
)
ROLES = (
    select(Appointment.person_id, Appointment.role, Appointment.area_id, Fund.id)
    .outerjoin(Fund, Fund.area_id == Appointment.area_id)
    .where(Appointment.person_id.in_(PEOPLE), in_force(TODAY))
    .order_by(Appointment.id)
)
CONSENTS = select(Consent.person_id, Consent.kind, Consent.fund_id).where(
    Consent.person_id.in_(PEOPLE), Consent.withdrawn_at.is_(None)
)
# Written beside the session's objects, so that what was read ahead for others stands.
NEW_PERSON = insert(table(Person)).returning(table(Person).c.id)
NEW_IDENTITY = insert(table(Identity))
LETTING_HEALTH = (
    select(Link.member_id)
    .join(Consent, Consent.person_id == Link.person_id)
    .join(Member, Member.id == Link.member_id)
    .where(
        Link.member_id.in_(bindparam("members", expanding=True)),
        Link.kind == "own",
        Link.until.is_(None),
        Consent.kind == "health",
        Consent.fund_id == Member.fund_id,
        Consent.withdrawn_at.is_(None),
    )
)


async def read_ahead(session: AsyncSession, accounts: Collection[Account], today: date) -> list[Speaker]:
    """Reads many speakers at once, for `recognise` in the same transaction; gives those whom we know."""
    known = await _known(session, accounts, today)
    read_before(session).update(known)
    return [speaker for speaker in known.values() if speaker is not None]


async def recognise(session: AsyncSession, channel: str, account: str | None, now: datetime, today: date) -> Speaker:
    """The speaker behind an account; a new account becomes a new person without any rights."""
    if account is None:
        return UNKNOWN
    read = read_before(session)
    if (asked := ("speaker", channel, account)) not in read:
        read.update(await _known(session, {(channel, account)}, today))
    if read[asked] is None:
        read[asked] = await _meet(session, channel, account, now)
    found: Speaker = read[asked]
    return found


async def speaker(session: AsyncSession, person_id: int, today: date) -> Speaker:
    """Everything the house may know of a person when answering. Raises KeyError for nobody's id."""
    rows = await session.execute(BY_PERSON, {"people": [person_id]})
    persons = [(person, name, home) for person, name, home in rows]
    return (await _speakers(session, persons, today))[person_id]


async def _known(session: AsyncSession, accounts: Collection[Account], today: date) -> dict[object, Speaker | None]:
    """The speakers behind accounts, None behind those whom we have not met."""
    if not accounts:
        return {}
    rows = await session.execute(BY_ACCOUNT, {"accounts": list(accounts)})
    found = {(channel, account): (person, name, home) for channel, account, person, name, home in rows}
    people = await _speakers(session, found.values(), today)
    return {("speaker", *one): people[found[one][0]] if one in found else None for one in accounts}


async def _meet(session: AsyncSession, channel: str, account: str, now: datetime) -> Speaker:
    """A person whom we meet for the first time."""
    person_id = (await session.execute(NEW_PERSON, {"created_at": now})).scalar_one()
    await session.execute(NEW_IDENTITY, {"person_id": person_id, "channel": channel, "account_id": account})
    return Speaker(person_id=person_id)


async def _speakers(
    session: AsyncSession, persons: Iterable[tuple[int, str | None, int | None]], today: date
) -> dict[int, Speaker]:
    named = {person: (name, home) for person, name, home in persons}
    if not named:
        return {}
    asked: dict[str, Any] = {"people": list(named)}
    own: defaultdict[int, list[LinkedMember]] = defaultdict(list)
    proxied: defaultdict[int, list[tuple[LinkedMember, str]]] = defaultdict(list)
    for person, kind, relation, member, fund, number, name in await session.execute(LINES, asked):
        line = LinkedMember(member, fund, number, name or "")
        if kind == "own":
            own[person].append(line)
        else:
            proxied[person].append((line, relation or ""))
    roles: defaultdict[int, list[Role]] = defaultdict(list)
    for person, role, area, seat in await session.execute(ROLES, {**asked, "today": today}):
        roles[person].append(Role(role, area, seat))
    consents: defaultdict[int, list[tuple[str, int | None]]] = defaultdict(list)
    for person, kind, whose in await session.execute(CONSENTS, asked):
        consents[person].append((kind, whose))
    lets_health = await _letting_health(session, {line.id for lines in proxied.values() for line, _ in lines})
    return {
        person: Speaker(
            person_id=person,
            name=name,
            members=tuple(own[person]),
            roles=tuple(roles[person]),
            consents=frozenset(kind for kind, _ in consents[person]),
            health_funds=frozenset(fund for kind, fund in consents[person] if kind == "health" and fund is not None),
            proxied=tuple(Proxied(line, relation, line.id in lets_health) for line, relation in proxied[person]),
            home_fund_id=home,
        )
        for person, (name, home) in named.items()
    }


async def _letting_health(session: AsyncSession, members: Collection[int]) -> frozenset[int]:
    """Those members who themselves, in their own chats, let their fund use their health data."""
    if not members:
        return frozenset()
    return frozenset((await session.scalars(LETTING_HEALTH, {"members": list(members)})).all())
