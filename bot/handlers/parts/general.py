"""The rule itself, told to anybody: in a group, to people without a register line, and of other people's cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.chat import Card, Choice, Part, Press, Reply, Row, Section, Text, pack
from bot.entitlement.rulebook import Benefit
from bot.handlers.context import Turn
from bot.handlers.parts import amounts, examples, private, rule, wording
from bot.handlers.parts.event import Told
from bot.handlers.parts.which_fund import Chosen
from bot.services.entitlements import Rule


def rule_card(turn: Turn, chosen: Chosen, found: Rule, told: Told, *, as_of: date | None = None) -> Card:
    """What the rulebook says of one kind of benefit: amount first, then caps, conditions, papers, window, clause."""
    words = turn.words
    foot = wording.foot(words, [each.clause for each in found.benefits], found.rulebook, as_of or turn.today)
    tone = wording.tone_of(found.benefits[0].kind)
    if len(found.benefits) == 1:
        benefit = found.benefits[0]
        sections = [*_examples(turn, benefit, told), *rule.sections(words, benefit, told.day if told.said else None)]
        return Card(
            _title(turn, chosen, benefit.name), amounts.amount(words, benefit), tuple(sections), foot, tone=tone
        )
    sections = [section for benefit in found.benefits for section in _several(turn, benefit, told)]
    return Card(_title(turn, chosen, words.of("kind", found.benefits[0].kind)), "", tuple(sections), foot, tone=tone)


def _title(turn: Turn, chosen: Chosen, name: str) -> str:
    return turn.words("rule.title", benefit=name, fund=chosen.fund.tambon)


def _examples(turn: Turn, benefit: Benefit, told: Told) -> list[Section]:
    example = examples.example(turn.words, benefit, told.event, turn.slots)
    return [Section((Row(example, strong=True),))] if example else []


def _several(turn: Turn, benefit: Benefit, told: Told) -> list[Section]:
    """One of several clauses of the same kind, in few lines."""
    words = turn.words
    rows = [Row(amounts.amount(words, benefit), strong=True)]
    rows += [row for section in _examples(turn, benefit, told) for row in section.rows]
    rows += [Row(amount, condition) for condition, amount in amounts.steps(words, benefit)]
    rows += [Row(line) for line in rule.conditions(words, benefit)]
    if benefit.documents:
        rows.append(Row(words("list.join").join(rule.papers(words, benefit.documents)), words("heading.papers")))
    if benefit.claim_window is not None:
        rows += [Row(line) for line in rule.deadlines(words, benefit, told.day if told.said else None)]
    return [Section(tuple(rows), heading=words("rule.heading", benefit=benefit.name, clause=benefit.clause))]


def with_section(card: Card, section: Section) -> Card:
    """The card with one more section on top."""
    return replace(card, sections=(section, *card.sections))


def rule_reply(
    turn: Turn, chosen: Chosen, found: Rule, told: Told, before: tuple[Part, ...], choices: tuple[Choice, ...]
) -> Reply:
    """The rule as the whole answer."""
    return answered(turn, chosen, (*before, rule_card(turn, chosen, found, told)), choices)


def next_questions(turn: Turn, chosen: Chosen, told: Told, *wanted: str) -> tuple[Choice, ...]:
    """Taps for the next likely questions about the same event; personal ones are left out in a group."""
    found = []
    for name in wanted:
        if turn.in_group and name in PERSONAL:
            continue
        label = turn.words.of("button", name)
        found.append(Choice(label, Press(_ask(NEXT[name], chosen, told), said=label)))
    return tuple(found)


def _ask(intent: str, chosen: Chosen, told: Told) -> str:
    """Button data that asks of the same event, with as many of its facts as a button holds."""
    event = told.event
    facts: dict[str, object] = {"kind": event.kind, **chosen.carry}
    for name, value in (
        ("who", event.who),
        ("nights", event.nights),
        ("date", told.day.isoformat() if told.said else None),
    ):
        if value is None or name not in CARRIES.get(intent, ()):
            continue
        try:
            pack("ask", intent, **facts, **{name: value})
        except ValueError:
            continue
        facts[name] = value
    return pack("ask", intent, **facts)


NEXT = {
    "amount": "benefit.amount",
    "documents": "benefit.documents",
    "deadline": "benefit.claim_deadline",
    "remaining": "benefit.remaining",
    "claim": "claim.start",
    "contact": "fund.contact",
    "list": "benefit.list",
    "human": "human.handoff",
    "pay": "member.contributions",
}
CARRIES = {
    "benefit.amount": ("who", "nights", "date"),
    "benefit.documents": ("who",),
    "benefit.claim_deadline": ("who", "date"),
    "claim.start": ("who", "nights", "date"),
}
"""Which facts of an event the next question needs besides its kind."""
PERSONAL = frozenset({"remaining", "claim", "human", "pay"})


def open_question(turn: Turn, chosen: Chosen | None, name: str) -> Choice:
    """A tap for a question without a kind, such as whom to call."""
    label = turn.words.of("button", name)
    return Choice(label, Press(pack("ask", NEXT[name], **(chosen.carry if chosen else {})), said=label))


def answered(turn: Turn, chosen: Chosen, parts: tuple[Part, ...], choices: tuple[Choice, ...]) -> Reply:
    """A general answer with what belongs under it: in a group the tap into 1:1, else how to see one's own case."""
    if turn.in_group:
        return private.with_tap(turn, Reply(parts), choices)
    if chosen.member is None and not turn.speaker.members:
        return Reply((*parts, Text(turn.words("own.link_how"))), choices)
    return Reply(parts, choices)
