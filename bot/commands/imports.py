"""`nongbaht import KIND FILE.xlsx`: a fund's own books into the database, tried first, saved with --yes."""

from __future__ import annotations

import asyncio
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.clock import SystemClock
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.exchange.plans import Options, Plan


def import_(
    kind: Annotated[str, typer.Argument(help="areas, funds, people, rulebook, members or contributions.")],
    file: Annotated[Path, typer.Argument(help="The workbook (.xlsx, .xls or .ods).")],
    fund: Annotated[str | None, typer.Option(help="The fund's code, where the rows do not name it.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day the register is of, where the rows do not say (20/11/2569).")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "--save", help="Save. Without it, it is only tried.")] = False,
    english: Annotated[bool, typer.Option("--english", help="Tell faults in English.")] = False,
) -> None:
    """Try a workbook: what is new, what changes, what is faulty. With --yes save it, all or nothing."""
    from bot.exchange import importing
    from bot.exchange.telling import told
    from bot.words import load_words

    if kind not in importing.KINDS:
        raise StorageError(f"there is no import {kind}: write one of {', '.join(importing.KINDS)}")
    options, words = _options(fund, as_of), load_words()
    plan = asyncio.run(_run(kind, file, options, save=yes))
    for line in told(plan, words, english=english):
        typer.echo(line, err=bool(plan.faults))
    if plan.faults:
        raise typer.Exit(2)
    if not plan.work:
        typer.echo(words("import.nothing"))
    elif yes:
        typer.echo(words("import.saved", count=f"{plan.work:,}"))
    else:
        typer.echo(words("import.dry"))


def _options(fund: str | None, as_of: str | None) -> Options:
    from bot.exchange import days
    from bot.exchange.faults import Fault, Unreadable
    from bot.exchange.plans import Options

    today = SystemClock().today()
    day: date | None = None
    if as_of is not None:
        try:
            day = days.day(as_of, today)
        except Unreadable as wrong:
            told = Fault(wrong.code, values=wrong.values).told_in_english()
            raise StorageError(f"--as-of: {told}") from None
        if day > today:
            raise StorageError(f"--as-of {as_of}: lies ahead, write the day the register was true on")
    return Options(today, fund.strip().upper() if fund else None, day)


async def _run(kind: str, file: Path, options: Options, *, save: bool) -> Plan:
    from bot.exchange import importing
    from bot.settings import Settings
    from storage.faults import told
    from storage.migrations.run import check_revision
    from storage.session import engine, reading, sessions

    made = engine(Settings().database_url)
    try:
        await check_revision(made)
        with told():
            if not save:
                async with reading(made)() as session:
                    return await importing.plan(session, kind, file, options)
            async with sessions(made).begin() as session:
                plan = await importing.plan(session, kind, file, options)
                if plan.work and not plan.faults:
                    with _bar(plan.work) as bar:
                        await importing.write(session, plan, file, options, SystemClock().now(), bar.update)
                return plan
    finally:
        await made.dispose()


def _bar(length: int) -> Any:
    """A progress bar on a terminal; nothing where the output goes into a file."""
    from bot.words import load_words

    hidden = not sys.stderr.isatty()
    return typer.progressbar(length=length, label=load_words()("import.saving"), file=sys.stderr, hidden=hidden)
