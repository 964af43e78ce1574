"""`nongbaht understand`: what the bot reads in one message, in a report, and how well it reads a file of messages."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.understanding.evaluate import Row


def understand(
    text: Annotated[str | None, typer.Argument(help="The message, as a member would type it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    today: Annotated[str | None, typer.Option(help="The day of speaking, YYYY-MM-DD.")] = None,
    meeting: Annotated[
        Path | None,
        typer.Option(help="Read a report or minutes of a meeting into a draft; - reads the standard input."),
    ] = None,
    evaluate: Annotated[Path | None, typer.Option(help="Score a tab-separated file of labelled messages.")] = None,
    benchmark: Annotated[
        tuple[Path, Path] | None, typer.Option(help="Train on one file, test on another: TRAIN.tsv TEST.tsv.")
    ] = None,
) -> None:
    """Show intent, slots and confidence of a message, the draft of a meeting, or the score of a file of messages."""
    if meeting is not None:
        _show_meeting(_meeting(meeting, _day(today)), as_json)
    elif benchmark is not None:
        _show(_benchmark(*benchmark), as_json)
    elif evaluate is not None:
        _show(_evaluate(evaluate, today), as_json)
    elif text is not None:
        _show(_read(text, _day(today)), as_json)
    else:
        _refuse("give a message in quotes, or --evaluate FILE.tsv; for instance: nongbaht understand 'hello'")


def _read(text: str, today: date) -> dict[str, Any]:
    from bot.understanding.understand import Understander

    result = Understander.load().read(text, today)
    return {
        "intent": result.intent,
        "confidence": result.confidence,
        "in_domain": result.in_domain,
        "slots": dict(result.slots),
        "alternatives": [list(pair) for pair in result.alternatives],
        "crisis": result.crisis,
        "text": result.text,
    }


def _meeting(path: Path, today: date) -> dict[str, Any]:
    from bot.understanding.meetings import read_meeting

    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        _refuse(f"{path}: cannot be read ({error.strerror}); give the path of a text file, or - for the standard input")
    # a page saved by an old program may hold bytes of another encoding: the rest is still worth reading
    return read_meeting(raw.decode("utf-8-sig", errors="replace"), today).as_json()


def _evaluate(path: Path, today: str | None) -> dict[str, Any]:
    from bot.understanding.evaluate import SPOKEN_ON, evaluate
    from bot.understanding.understand import Understander

    return evaluate(Understander.load(), _rows(path), _day(today) if today else SPOKEN_ON)


def _benchmark(train: Path, test: Path) -> dict[str, Any]:
    try:
        from bot.understanding.training.benchmark import benchmark
    except ModuleNotFoundError:
        _refuse("--benchmark trains a model and needs scikit-learn: install the development tools with make setup")
    return benchmark(_rows(train), _rows(test))


def _rows(path: Path) -> list[Row]:
    from bot.understanding.evaluate import FileNotReadable, read_rows

    try:
        return read_rows(path)
    except OSError as error:
        _refuse(f"{path}: cannot be read ({error.strerror}); give the path of a tab-separated file")
    except FileNotReadable as error:
        _refuse(str(error))


def _show(shown: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    for name, value in shown.items():
        typer.echo(f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")


def _show_meeting(draft: dict[str, Any], as_json: bool) -> None:
    if as_json:
        _show(draft, as_json)
        return
    for name, value in draft.items():
        rows = value if isinstance(value, list) else [value]
        for number, row in enumerate(rows or [None]):
            told = [str(part) for part in row.values() if part is not None] if isinstance(row, dict) else [row]
            cell = " | ".join(str(part) for part in told if part is not None) or "-"
            typer.echo(f"{name if number == 0 else '':<12} {cell}")


def _day(given: str | None) -> date:
    if given is None:
        from bot.clock import SystemClock

        return SystemClock().today()
    try:
        return date.fromisoformat(given)
    except ValueError:
        _refuse(f"--today {given}: write the day as YYYY-MM-DD, for instance 2026-11-18")


def _refuse(line: str) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(2)
