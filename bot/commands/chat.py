"""`nongbaht chat`: talk with the demo network in the terminal, or play transcripts."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

CHANNELS = ("line", "telegram", "terminal")


def chat(
    files: Annotated[list[Path] | None, typer.Argument(help="Transcripts to play (with --play).")] = None,
    play: Annotated[bool, typer.Option("--play", help="Play transcript FILES and print what differs.")] = False,
    on: Annotated[str | None, typer.Option("--on", help=f"One of {', '.join(CHANNELS)}; default: every one.")] = None,
    who: Annotated[str, typer.Option("--as", help="The demo persona who talks.")] = "malee",
) -> None:
    """Talk in the terminal as a demo persona, or play transcripts against a fresh demo network."""
    from bot.log import quiet

    quiet()
    if on is not None and on not in CHANNELS:
        _stop(f"--on {on}: there is no such channel; write one of {', '.join(CHANNELS)}")
    if play:
        if not files:
            _stop("--play needs at least one transcript file")
        sys.exit(asyncio.run(_play(_expand(files or []), (on,) if on else CHANNELS)))
    from bot.transcript.talk import talk

    asyncio.run(talk(who))


def _expand(paths: list[Path]) -> list[Path]:
    """Folders mean all the transcripts below them."""
    return [file for path in paths for file in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])]


async def _play(paths: list[Path], channels: tuple[str, ...]) -> int:
    from bot.transcript.play import play
    from bot.transcript.script import ScriptFault

    played = faults = 0
    try:
        async for _, _, mismatches in play(paths, channels):
            played += 1
            faults += len(mismatches)
            for mismatch in mismatches:
                print(mismatch)
    except (ScriptFault, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    print(f"{played} played, {faults} mismatches")
    return 1 if faults else 0


def _stop(message: str) -> None:
    print(f"nongbaht chat: {message}", file=sys.stderr)
    sys.exit(2)
