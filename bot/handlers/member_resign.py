"""Leaving the fund: what comes back and what is given up; never a push either way (domain.md S3-12, U45, U46)."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack
from bot.entitlement.assess import assess
from bot.entitlement.facts import Event
from bot.entitlement.rulebook import Rulebook
from bot.handlers.context import Turn
from bot.handlers.parts import hearing, private, unknown_rule
from bot.handlers.parts.which_fund import Chosen, which_fund
from bot.services import entitlements, funds, register

INTENT = "member.resign_refund"


async def handle(turn: Turn) -> Reply:
    """The fund's refund rule; for a linked member in 1:1 also what that means for him today."""
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        return chosen
    words, fund = turn.words, chosen.fund
    book = await entitlements.rulebook_on(turn.session, fund.id, turn.today)
    if book is None:
        return unknown_rule.no_rulebook(turn, chosen)
    own, lead = await _own(turn, chosen, book)
    policy = Row(words.of("refund.policy", book.resign.refund, percent=book.resign.percent or 0))
    rows = (policy, *await _versions(turn, chosen, book), *own)
    foot = words("refund.foot", version=book.version, date=figures.day(words, turn.today))
    card = Card(
        title=words("refund.title"),
        lead=lead,
        sections=(Section(rows), Section((Row(words("refund.think")),))),
        foot=foot,
    )
    return private.with_tap(turn, Reply((card,))) if turn.in_group else Reply((card,), _human(turn))


async def _versions(turn: Turn, chosen: Chosen, book: Rulebook) -> tuple[Row, ...]:
    """Since when these rules hold, and what the ones before said, for somebody who has heard of a change (U46)."""
    if not hearing.hears(turn, "rule_change"):
        return ()
    words = turn.words
    rows = [Row(words("refund.since", version=book.version, date=figures.day(words, book.effective_from)), strong=True)]
    earlier = [each for each in await funds.rulebooks(turn.session, chosen.fund.id) if each.version < book.version]
    if earlier:
        old = earlier[-1].resign
        policy = words.of("refund.policy", old.refund, percent=old.percent or 0)
        key = "refund.before_same" if old == book.resign else "refund.before"
        rows.append(Row(words(key, version=earlier[-1].version, policy=policy)))
    return tuple(rows)


async def _own(turn: Turn, chosen: Chosen, book: Rulebook) -> tuple[tuple[Row, ...], str]:
    """The member's own figures; nothing in a group, nothing for a relative."""
    if turn.in_group or chosen.member is None or turn.slots.get("who") not in (None, "self"):
        return (), ""
    words = turn.words
    line = await register.register_line(turn.session, chosen.member.id)
    past = await register.history(turn.session, chosen.member.id)
    found = assess(book, line.membership, past, Event(kind="resign", date=turn.today), turn.today)
    if found.satang is None:
        return (Row(words("refund.unknown")),), ""
    rows = [Row(words("refund.claimed" if line.membership.ever_claimed else "refund.never_claimed"))]
    if line.membership.paid_satang is not None:
        rows.insert(0, Row(figures.baht(words, line.membership.paid_satang), words("refund.paid")))
    rows.append(Row(words("status.foot", date=figures.day(words, line.as_of)), faint=True))
    return tuple(rows), words("refund.amount", amount=figures.baht(words, found.satang))


def _human(turn: Turn) -> tuple[Choice, ...]:
    label = turn.words("refund.talk")
    return (Choice(label, Press(pack("ask", "human.handoff"), said=label)),)
