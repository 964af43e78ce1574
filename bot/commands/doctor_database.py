"""The doctor's look at the database: there, migrated, and the data key at hand. Reads only, makes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.commands.doctor_finding import Finding, bad, good
from bot.settings import Settings
from storage.crypto import is_file, keys_of
from storage.errors import StorageError
from storage.migrations.run import check_revision
from storage.models import DataKey
from storage.session import engine as open_engine
from storage.session import parse, reading


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the database can be used, and whether what it holds can be opened."""
    try:
        url = parse(settings.database_url)
    except StorageError as fault:
        yield bad(str(fault))
        return
    place = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and is_file(url) and not Path(str(url.database)).exists():
        yield bad(f"database {place}: the file is not there yet: run `nongbaht migrate`")
        return
    engine = open_engine(url)
    try:
        await check_revision(engine)
        yield good(f"database {place}: reachable and migrated")
        yield await _data_key(engine)
    except StorageError as fault:
        yield bad(f"database {place}: {fault}")
    except (SQLAlchemyError, OSError) as fault:
        name = type(getattr(fault, "orig", None) or fault).__name__
        yield bad(f"database {place}: no answer ({name}): check NONGBAHT_DATABASE_URL, and that the server runs")
    finally:
        await engine.dispose()


async def _data_key(engine: AsyncEngine) -> Finding:
    async with reading(engine)() as session:
        known = set(await session.scalars(select(DataKey.key_id)))
    if not known:
        return bad("data key: none is noted in the database: run `nongbaht migrate`")
    try:
        ring = keys_of(engine.dialect).opening()
    except StorageError as fault:
        return bad(f"data key: {fault}")
    if lost := known - {ident.hex() for ident in ring.ids}:
        return bad(f"data key: {ring.origin} lacks key {min(lost)}: put back the key that was kept with it")
    return good(f"data key {ring.id} from {ring.origin}")
