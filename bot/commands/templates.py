"""`nongbaht template KIND FILE.xlsx`: a workbook for a fund to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from storage.errors import StorageError


def template(
    kind: Annotated[str, typer.Argument(help="areas, funds, people, rulebook, members or contributions.")],
    file: Annotated[Path, typer.Argument(help="Where to write the workbook (.xlsx); a file that is there is kept.")],
    start: Annotated[
        Path | None, typer.Option("--from", help="A rulebook file (.yaml) whose newest version fills the workbook.")
    ] = None,
) -> None:
    """Write an empty workbook in Thai with examples, lists to choose from and an explanation of every column."""
    from bot.exchange.templates import KINDS, write_template
    from bot.words import load_words

    if kind not in KINDS:
        raise StorageError(f"there is no template {kind}: write one of {', '.join(KINDS)}")
    if file.suffix.lower() != ".xlsx":
        raise StorageError(f"{file}: name a file that ends in .xlsx")
    if file.exists():
        raise StorageError(f"{file} is there already: choose another name, or move it away")
    if not file.parent.is_dir():
        raise StorageError(f"the folder {file.parent} does not exist: make it, or name another")
    write_template(kind, file, _filled(kind, start) if start else None)
    typer.echo(load_words()("template.written", file=file, kind=kind))


def _filled(kind: str, start: Path) -> dict[str, list[dict[str, str]]]:
    """The newest version in a rulebook file as rows."""
    from bot.entitlement.reading import parse_yaml
    from bot.entitlement.rulebook import RulebookFaults, load_file
    from bot.exchange.rulebook_filling import filled

    if kind != "rulebook":
        raise StorageError("--from goes with `template rulebook` only: leave it out")
    try:
        load_file(start)
    except RulebookFaults as wrong:
        raise StorageError("\n".join(wrong.lines)) from None
    documents = [each for each in parse_yaml(start.read_text(encoding="utf-8"), many=True) if each is not None]
    return filled(max(documents, key=lambda each: each["rulebook"]["version"]))
