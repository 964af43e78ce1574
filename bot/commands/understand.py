"""`nongbaht understand`: what the bot reads in one message."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Optional

import typer


def understand(
    text: Annotated[Optional[str], typer.Argument(help="The message, as a member would type it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    today: Annotated[Optional[str], typer.Option(help="The day of speaking, YYYY-MM-DD.")] = None,
) -> None:
    """Show intent, slots and confidence of a message."""
    if text is None:
        _refuse("give a message in quotes, for instance: nongbaht understand 'hello'")
        return
    from bot.understanding.understand import Understander

    result = Understander.load().read(text, _day(today))
    shown: dict[str, Any] = {
        "intent": result.intent,
        "confidence": result.confidence,
        "in_domain": result.in_domain,
        "slots": dict(result.slots),
        "alternatives": [list(pair) for pair in result.alternatives],
        "crisis": result.crisis,
        "text": result.text,
    }
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    for name, value in shown.items():
        typer.echo(f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")


def _day(given: str | None) -> date:
    if given is None:
        from bot.clock import SystemClock

        return SystemClock().today()
    try:
        return date.fromisoformat(given)
    except ValueError:
        _refuse(f"--today {given}: write the day as YYYY-MM-DD, for instance 2026-11-18")
        raise


def _refuse(line: str) -> None:
    typer.echo(line, err=True)
    raise typer.Exit(2)
