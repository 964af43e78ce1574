"""An empty database, migrated, with the demo network in it and the load's people as linked members of one fund."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime

from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from bench.traffic import PEOPLE, person
from bot.demo import identities, network
from storage.models import Consent, Identity, Link, Member, Person
from storage.session import engine, sessions


async def main() -> None:
    """Fills the database that NONGBAHT_DATABASE_URL names; it is migrated already."""
    database = engine(os.environ["NONGBAHT_DATABASE_URL"])
    async with sessions(database).begin() as session:
        accounts = {key: identities.user_id(key) for key in identities.PERSONAS}
        chats = {key: identities.group_id(key) for key in identities.GROUPS}
        await network.lay(session, "line", accounts, chats)
        await _people(session)
    await database.dispose()


async def _people(session: AsyncSession) -> None:
    """Everyone is like the first member of the demo: paid up, with a consent, linked to a line of the register."""
    model = await session.scalar(select(Member).where(Member.number == "A-0012"))
    assert model is not None
    columns = [column.key for column in inspect(Member).column_attrs if column.key not in {"id", "number"}]
    now = datetime.now(UTC)
    for number in range(PEOPLE):
        member = Member(number=f"A-9{number:03}", **{name: getattr(model, name) for name in columns})
        human = Person(display_name=f"bench {number}", created_at=now)
        session.add_all([member, human])
        await session.flush()
        session.add(Identity(person_id=human.id, channel="line", account_id=person(number)))
        session.add(Link(person_id=human.id, member_id=member.id, proven_by="bench", since=now))
        for kind in ("link", "health"):
            session.add(
                Consent(
                    person_id=human.id,
                    kind=kind,
                    fund_id=member.fund_id,
                    text_version="bench",
                    channel="line",
                    given_at=now,
                )
            )


if __name__ == "__main__":
    asyncio.run(main())
