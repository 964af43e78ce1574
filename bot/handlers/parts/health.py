"""Health data is used for an answer only with its own consent; without it the general rule is told (PDPA s.26)."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat import Choice, Press, Reply, Text, pack
from bot.entitlement.rulebook import Benefit
from bot.handlers.context import Turn

SENSITIVE_KINDS = frozenset({"hospital", "birth", "disability"})
"""Health data whatever the rulebook says (domain.md 6.2 s.26)."""


def sensitive(kind: str, benefits: Iterable[Benefit] = ()) -> bool:
    """Whether a case of this kind, or under these clauses, tells of somebody's health."""
    return kind in SENSITIVE_KINDS or any(benefit.sensitive for benefit in benefits)


def allowed(turn: Turn, fund_id: int) -> bool:
    """Whether the speaker lets this fund use his health data."""
    return fund_id in turn.speaker.health_funds


def hidden(turn: Turn, fund_id: int, kind: str, benefits: Iterable[Benefit] = ()) -> bool:
    """Whether a case of this kind must not be computed or shown."""
    return not allowed(turn, fund_id) and sensitive(kind, benefits)


def with_how(turn: Turn, reply: Reply, key: str = "health.how") -> Reply:
    """The general answer, or what is left of one's own, with one line and one tap to allow the rest."""
    if turn.on_behalf:
        return Reply((*reply.parts, Text(turn.words("health.how_member"))), reply.choices)
    return Reply((*reply.parts, Text(turn.words(key))), (allow(turn), *reply.choices))


def allow(turn: Turn) -> Choice:
    """The tap that gives the consent."""
    label = turn.words("consent.health.yes")
    return Choice(label, Press(pack("consent", "health", "yes"), said=label))
