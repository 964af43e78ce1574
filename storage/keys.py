"""Checks at start that the data keys at hand open what the database holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.crypto import keys_of, missing_key
from storage.errors import StorageError
from storage.models.admins import DataKey
from storage.session import sessions


async def check_keys(engine: AsyncEngine, now: datetime) -> str:
    """The id of the writing key, which is noted in the database. Call it at start, on a migrated database.

    Raises StorageError when data was sealed with a key that is not at hand (a lost key file, another machine's file):
    without the check, new data would be sealed with a new key beside old data that nobody can open.
    """
    ring = keys_of(engine.dialect)
    async with sessions(engine).begin() as session:
        known = set(await session.scalars(select(DataKey.key_id)))
        keys = ring.opening() if known else ring.sealing()
        if lost := known - {ident.hex() for ident in keys.ids}:
            raise StorageError(missing_key(min(lost), keys.origin))
        if keys.id not in known:
            session.add(DataKey(key_id=keys.id, added_at=now))
    return keys.id
