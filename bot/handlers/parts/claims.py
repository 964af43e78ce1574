"""Claims told in chat, as the officers read them and as the asker finds them again."""

from __future__ import annotations

from typing import Any

from bot.figures import count, day
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.event import Told
from bot.handlers.parts.which_fund import Chosen
from bot.services import diagnoses
from bot.words import Words
from storage.models import Question


def facts_of(told: Told) -> dict[str, Any]:
    """The facts of a claim as they are stored beside its words."""
    event = told.event
    found = {
        "kind": event.kind,
        "nights": event.nights,
        "who": event.who,
        "date": told.day.isoformat() if told.said else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def same_claim(question: Question, fund_id: int, facts: dict[str, Any]) -> bool:
    """Whether an open question already tells this claim."""
    return question.state == "open" and question.fund_id == fund_id and dict(question.slots) == facts


def name_of(words: Words, facts: dict[str, Any]) -> str:
    """A claim in a few words: for what, how many nights, which day."""
    pieces = [words.of("kind", str(facts.get("kind") or "other"))]
    if (nights := facts.get("nights")) is not None:
        pieces.append(count(words, "night", int(nights)))
    return " ".join(pieces)


def claim_text(turn: Turn, chosen: Chosen, told: Told) -> str:
    """What the officers read: who asks for what, and his own words."""
    words, member = turn.words, chosen.member
    lines = [words("claim.for", claim=name_of(words, facts_of(told)))]
    if told.said:
        lines.append(words("claim.day", date=day(words, told.day)))
    if told.event.who not in (None, "self") and words.has(f"who.{told.event.who}"):
        lines.append(words("claim.who", who=words.of("who", str(told.event.who))))
    if member is not None:
        lines.append(words("claim.member", number=member.number, name=member.name))
    else:
        lines.append(words("claim.unlinked"))
    if spoken := str(turn.slots.get("first") or (private.spoken(turn) if not turn.incoming.data else "")):
        lines.append(words("claim.words", text=diagnoses.without(words, spoken)))
    return "\n".join(lines)
