"""Greeting, thanks, help and giving up: the small talk that a bot owes."""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.handlers.parts import private


def starters(turn: Turn) -> tuple[Choice, ...]:
    """The taps that a person most likely wants first; an officer also sees the questions that wait."""
    if turn.in_group:
        return (
            _ask(turn, "starter.list", "benefit.list"),
            _ask(turn, "starter.contact", "fund.contact"),
            private.tap(turn, turn.words("starter.list")),
        )
    own = ("member.status",) if turn.speaker.members else ("member.join",)
    choices = [_ask(turn, "starter.list", "benefit.list")]
    choices += [_ask(turn, f"starter.{intent}", intent) for intent in own]
    choices += [
        _ask(turn, "starter.hospital", "benefit.amount", kind="hospital"),
        _ask(turn, "starter.contact", "fund.contact"),
        _ask(turn, "starter.handoff", "human.handoff"),
    ]
    if turn.speaker.officer_of:
        choices.insert(0, Choice(turn.words("starter.questions"), Press(pack("questions"))))
    return tuple(choices)


def _ask(turn: Turn, label: str, intent: str, **slots: object) -> Choice:
    words = turn.words(label)
    return Choice(words, Press(pack("ask", intent, **slots), said=words))


async def greet(turn: Turn) -> Reply:
    """Says hello and what may be asked."""
    name = turn.speaker.name if turn.speaker.members or turn.speaker.roles else None
    if turn.in_group or not name:
        return say(turn.words("greet.group" if turn.in_group else "greet.stranger"), choices=starters(turn))
    return say(turn.words("greet.known", name=name), choices=starters(turn))


async def thanks(turn: Turn) -> Reply:
    """Takes thanks briefly."""
    topic = turn.memory.topic or {}
    quiet = topic.get("slots", {}).get("kind") == "death"
    return say(turn.words("thanks.quiet" if quiet else "thanks.welcome"))


async def acknowledge(turn: Turn) -> Reply:
    """A nod to somebody who only says that he has read it; nothing at all in a group."""
    return Reply(()) if turn.in_group else say(turn.words("talk.nod"))


async def identifier(turn: Turn) -> Reply:
    """Somebody typed his id or a phone: it is not kept, and better taken back (domain.md U116)."""
    return say(turn.words("identifier.typed"))


async def papers_sent(turn: Turn) -> Reply:
    """Somebody says that he sent pictures of papers: none are taken; in a group they are better taken back (U57)."""
    return say(turn.words("papers.sent_in_group" if turn.in_group else "papers.photo"))


async def help_(turn: Turn) -> Reply:
    """What the bot can do, by example."""
    key = "help.group" if turn.in_group else "help.officer" if turn.speaker.officer_of else "help.member"
    return say(turn.words(key), choices=starters(turn))


async def cancel(turn: Turn) -> Reply:
    """Drops whatever was being asked; nothing was saved."""
    return say(turn.words("cancel.done"), choices=starters(turn))


async def later(turn: Turn) -> Reply:
    """Work of coordinators and secretaries that the bot cannot take yet: said plainly, nothing is lost silently.

    Somebody without a role who seems to ask for it has more likely been misunderstood.
    """
    if not turn.speaker.roles and not turn.in_group:
        return say(turn.words("outside.direct"), choices=starters(turn))
    return say(turn.words("later.work"), choices=(_ask(turn, "starter.handoff", "human.handoff"),))
