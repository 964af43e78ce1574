"""A conversation with the demo network in the terminal."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo.identities import GROUPS, PERSONAS
from bot.transcript import terminal_stage
from bot.transcript.play import place_of
from bot.transcript.script import As, At, Do, Expect, In, ScriptFault, parse_line
from bot.transcript.stage import PlayFault, fill
from bot.understanding.understand import Understander

PROMPT = "> "


async def talk(who: str) -> None:
    """Reads lines until the end of input: plain words are said; @as, @in, @at and [button …] work as in transcripts."""
    if who not in PERSONAS:
        print(f"nongbaht chat: no persona {who}; write one of {', '.join(PERSONAS)}", file=sys.stderr)
        sys.exit(2)
    with TemporaryDirectory(prefix="nongbaht-chat-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'demo.db'}"
        await fill(url, "terminal", terminal_stage.ACCOUNTS, terminal_stage.CHATS)
        async with terminal_stage.opened(url, Understander.load()) as stage:
            print(f"@as {who}  ({', '.join(PERSONAS)}; groups: {', '.join(GROUPS)})")
            place = "direct"
            while line := await asyncio.to_thread(_line):
                who, place = await _step(stage, line.strip(), who, place)


def _line() -> str:
    print(PROMPT, end="", flush=True)
    return sys.stdin.readline()


async def _step(stage: terminal_stage.TerminalStage, line: str, who: str, place: str) -> tuple[str, str]:
    if not line:
        return who, place
    since = stage.mark()
    try:
        match parse_line(line if line.startswith(("@as ", "@in ", "@at ", ">")) else f"> {line}"):
            case As(_, persona):
                return persona, place_of(persona, place)
            case In(_, group):
                return who, group
            case At(_, instant):
                await stage.move(instant)
            case Do(_, act, argument):
                await stage.act(who, place, act, argument)
            case Expect():
                pass
    except (ScriptFault, PlayFault) as fault:
        print(fault)
    for read in stage.anything(since):
        print("\n".join(f"  {row}" for row in read.text.splitlines()))
        if read.choices:
            print("  " + "  ".join(f"[{label}]" for label in read.choices))
    return who, place
