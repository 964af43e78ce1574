"""Plays a transcript and lists where what was read differs from what was wanted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bot.demo.identities import GROUPS, PERSONAS
from bot.transcript.script import As, At, Do, Expect, In, Step, matches, parse
from bot.transcript.stage import DemoDatabase, PlayFault, Read, Stage
from bot.transcript.theatre import Theatre
from bot.understanding.understand import Understander

CHANNELS = ("line", "telegram", "terminal")
DIRECT = "direct"


@dataclass(frozen=True)
class Mismatch:
    """One line of a transcript that did not come true."""

    path: Path
    line: int
    channel: str
    wanted: str
    got: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} ({self.channel}): wanted {self.wanted}\n    got {self.got}"


@dataclass
class Player:
    """One file on one stage."""

    path: Path
    channel: str
    stage: Stage
    groups: frozenset[str]
    persona: str = "malee"
    place: str = DIRECT
    since: int = 0
    faults: list[Mismatch] = field(default_factory=list)

    async def play(self, steps: Iterable[Step]) -> list[Mismatch]:
        """Plays every step; a step that cannot be done is a mismatch, and the play goes on."""
        for step in steps:
            match step:
                case As(line, persona):
                    self._known(line, persona, PERSONAS)
                    self.persona, self.place = persona, place_of(persona, self.place)
                case In(line, place):
                    self._known(line, place, (DIRECT, *GROUPS))
                    self.place = place
                case At(_, instant):
                    self.since = self.stage.mark()
                    await self.stage.move(instant)
                case Do():
                    await self._do(step)
                case Expect():
                    self._expect(step)
        return self.faults

    def _known(self, line: int, name: str, names: Iterable[str]) -> None:
        if name not in names:
            self._fault(line, f"one of {', '.join(names)}", name)

    async def _do(self, step: Do) -> None:
        self.since = self.stage.mark()
        try:
            await self.stage.act(self.persona, self.place, step.act, step.argument)
        except PlayFault as fault:
            self._fault(step.line, f"to do [{step.act} {step.argument}]", str(fault))

    def _expect(self, step: Expect) -> None:
        if step.silence:
            if heard := self.stage.anything(self.since):
                self._fault(step.line, "silence", _shown(heard))
            return
        read = self._read_by(step.reader)
        if _found(step, read) == step.negated:
            self._fault(step.line, f"{'no ' if step.negated else ''}{step.glob}", _shown(read))

    def _read_by(self, reader: str | None) -> list[Read]:
        if reader is None:
            return self.stage.read(self.since, self.persona, self.place)
        if reader in self.groups:
            return self.stage.read(self.since, self.persona, reader)
        return self.stage.read(self.since, reader, DIRECT)

    def _fault(self, line: int, wanted: str, got: str) -> None:
        self.faults.append(Mismatch(self.path, line, self.channel, wanted, got))


def place_of(persona: str, place: str) -> str:
    """Where somebody speaks who is now on: still in the same group if he is in it, else in his 1:1 chat."""
    return place if persona in GROUPS.get(place, ()) else DIRECT


def _found(step: Expect, read: list[Read]) -> bool:
    """Whether a message, or all together, match; what is wanted may also be a choice, what is not wanted is words."""
    texts = [each.text for each in read] + ["\n".join(each.text for each in read)]
    if not step.negated:
        texts += [each.whole for each in read]
    return bool(read) and any(matches(step.glob, text) for text in texts)


def _shown(read: list[Read]) -> str:
    return " | ".join(each.whole.replace("\n", " / ") for each in read) or "nothing"


async def play(
    paths: Iterable[Path], channels: Iterable[str] = CHANNELS
) -> AsyncIterator[tuple[Path, str, list[Mismatch]]]:
    """Plays each file on each channel, a fresh demo house each time. Raises ScriptFault, OSError before any play."""
    from bot.transcript.theatre import STAGES

    scripts = [(path, parse(path)) for path in paths]
    understander = Understander.load()
    for channel in channels:
        database = DemoDatabase(channel, STAGES[channel].ACCOUNTS, STAGES[channel].CHATS)
        theatre = Theatre(channel, database, understander)
        try:
            for path, steps in scripts:
                async with theatre.stage() as stage:
                    player = Player(path, channel, stage, frozenset(GROUPS))
                    yield path, channel, await player.play(steps)
        finally:
            database.remove()
