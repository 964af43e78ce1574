"""The taps that a person most likely wants first."""

from __future__ import annotations

from bot.chat import Choice, Press, pack
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.role_starters import role_starters


def starters(turn: Turn) -> tuple[Choice, ...]:
    """The taps that a person most likely wants first; an officer also sees the questions that wait,
    whoever works for an area its work."""
    if turn.in_group:
        return (
            tap(turn, "starter.list", "benefit.list"),
            tap(turn, "starter.contact", "fund.contact"),
            private.tap(turn, turn.words("starter.list")),
        )
    if offices := role_starters(turn):
        more = (tap(turn, "starter.member.status", "member.status"),) if turn.speaker.members else ()
        return (*offices, *more)
    own = ("member.status",) if turn.speaker.members else ("member.join",)
    choices = [tap(turn, "starter.list", "benefit.list")]
    choices += [tap(turn, f"starter.{intent}", intent) for intent in own]
    choices += [
        tap(turn, "starter.hospital", "benefit.amount", kind="hospital"),
        tap(turn, "starter.contact", "fund.contact"),
        tap(turn, "starter.handoff", "human.handoff"),
    ]
    if turn.speaker.officer_of:
        choices.insert(0, Choice(turn.words("starter.questions"), Press(pack("questions"))))
    return tuple(choices)


def tap(turn: Turn, label: str, intent: str, **slots: object) -> Choice:
    """A tap that asks for a need, by the key of its label."""
    words = turn.words(label)
    return Choice(words, Press(pack("ask", intent, **slots), said=words))
