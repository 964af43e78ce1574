"""Which clauses a told event falls under as people tell it: a delivery, stitches, a wreath, a school class."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.entitlement.facts import Event
from bot.entitlement.schooling import levels_of, plain_level
from bot.handlers.context import Turn
from bot.handlers.parts import event
from bot.handlers.parts.event import Told
from bot.services import entitlements
from bot.services.entitlements import Rule


def meant(turn: Turn, told: Told, rule: Rule) -> tuple[str, Told, Rule]:
    """The kind, the event and the clauses that answer; no clauses where the fund has none for what happened."""
    kind, told, rule = _delivery(turn, *_accident(told, rule))
    return kind, _with_level(turn, told, rule), _for_occasion(rule, told.event)


def _accident(told: Told, rule: Rule) -> tuple[str, Told, Rule]:
    """An injury without a night in hospital, where the fund has a clause for that; else the stay's own rule answers."""
    found = tuple(benefit for benefit in rule.rulebook.benefits if "accident" in benefit.occasions)
    if told.event.kind != "hospital" or told.event.occasion != "accident" or told.event.nights or not found:
        return told.event.kind, told, rule
    kind = found[0].kind
    return kind, replace(told, event=replace(told.event, kind=kind)), replace(rule, benefits=found)


def _delivery(turn: Turn, kind: str, told: Told, rule: Rule) -> tuple[str, Told, Rule]:
    """Nights in hospital for a delivery, where the fund has a clause for them beside the gift for the child."""
    found = entitlements.with_parts(rule.rulebook, "birth")
    if kind != "hospital" or len(found) < 2 or not event.says(turn, "event.delivery"):
        return kind, told, rule
    return "birth", replace(told, event=replace(told.event, kind="birth")), replace(rule, benefits=found)


def _with_level(turn: Turn, told: Told, rule: Rule) -> Told:
    """The event with the school level that the message names, among those of the clause."""
    if told.event.kind != "education" or told.event.level is not None:
        return told
    said = plain_level(turn.understood.text)
    known = sorted((level for benefit in rule.benefits for level in levels_of(benefit)), key=len, reverse=True)
    level = next((level for level in known if plain_level(level) in said), None)
    return replace(told, event=replace(told.event, level=level or _other_level(turn, known)))


def _other_level(turn: Turn, known: list[str]) -> str | None:
    """A class that the message names and the clauses do not pay for; None where none is named or none is asked for."""
    found = re.search(turn.words("event.level_pattern"), turn.understood.text) if known else None
    return found[0] if found else None


def _for_occasion(rule: Rule, told: Event) -> Rule:
    """The clauses of the told occasion; a rule on something else is no answer to a conscript or for a wreath."""
    if told.occasion is None or told.kind == "hospital":
        return rule
    named = tuple(benefit for benefit in rule.benefits if told.occasion in benefit.occasions)
    if named or told.kind in ("other", "death"):
        return replace(rule, benefits=named)
    return rule
