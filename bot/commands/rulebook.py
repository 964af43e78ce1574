"""`nongbaht rulebook check FILE`: a rulebook told back in Thai, with worked examples, for the committee to sign."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.entitlement.rulebook import Rulebook

WORKBOOKS = (".xlsx", ".xls", ".ods")


def check(
    file: Annotated[Path, typer.Argument(help="A rulebook: .yaml, or the workbook of `nongbaht template rulebook`.")],
    out: Annotated[Path | None, typer.Option(help="Write the text to this file instead.")] = None,
    english: Annotated[bool, typer.Option("--english", help="Tell faults in English.")] = False,
) -> None:
    """Explain a rulebook clause by clause, each with examples reckoned by the same rules as members' cases."""
    from bot.handlers.parts.whole_book import told
    from bot.words import load_words

    words = load_words()
    books = _workbook(file, english) if file.suffix.lower() in WORKBOOKS else _yaml(file)
    text = "\n\n".join("\n".join(told(words, book)) for book in books) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise StorageError(f"{out}: cannot be written ({wrong.strerror}): name another file") from None
    typer.echo(words("book.written", file=out))


def _yaml(file: Path) -> list[Rulebook]:
    from bot.entitlement.rulebook import RulebookFaults, load_file

    try:
        return load_file(file)
    except RulebookFaults as wrong:
        for line in wrong.lines:
            print(line, file=sys.stderr)
        raise typer.Exit(2) from None


def _workbook(file: Path, english: bool) -> list[Rulebook]:
    from bot.clock import SystemClock
    from bot.exchange.faults import Refused
    from bot.exchange.rulebook_sheet import read_rulebook
    from bot.exchange.workbooks import open_workbook
    from bot.words import load_words

    try:
        written = read_rulebook(open_workbook(file), SystemClock().today())
        book, faults = written.book, written.faults
    except Refused as refused:
        book, faults = None, list(refused.faults)
    for fault in faults:
        typer.echo(fault.told_in_english() if english else fault.told(load_words()), err=True)
    if book is None:
        raise typer.Exit(2)
    return [book]
