"""benefit.remaining: how much of a member's own yearly caps is left. In the 1:1 chat only."""

from __future__ import annotations

from bot.chat import Card, Choice, Reply, Row, Section, Text, say
from bot.entitlement.facts import Event
from bot.entitlement.remaining import Remaining, remaining
from bot.entitlement.rulebook import PerUnit, Rulebook
from bot.figures import baht, count, day, span
from bot.handlers.context import Turn
from bot.handlers.parts import amounts, event, general, health, own, private, slots, unknown_rule, wording
from bot.handlers.parts.event import Told
from bot.handlers.parts.which_fund import Chosen, which_fund
from bot.services import entitlements, register
from bot.services.register import RegisterLine

INTENT = "benefit.remaining"


async def handle(turn: Turn) -> Reply:
    """What is left this year, clause by clause; nothing of it in a group and nothing of anybody else."""
    if private.named_other(turn, turn.slots) or turn.slots.get("who") not in (None, "self"):
        return say(turn.words("private.other"), choices=() if turn.in_group else (_list(turn),))
    if turn.in_group:
        return private.only_private(turn)
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        return chosen
    slots.settle(turn, INTENT)
    if chosen.member is None:
        return await _only_rule(turn, chosen, "remaining.unlinked")
    kind = event.kind_of(turn.slots)
    if kind is not None and health.hidden(turn, chosen.fund.id, kind):
        return health.with_how(turn, await _only_rule(turn, chosen, "remaining.withheld"))
    line = await register.register_line(turn.session, chosen.member.id)
    book = await entitlements.rulebook_on(turn.session, chosen.fund.id, turn.today)
    if book is None:
        return unknown_rule.no_rulebook(turn, chosen)
    return await _card(turn, chosen, book, line)


async def _only_rule(turn: Turn, chosen: Chosen, why: str) -> Reply:
    """Where nothing personal may be told: why, and the rule of the kind if one was named."""
    kind = event.kind_of(turn.slots)
    found = await entitlements.general_rule(turn.session, chosen.fund.id, kind, turn.today) if kind else None
    if kind is not None and found is not None and found.benefits:
        told = Told(Event(kind=kind, date=turn.today), False)
        card = general.rule_card(turn, chosen, found, told)
        return Reply(
            (Text(turn.words(why)), card),
            general.next_questions(turn, chosen, told, "documents", "deadline"),
        )
    return say(turn.words(why), choices=(_list(turn), general.open_question(turn, chosen, "contact")))


def _list(turn: Turn) -> Choice:
    return general.open_question(turn, None, "list")


async def _card(turn: Turn, chosen: Chosen, book: Rulebook, line: RegisterLine) -> Reply:
    words, kind = turn.words, event.kind_of(turn.slots)
    past = await register.history(turn.session, line.id)
    every = [kind] if kind else list(dict.fromkeys(benefit.kind for benefit in book.benefits))
    kinds = [each for each in every if not health.hidden(turn, chosen.fund.id, each, book.for_kind(each))]
    if not kinds:
        return health.with_how(turn, await _only_rule(turn, chosen, "remaining.withheld"))
    found = [left for each in kinds if (left := remaining(book, line.membership, past, each, turn.today)) is not None]
    if kind is None:
        found = [left for left in found if _worth_telling(left)] or found
    if owed := await _standing(turn, line, kinds[0]):
        as_of = words("as_of.line", date=day(words, line.as_of))
        return say("\n".join([*owed, as_of]), choices=_ways_to_pay(turn, chosen))
    if not found:
        known = bool(book.for_kind(kind)) if kind else True
        if kind is not None and not known:
            return unknown_rule.not_in_rules(turn, chosen, kind)
        return Reply((Text(words("remaining.no_cap")),), (general.open_question(turn, chosen, "list"),))
    sections = tuple(_section(turn, left, several=len(found) > 1) for left in found)
    lead = _left(turn, found[0]) if len(found) == 1 else ""
    foot = wording.foot(words, [left.clause for left in found], book, line.as_of)
    card = Card(
        words("remaining.title"),
        lead,
        sections,
        foot,
        tone="warn" if len(found) == 1 and found[0].nothing_left else "calm",
    )
    told = Told(Event(kind=found[0].benefit.kind, date=turn.today), False)
    wanted = ("amount", "documents", "claim") if len(found) == 1 else ()
    more = (*general.next_questions(turn, chosen, told, *wanted), general.open_question(turn, chosen, "list"))
    reply = Reply((card,), more)
    return health.with_how(turn, reply, "health.left_out") if len(kinds) < len(every) else reply


def _worth_telling(left: Remaining) -> bool:
    """Whether a clause has money or nights to use up, or was used; once a year and unused tells nothing."""
    return left.left_satang is not None or left.left_nights is not None or left.used_times > 0


async def _standing(turn: Turn, line: RegisterLine, kind: str) -> list[str]:
    """What must be paid first, where what is owed stops every right: then nothing is left to tell of."""
    today = Event(kind=kind, date=turn.today, discharged=turn.today, nights=1)
    case = await entitlements.my_case(turn.session, line.id, today, turn.today)
    return own.arrears_lines(turn, case) if case is not None else []


def _ways_to_pay(turn: Turn, chosen: Chosen) -> tuple[Choice, ...]:
    return tuple(general.open_question(turn, chosen, name) for name in ("pay", "contact", "human"))


def _section(turn: Turn, left: Remaining, *, several: bool) -> Section:
    """One clause's used and left, as a bar where the channel can draw one."""
    words = turn.words
    rows = (
        [Row(_left(turn, left), strong=True, share=_share(left))]
        if several
        else [Row(amounts.brief(words, left.benefit), share=_share(left))]
    )
    if used := _used(turn, left):
        rows.append(Row(used))
    if isinstance(left.benefit.amount, PerUnit) and left.left_satang and left.left_nights is None:
        rows.append(Row(words("remaining.nights_about", nights=left.left_satang // left.benefit.amount.satang)))
    if not left.sure:
        rows.append(Row(words("remaining.unsure")))
    rows.append(Row(words("remaining.turns", span=span(words, left.start, left.end)), faint=True))
    return Section(tuple(rows), heading=words("rule.heading", benefit=left.benefit.name, clause=left.clause))


def _left(turn: Turn, left: Remaining) -> str:
    """What is left, in the units that the clause limits."""
    words, pieces = turn.words, []
    if left.nothing_left:
        return words("remaining.nothing")
    if left.left_satang is not None:
        pieces.append(baht(words, left.left_satang))
    if left.left_nights is not None:
        pieces.append(count(words, "night", left.left_nights))
    if left.left_times is not None:
        pieces.append(count(words, "time", left.left_times))
    return (
        words("remaining.left", left=pieces[0])
        if len(pieces) == 1
        else words("remaining.both", one=pieces[0], other=pieces[1])
    )


def _used(turn: Turn, left: Remaining) -> str:
    words, pieces = turn.words, []
    if left.used_satang:
        pieces.append(baht(words, left.used_satang))
    if left.used_nights:
        pieces.append(count(words, "night", left.used_nights))
    if left.used_times and not pieces:
        pieces.append(count(words, "time", left.used_times))
    return words("remaining.used", used=words("list.join").join(pieces)) if pieces else words("remaining.unused")


def _share(left: Remaining) -> float | None:
    """How much of the cap is used, 0..1."""
    for used, limit in (
        (left.used_satang, left.cap.satang),
        (left.used_nights, left.cap.nights),
        (left.used_times, left.cap.times),
    ):
        if limit:
            return min(1.0, used / limit)
    return None
