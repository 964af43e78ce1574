"""Whose rules answer: the fund named, the group's, the member's own, the remembered one; else asked by tambon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.chat import Choice, Press, Reply, pack, say
from bot.dialogs.own_fund import spoken_fund
from bot.handlers.context import Turn
from bot.handlers.parts import slots as asking
from bot.services import funds, people
from bot.services.funds import FundFacts
from bot.services.people import LinkedMember
from bot.understanding.funds import match_fund

SURE = 97.0
"""How alike (0..100) a typed name must be to be taken without asking; a weaker match is only offered."""


@dataclass(frozen=True)
class Chosen:
    """The fund that a question is about; `member` is the speaker's own register line there, None in a group.

    `carry`: what a tap on a further question must bring along, so that it asks of the same fund.
    """

    fund: FundFacts
    member: LinkedMember | None
    carry: dict[str, Any] = field(default_factory=dict)


async def which_fund(turn: Turn, intent: str) -> Chosen | Reply:
    """The fund, or our question for it. An answer to that question is remembered for people without a register line."""
    slots = turn.slots
    every = await funds.all_funds(turn.session)
    pressed = asking.whole(slots.get("fund_id"))
    if pressed is not None and (fund := next((fund for fund in every if fund.id == pressed), None)):
        return await _chosen(turn, intent, fund)
    if named := str(slots.get("fund") or "").strip():
        return await _named(turn, intent, named, every)
    if (spoken := _spoken(turn, every)) is not None:
        turn.understood = replace(turn.understood, slots={**slots, "fund": spoken.tambon})  # follow-ups ask of it too
        return await _chosen(turn, intent, spoken)
    if known := _known(turn):
        if len(known) > 1:
            return _ask(turn, intent, "which_fund.yours", [fund for fund in every if fund.id in known])
        return await _chosen(turn, intent, next(fund for fund in every if fund.id == known[0]))
    return _ask(turn, intent, "which_fund.ask", every)


def _spoken(turn: Turn, every: Sequence[FundFacts]) -> FundFacts | None:
    """The one fund whose tambon stands as a word of its own in the message, without "fund" or "tambon" before it.

    Those who look after funds run their names into the sentence.
    """
    if turn.speaker.roles:
        return spoken_fund(turn.incoming.text, every)
    said = turn.incoming.text.split()
    found = [fund for fund in every if fund.tambon in said]
    return found[0] if len(found) == 1 else None


def _known(turn: Turn) -> list[int]:
    """Ids of the funds that the talk itself points to, the nearest pointer only."""
    if turn.in_group and turn.group_fund_id is not None:
        return [turn.group_fund_id]
    if turn.speaker.members:
        return list(dict.fromkeys(member.fund_id for member in turn.speaker.members))
    if turn.speaker.home_fund_id is not None:
        return [turn.speaker.home_fund_id]
    return list(dict.fromkeys(turn.speaker.officer_of))


async def _named(turn: Turn, intent: str, named: str, every: Sequence[FundFacts]) -> Chosen | Reply:
    scored = match_fund(named, {fund.tambon: None for fund in every})
    sure = [tambon for tambon, score in scored if score >= SURE]
    found = [fund for fund in every if fund.tambon in sure[:1]]
    if len(found) == 1:
        return await _chosen(turn, intent, found[0])
    near = [fund for tambon, _ in scored for fund in every if fund.tambon == tambon]
    key = "which_fund.unsure" if near else "which_fund.unknown"
    return _ask(turn, intent, key, near or every, named=named)


async def _chosen(turn: Turn, intent: str, fund: FundFacts) -> Chosen:
    await _remember(turn, intent, fund.id)
    elsewhere = _known(turn) != [fund.id] and bool(_known(turn))
    return Chosen(
        fund, None if turn.in_group else turn.speaker.member_in(fund.id), {"fund_id": fund.id} if elsewhere else {}
    )


async def _remember(turn: Turn, intent: str, fund_id: int) -> None:
    """Keeps an unlinked person's fund: the first that he names, or any that answers our question."""
    speaker = turn.speaker
    if speaker.person_id is None or speaker.members or speaker.officer_of or speaker.home_fund_id == fund_id:
        return
    if turn.in_group and turn.group_fund_id is not None:
        return
    if speaker.home_fund_id is None or asking.tried(turn, intent, "fund"):
        await people.remember_fund(turn.session, speaker.person_id, fund_id)


def _ask(turn: Turn, intent: str, key: str, offered: Sequence[FundFacts], **values: object) -> Reply:
    turn.ask(intent, {name: value for name, value in turn.slots.items() if name not in ("fund", "fund_id")}, "fund")
    return say(turn.words(key, **values), choices=choices(offered))


def choices(offered: Sequence[FundFacts]) -> tuple[Choice, ...]:
    """A tap for each fund by its tambon, answering the pending question for the fund."""
    return tuple(
        Choice(fund.tambon, Press(pack("fill", "fund", fund_id=fund.id), said=fund.tambon))
        for fund in offered[: asking.MOST_CHOICES]
    )
