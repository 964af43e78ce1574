"""`nongbaht migrate`, `nongbaht backup FILE`, `nongbaht admin create NAME`: what an operator does to the database."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from storage.errors import StorageError

SHORTEST_PASSWORD = 10


def migrate() -> None:
    """Bring the database to the newest shape, and check that the data key at hand belongs to it."""
    from bot.settings import Settings
    from storage.migrations import run
    from storage.session import database_url, parse

    url = parse(Settings().database_url or database_url())
    moved = run.upgrade(url)
    asyncio.run(_check_keys(str(url.render_as_string(hide_password=False))))
    place = url.render_as_string(hide_password=True)
    typer.echo(f"{place}: revision {moved.before or 'none'} -> {moved.after}")


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the copy; a file that is there is kept.")],
) -> None:
    """Copy the database while the bot goes on working, and check the copy."""
    from bot.settings import Settings
    from storage import backup as copying

    saved = copying.backup(file, Settings().database_url)
    typer.echo(f"{saved.file}: {saved.bytes:,} bytes, checked")
    key = saved.key.absolute() if saved.key else "the value of NONGBAHT_DATA_KEY"
    typer.echo(f"Keep the data key as well, in another place: {key}. Without it health data and messages stay sealed.")


def admin_create(name: Annotated[str, typer.Argument(help="The name to sign in with.")]) -> None:
    """Create an administrator of the web console. The password is asked for, or read from standard input."""
    from bot.settings import Settings

    name = name.strip()
    if not 0 < len(name) <= 64:
        raise StorageError("the name has 1 to 64 characters: choose a shorter one")
    if sys.stdin.isatty():
        password = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < SHORTEST_PASSWORD:
        raise StorageError(f"the password has fewer than {SHORTEST_PASSWORD} characters: choose a longer one")
    asyncio.run(_create(Settings().database_url, name, password))
    typer.echo(f"administrator {name} created")


async def _check_keys(url: str) -> None:
    from storage.faults import told
    from storage.keys import check_keys
    from storage.session import engine

    made = engine(url)
    try:
        with told():
            await check_keys(made, SystemClock().now())
    finally:
        await made.dispose()


async def _create(url: str, name: str, password: str) -> None:
    from argon2 import PasswordHasher
    from sqlalchemy.exc import IntegrityError

    from storage.faults import told
    from storage.migrations.run import check_revision
    from storage.models import Administrator, AuditEvent
    from storage.session import engine, sessions

    made, now = engine(url), SystemClock().now()
    try:
        await check_revision(made)
        with told():
            async with sessions(made).begin() as session:
                session.add(Administrator(name=name, password_hash=PasswordHasher().hash(password), created_at=now))
                session.add(
                    AuditEvent(
                        at=now, actor="operator", action="administrator.created", subject=f"administrator:{name}"
                    )
                )
    except StorageError as fault:
        if isinstance(fault.__cause__, IntegrityError):
            raise StorageError(f"there is an administrator {name} already: choose another name") from None
        raise
    finally:
        await made.dispose()
