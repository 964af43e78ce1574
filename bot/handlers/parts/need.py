"""What a question about a benefit needs before its answer: the fund, the kind, the event, the rule, the own case."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat import Kind, Part, Reply, Text
from bot.entitlement.facts import Event
from bot.handlers.context import Turn
from bot.handlers.parts import beneficiary, clauses, event, health, private, slots, unknown_rule, which_fund
from bot.handlers.parts.event import Told
from bot.handlers.parts.overview import overview
from bot.handlers.parts.which_fund import Chosen
from bot.services import entitlements, funds
from bot.services.entitlements import Case, Rule

USUAL_CAUSE = "usual"
"""A cause that no rulebook excludes."""


@dataclass(frozen=True)
class Need:
    """All that an answer stands on; `case` only in the 1:1 chat, for the speaker's own right in his own fund."""

    chosen: Chosen
    kind: str
    told: Told
    rule: Rule
    case: Case | None
    before: tuple[Part, ...] = ()
    """What is said first: condolence, or why another's case is not told."""
    withheld: bool = False
    """The case is the speaker's own, but he has not let the fund use his health data."""

    @property
    def who(self) -> str | None:
        """Whose event it is, None for the speaker's own."""
        return self.told.event.who


async def resolve(turn: Turn, intent: str) -> Need | Reply:
    """The need of this turn, or the reply that must come before: our question, or that nothing is known."""
    if turn.in_group and private.named_other(turn, turn.slots):
        return private.only_private(turn, "private.other")
    chosen = await which_fund.which_fund(turn, intent)
    if isinstance(chosen, Reply):
        return chosen
    kind = event.kind_told(turn)
    if kind is None:
        return await _ask_kind(turn, intent, chosen)
    if kind == "death" and beneficiary.asks_to_change(turn):
        return await beneficiary.change(turn, chosen)
    told = event.told(turn, kind)
    if (apart := event.apart(turn, kind)) is not None:
        return unknown_rule.not_in_rules(turn, chosen, kind, apart)
    rule = await entitlements.general_rule(turn.session, chosen.fund.id, kind, told.day)
    if rule is None:
        return _with(condolence(turn, kind, told), await _unknown(turn, chosen, told))
    kind, told, rule = clauses.meant(turn, told, rule)
    if not rule.benefits:
        return _with(condolence(turn, kind, told), unknown_rule.not_in_rules(turn, chosen, kind, told.event.occasion))
    other = private.named_other(turn, turn.slots)
    case = None
    own_right = event.speaks_of_himself(turn, told) and not (kind == "death" and intent == "claim.start")
    own = chosen.member is not None and not other and own_right
    withheld = own and health.hidden(turn, chosen.fund.id, kind, rule.benefits)
    if chosen.member is not None and own and not withheld:
        case = await _own_case(turn, chosen.member.id, told.event)
    before = _before(turn, kind, told, other=other, own_right=own_right)
    return Need(chosen, kind, told, rule, case, before, withheld)


async def _own_case(turn: Turn, member_id: int, told: Event) -> Case | None:
    """The member's own case; a cause that nobody told is taken for a usual one, and what is not paid is said along."""
    case = await entitlements.my_case(turn.session, member_id, told, turn.today)
    if case is not None and case.assessment.missing == ("cause",):
        return await entitlements.my_case(turn.session, member_id, replace(told, cause=USUAL_CAUSE), turn.today)
    return case


async def _unknown(turn: Turn, chosen: Chosen, told: Told) -> Reply:
    """No rulebook at all, or none of the told day."""
    any_day = await funds.rulebooks(turn.session, chosen.fund.id)
    return unknown_rule.no_rulebook(turn, chosen, told.day if any_day else None)


async def _ask_kind(turn: Turn, intent: str, chosen: Chosen) -> Reply:
    """Our question for the kind, with the kinds that the fund knows; asked once, then the overview answers."""
    book = await entitlements.rulebook_on(turn.session, chosen.fund.id, turn.today)
    if book is None:
        return unknown_rule.no_rulebook(turn, chosen)
    if slots.tried(turn, intent, "kind"):
        slots.settle(turn, intent)
        return await overview(turn, chosen, book)
    kinds = tuple(dict.fromkeys(benefit.kind for benefit in book.benefits))
    return slots.ask(turn, intent, {**turn.slots, **chosen.carry}, "kind", slots.kinds(turn, kinds))


def _before(turn: Turn, kind: str, told: Told, *, other: bool, own_right: bool) -> tuple[Part, ...]:
    """What is said before the answer itself."""
    parts = [*condolence(turn, kind, told)]
    if kind == "death" and event.says(turn, "event.suicide"):
        parts.append(Text(turn.words("care.listening")))
    if kind == "death" and event.says(turn, "event.not_member"):
        parts.append(Text(turn.words("relative.death_no_member")))
    elif other and kind != "death":
        parts.append(Text(turn.words("private.other")))
    elif not turn.in_group and not own_right and (kind == "death" or told.event.who not in (None, "self")):
        parts.append(
            Text(
                turn.words(
                    "relative.death" if kind == "death" else "relative.rule_only",
                    who=relative(turn, kind, told.event.who),
                )
            )
        )
    return tuple(parts)


def condolence(turn: Turn, kind: str, told: Told) -> tuple[Text, ...]:
    """A death begins with condolence; softer where only the rule is asked for (domain.md 5.4)."""
    if kind != "death" or turn.incoming.kind is Kind.PRESS:  # a tap goes on from an answer that condoled already
        return ()
    happened = told.said or told.event.who not in (None, "self") or turn.understood.intent == "claim.start"
    return (Text(turn.words("condolence.happened" if happened else "condolence.asked")),)


def relative(turn: Turn, kind: str, who: str | None) -> str:
    """A relative by name, as one speaks of another's."""
    unnamed = "deceased" if kind == "death" else "other"
    return turn.words.of("who", who if who and turn.words.has(f"who.{who}") else unnamed)


def _with(before: tuple[Part, ...], reply: Reply) -> Reply:
    return Reply((*before, *reply.parts), reply.choices)
