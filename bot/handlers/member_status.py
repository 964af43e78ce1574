"""A member's own standing: in good order, behind, suspended, ended; since when, and what to do (1:1 only)."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack
from bot.entitlement.standing import Standing, standing
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.yours import yours
from bot.services import entitlements

INTENT = "member.status"
TONES = {"good": "good", "warned": "warn", "suspended": "warn", "ended": "warn", "unknown": "calm"}


async def handle(turn: Turn) -> Reply:
    """The speaker's own card; never anybody else's."""
    if turn.in_group:
        return private.only_private(turn)
    found = await yours(turn, INTENT)
    if isinstance(found, Reply):
        return found
    words, line = turn.words, found.line
    book = await entitlements.rulebook_on(turn.session, found.fund.id, turn.today)
    where = standing(book, line.membership, turn.today) if book else None
    rows = [Row(line.number, words("status.number")), Row(found.fund.name, words("status.fund"))]
    if line.membership.joined:
        rows.append(
            Row(
                words(
                    "status.joined_value",
                    date=figures.day(words, line.membership.joined),
                    time=figures.length(words, line.membership.joined, turn.today),
                ),
                words("status.joined"),
            )
        )
    if line.membership.paid_to:
        rows.append(Row(figures.month(words, line.membership.paid_to), words("status.paid_to")))
    sections = (Section(tuple(rows)), *((Section(tuple(_advice(turn, where))),) if where else ()))
    state = where.state if where else "unknown"
    card = Card(
        title=words("status.title", name=line.name),
        lead=words.of("status.state", state),
        sections=sections,
        foot=words("status.foot", date=figures.day(words, line.as_of)),
        tone=TONES[state],  # type: ignore[arg-type]
    )
    return Reply((card,), _next(turn))


def _advice(turn: Turn, where: Standing) -> list[Row]:
    words = turn.words
    rows = []
    if where.state == "unknown":
        return [Row(words("status.unknown"))]
    if where.months_behind:
        owed = figures.baht(words, where.arrears_satang) if where.arrears_satang is not None else ""
        rows.append(Row(words("status.behind", months=where.months_behind, amount=owed), strong=True))
    if where.state == "suspended" and where.reason == "tenure_reset":
        rows.append(Row(words("status.tenure_reset")))
    elif where.state == "suspended" and where.restores_on:
        key = "status.reinstating" if where.reason == "reinstating" else "status.pay_to_restore"
        rows.append(Row(words(key, date=figures.day(words, where.restores_on))))
    if where.terminates_on and where.state in ("warned", "suspended"):
        rows.append(Row(words("status.ends", date=figures.day(words, where.terminates_on))))
    if where.state == "ended":
        rows.append(Row(words("status.rejoin")))
    if where.state == "good":
        rows.append(Row(words("status.fine")))
    return rows


def _next(turn: Turn) -> tuple[Choice, ...]:
    options = (
        ("starter.list", "benefit.list"),
        ("starter.payments", "member.contributions"),
        ("starter.contact", "fund.contact"),
    )
    return tuple(
        Choice(turn.words(label), Press(pack("ask", intent), said=turn.words(label))) for label, intent in options
    )
