"""Greeting, thanks, help and giving up: the small talk that a bot owes."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.handlers.context import Turn
from bot.handlers.parts import starters as starting
from bot.handlers.parts.form_scene import saved_lately
from bot.services.menus import COORDINATING


async def greet(turn: Turn) -> Reply:
    """Says hello and what may be asked."""
    name = turn.speaker.name if turn.speaker.members or turn.speaker.roles else None
    if turn.in_group or not name:
        return say(turn.words("greet.group" if turn.in_group else "greet.stranger"), choices=starting.starters(turn))
    return say(turn.words("greet.known", name=name), choices=starting.starters(turn))


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
    return say(turn.words(f"help.{_kind(turn)}"), choices=starting.starters(turn))


def _kind(turn: Turn) -> str:
    """For whom the help is written: a group, or the widest office held."""
    held = {role.role for role in turn.speaker.roles}
    if turn.in_group:
        return "network" if held & (COORDINATING | {"secretary"}) else "group"
    if "secretary" in held:
        return "secretary"
    if held & COORDINATING:
        return "coordinator"
    if turn.speaker.officer_of:
        return "officer"
    return "observer" if "observer" in held else "member"


async def cancel(turn: Turn) -> Reply:
    """Drops whatever was being asked; nothing was saved, but what was saved just before is not undone by it."""
    if saved_lately(turn) and not turn.in_group:
        return say(turn.words("cancel.saved_stays"), choices=starting.starters(turn))
    return say(turn.words("cancel.done"), choices=starting.starters(turn))


async def later(turn: Turn) -> Reply:
    """Work of coordinators and secretaries that the bot cannot take yet: said plainly, nothing is lost silently.

    Somebody without a role who seems to ask for it has more likely been misunderstood.
    """
    if not turn.speaker.roles and not turn.in_group:
        return say(turn.words("outside.direct"), choices=starting.starters(turn))
    return say(turn.words("later.work"), choices=(starting.tap(turn, "starter.handoff", "human.handoff"),))
