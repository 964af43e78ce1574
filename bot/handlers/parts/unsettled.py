"""A member's own case that lacks a fact: the rule is told, and the fact asked for once with choices."""

from __future__ import annotations

from bot.chat import Choice, Part, Reply, Row, Section, Text
from bot.entitlement.findings import Assessment
from bot.handlers.context import Turn
from bot.handlers.parts import event, general, slots, wording
from bot.handlers.parts.need import Need


def reply(turn: Turn, intent: str, need: Need, after: tuple[Choice, ...]) -> Reply:
    """The rule with the question that would settle the case; without the question where it was asked before."""
    assert need.case is not None  # noqa: S101 - only a case can lack a fact
    case, found = need.case, need.case.assessment
    card = general.rule_card(turn, need.chosen, need.rule, need.told, as_of=case.line.as_of)
    if used := _used(turn, found):
        card = general.with_section(card, used)
    parts: tuple[Part, ...] = (*need.before, card)
    wanted = slots.missing(found.missing)
    benefit = case.rulebook.benefit(found.benefit or "") or need.rule.benefits[0]
    if wanted is not None and not slots.tried(turn, intent, wanted) and (taps := slots.choices(turn, wanted, benefit)):
        kept = {**event.as_slots(turn, need.told), **need.chosen.carry}
        return slots.ask(turn, intent, kept, wanted, taps, _once(turn, intent, Reply(parts)))
    slots.settle(turn, intent)
    lacking = [name for name in found.missing if turn.words.has(f"register_lacks.{name}")]
    lines = tuple(Text(turn.words.of("register_lacks", name)) for name in lacking[:1])
    return Reply((*parts, *lines), after)


def _once(turn: Turn, intent: str, told: Reply) -> Reply | None:
    """The rule before our first question; it is not told again before the next one."""
    pending = turn.memory.pending
    return None if pending is not None and pending.get("intent") == intent and pending.get("ask") != "fund" else told


def _used(turn: Turn, found: Assessment) -> Section | None:
    """What the year's caps have left, where something was used."""
    spans = [finding for finding in found.findings if finding.rule.startswith("cap_") and finding.rule != "cap_event"]
    lines = [line for finding in spans for line in wording.used(turn.words, finding)]
    return (
        Section(tuple(Row(line, strong=True) for line in lines), heading=turn.words("heading.yours")) if lines else None
    )
