"""Consents beside the link, each asked by itself: health data, reminders. No is as easy as yes (domain.md 6.2 s.19)."""

from __future__ import annotations

from bot.chat import Card, Choice, Part, Press, Reply, Row, Section, Text, pack, say
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.naming import first_name
from bot.handlers.parts.starters import starters
from bot.services import funds
from bot.services.consents import HEALTH, REMINDERS, give, refuse, withdraw

ASK = {HEALTH: "consent.health", REMINDERS: "consent.reminders"}
"""The pending need of each question."""


def buttons(turn: Turn, kind: str) -> tuple[Choice, ...]:
    """Yes and no to one consent; they stay with the card and mean the same later."""
    yes, no = turn.words.of("consent", f"{kind}.yes"), turn.words.of("consent", f"{kind}.no")
    return (
        Choice(yes, Press(pack("consent", kind, "yes"), said=yes)),
        Choice(no, Press(pack("consent", kind, "no"), said=no)),
    )


async def ask_health(turn: Turn, fund_id: int, before: tuple[Part, ...] = ()) -> Reply:
    """Asks whether the fund may use health data when answering."""
    fund = await funds.fund_facts(turn.session, fund_id)
    turn.ask(ASK[HEALTH], {"fund_id": fund_id}, HEALTH)
    return Reply((*before, _card(turn, HEALTH, turn.words("consent.health.text", fund=fund.name))))


def ask_reminders(turn: Turn, before: tuple[Part, ...] = ()) -> Reply:
    """Asks whether we may write first."""
    turn.ask(ASK[REMINDERS], {}, REMINDERS)
    return Reply((*before, _card(turn, REMINDERS, turn.words("consent.reminders.text"))))


def offer_reminders(turn: Turn, reply: Reply) -> Reply:
    """The reply with the question whether we may write first, to be tapped whenever; nothing waits for the answer."""
    if REMINDERS in turn.speaker.consents or turn.in_group:
        return reply
    return Reply((*reply.parts, _card(turn, REMINDERS, turn.words("consent.reminders.work"))), reply.choices)


def _card(turn: Turn, kind: str, text: str) -> Card:
    rows = tuple(Row(line) for line in text.splitlines())
    return Card(turn.words.of("consent", f"{kind}.title"), "", (Section(rows),), buttons=buttons(turn, kind))


def once_more(turn: Turn, kind: str) -> Reply:
    """After words that are neither yes nor no: asked once more in short, then left; silence consents to nothing."""
    pending = turn.memory.pending
    if pending is None or pending["tries"] > 1:
        turn.memory.pending = None
        return say(turn.words("consent.later"), choices=starters(turn))
    turn.ask(pending["intent"], pending["slots"], kind)
    return say(turn.words("consent.once_more"), choices=buttons(turn, kind))


async def health(turn: Turn) -> Reply:
    """A typed answer to the question for health data; anything else leads on without it, and nothing is presumed."""
    return await _typed(turn, HEALTH)


async def reminders(turn: Turn) -> Reply:
    """A typed answer to the question for reminders."""
    return await _typed(turn, REMINDERS)


async def _typed(turn: Turn, kind: str) -> Reply:
    answer, pending = turn.slots.get(kind), turn.memory.pending
    if isinstance(answer, bool):
        return await decide(turn, kind, answer)
    if pending is None or pending["intent"] != ASK[kind] or turn.in_group:
        return say(turn.words("pressed.old"), choices=starters(turn))
    return once_more(turn, kind)


async def allow_health(turn: Turn) -> Reply:
    """The typed call that lets the fund use health data."""
    return await decide(turn, HEALTH, True)


async def stop_health(turn: Turn) -> Reply:
    """The typed call that ends the use of health data."""
    return await decide(turn, HEALTH, False)


async def allow_reminders(turn: Turn) -> Reply:
    """The typed call for reminders."""
    return await decide(turn, REMINDERS, True)


async def stop_reminders(turn: Turn) -> Reply:
    """The typed call that ends reminders."""
    return await decide(turn, REMINDERS, False)


async def decide(turn: Turn, kind: str, yes: bool) -> Reply:
    """Keeps a yes or takes it back, at once; in the middle of linking the next question follows."""
    person_id = turn.speaker.person_id
    if turn.in_group or person_id is None:
        return private.only_private(turn)
    if kind == HEALTH and not turn.speaker.members:
        return say(turn.words("consent.health.link_first"), choices=starters(turn))
    pending = turn.memory.pending
    running = pending is not None and pending["intent"] == ASK[kind]
    asked_fund = int(pending["slots"]["fund_id"]) if running and pending is not None and kind == HEALTH else None
    had = await _keep(turn, person_id, kind, yes, asked_fund)
    told = Text(turn.words.of("consent", f"{kind}.{'given' if yes else 'withdrawn' if had else 'refused'}"))
    if not running:
        other = pending["ask"] if pending is not None and pending["intent"] in ASK.values() else None
        return Reply((told,), buttons(turn, other) if other else starters(turn))
    turn.memory.pending = None
    if kind == HEALTH and REMINDERS not in turn.speaker.consents:
        return ask_reminders(turn, (told,))
    return _welcome(turn, told)


async def _keep(turn: Turn, person_id: int, kind: str, yes: bool, asked_fund: int | None) -> bool:
    """Writes the decision down; says whether a no took something back."""
    session, now = turn.session, turn.clock.now()
    own = [member.fund_id for member in turn.speaker.members]
    of_funds: list[int | None] = [None] if kind == REMINDERS else [each for each in own if asked_fund in (None, each)]
    if yes:
        for fund_id in of_funds:
            await give(session, now, person_id, kind, turn.incoming.chat.channel, fund_id)
        return False
    had = 0
    for fund_id in of_funds:
        had += await withdraw(session, now, person_id, kind, fund_id=fund_id)
    if not had:
        refuse(session, now, person_id, kind, asked_fund)
    return had > 0


def _welcome(turn: Turn, told: Text) -> Reply:
    """The end of linking: what may be asked now."""
    names = [first_name(member.name) for member in turn.speaker.members]
    return Reply((told, Text(turn.words("link.welcome", name=names[-1] if names else ""))), starters(turn))
