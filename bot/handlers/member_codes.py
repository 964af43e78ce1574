"""Officers issue, take back and unblock link codes for members of their own fund, in their own 1:1 chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.chat import Card, Reply, Row, Section, say
from bot.figures import day
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.naming import first_name
from bot.services import codes, links, register, tries
from bot.services.codes import Issued
from bot.understanding.orders import Order, read_order
from storage.models import Member

GONE = frozenset({"resigned", "dead", "ended"})


async def order(turn: Turn) -> Reply | None:
    """The reply to an officer's order; None where the message is none. Others are told who can do this."""
    found = read_order(turn.incoming.text)
    if found is None or not (found.clear or turn.speaker.officer_of):
        return None
    if turn.in_group:
        return private.only_private(turn, "codes.private", turn.words("private.my_list"))
    if not turn.speaker.officer_of or turn.speaker.person_id is None:
        return say(turn.words("codes.officers_only"))
    if found.several:
        return say(turn.words("codes.one_at_a_time"))
    return await ORDERS[found.key](turn, found, turn.speaker.person_id)


async def _issue_proxy(turn: Turn, order: Order, person_id: int) -> Reply:
    """For a relative of a member without a chat, who has agreed before the officer; health data stays out."""
    member = await _member(turn, order)
    if member is None:
        return _not_ours(turn, order)
    if member.status in GONE:
        return say(turn.words("codes.member_gone", number=member.number))
    issued = await codes.issue_proxy_code(turn.session, turn.clock.now(), turn.today, member.id, person_id)
    return _card(turn, member, issued, "codes.relative_title", turn.words("codes.relative_advice").splitlines())


async def _issue(turn: Turn, order: Order, person_id: int) -> Reply:
    member = await _member(turn, order)
    if member is None:
        return _not_ours(turn, order)
    words = turn.words
    if member.status in GONE:
        return say(words("codes.member_gone", number=member.number))
    again = await links.linked(turn.session, member.id)
    issued = await codes.issue_link_code(turn.session, turn.clock.now(), turn.today, member.id, person_id)
    advice = words("codes.advice").splitlines() + ([words("codes.linked_already")] if again else [])
    return _card(turn, member, issued, "codes.title", advice)


def _card(turn: Turn, member: Member, issued: Issued, title: str, advice: list[str]) -> Reply:
    """The code as the big line, whose it is, until when, how to hand it over."""
    words = turn.words
    rows = (
        Row(words("codes.member_value", number=member.number, name=first_name(member.name)), words("codes.member")),
        Row(day(words, issued.valid_until), words("codes.valid_until")),
    )
    sections = (Section(rows), Section(tuple(Row(line) for line in advice)))
    return Reply((Card(words(title), issued.code, sections, words("codes.foot"), tone="good"),))


async def _revoke(turn: Turn, order: Order, person_id: int) -> Reply:
    member = await _member(turn, order)
    if member is None:
        return _not_ours(turn, order)
    taken = await codes.revoke(turn.session, turn.clock.now(), member.id, person_id)
    return say(turn.words("codes.revoked" if taken else "codes.none_to_revoke", number=member.number))


async def _unlock(turn: Turn, order: Order, person_id: int) -> Reply:
    """Ends somebody's pause by the number that he was told, for whoever stands before the officer."""
    number = int(order.number) if order.number.isdigit() else 0
    lifted = number != person_id and await tries.lift(turn.session, turn.clock.now(), number, person_id)
    return say(turn.words("codes.unlocked" if lifted else "codes.not_locked", case=order.number))


async def _member(turn: Turn, order: Order) -> Member | None:
    """The member of the officer's own funds, by his number."""
    return await register.by_number(turn.session, turn.speaker.officer_of, order.number)


def _not_ours(turn: Turn, order: Order) -> Reply:
    """The same for another fund's member as for a number that nobody has."""
    return say(turn.words("codes.not_ours", number=order.number))


ORDERS: dict[str, Callable[[Turn, Order, int], Awaitable[Reply]]] = {
    "issue_code": _issue,
    "issue_proxy": _issue_proxy,
    "revoke_code": _revoke,
    "unlock": _unlock,
}
