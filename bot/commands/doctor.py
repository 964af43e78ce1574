"""`nongbaht doctor`: checks a configuration from end to end and says, line by line, what is to be mended."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.doctor_finding import Finding, Sort, bad, good

if TYPE_CHECKING:
    from bot.settings import Settings

SIGNS = {"good": "\u2713", "advice": "!", "bad": "\u2717"}
PLAIN_SIGNS = {"good": "ok", "advice": "! ", "bad": "x "}


def doctor(
    send_test: Annotated[
        bool, typer.Option("--send-test", help="Also let LINE send a test webhook to the running bot.")
    ] = False,
) -> None:
    """Check the configuration and say what to mend; exit code 1 where something is wrong."""
    from bot.log import quiet

    quiet()
    if not asyncio.run(_examine(send_test)):
        raise typer.Exit(1)


async def _examine(send_test: bool) -> bool:
    healthy = True
    async for finding in findings(send_test):
        typer.echo(f"{_sign(finding.sort)} {finding.text}")
        healthy = healthy and finding.sort != "bad"
    return healthy


async def findings(send_test: bool = False) -> AsyncIterator[Finding]:
    """What every check sees, in order; a check that needs a failed one's outcome is left out."""
    from pydantic import ValidationError

    from bot.commands import doctor_database, doctor_line, doctor_telegram
    from bot.settings import Settings

    try:
        settings = Settings()
    except ValidationError as fault:
        for error in fault.errors():
            name = "_".join(str(part) for part in error["loc"]).upper()
            yield bad(f"NONGBAHT_{name}: {error['msg']}: set it right in the environment or in .env")
        return
    yield _zone(settings)
    async for finding in doctor_database.findings(settings):
        yield finding
    if settings.line_channel_secret or settings.line_channel_access_token or not settings.telegram_token:
        async for finding in doctor_line.findings(settings, send_test):
            yield finding
    async for finding in doctor_telegram.findings(settings):
        yield finding


def _zone(settings: Settings) -> Finding:
    from zoneinfo import ZoneInfoNotFoundError

    try:
        return good(f"time zone {settings.zone.key}")
    except (ZoneInfoNotFoundError, ValueError):
        return bad("NONGBAHT_TIMEZONE is not a time zone: leave it out, or write Asia/Bangkok")


def _sign(sort: Sort) -> str:
    try:
        SIGNS[sort].encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return PLAIN_SIGNS[sort]
    return SIGNS[sort]
