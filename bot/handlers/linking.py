"""link.account: a treasurer's code ties the 1:1 chat to a register line, after consent (domain.md 6.3, 6.5)."""

from __future__ import annotations

from bot.chat import Card, Choice, Notice, Press, Reply, Row, Say, Section, Text, pack, say
from bot.figures import moment
from bot.handlers import consents, helping, invited
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.naming import first_name
from bot.handlers.parts.starters import starters
from bot.services import codes, funds, links, people
from bot.services.codes import Try
from bot.services.consents import LINK, give, refuse
from bot.understanding.codes import read_code, typed_code
from storage.models import Member

INTENT = "link.account"
MOST_ASKED = 2
"""So often the code is asked for; then the person is sent to the treasurer."""


async def handle(turn: Turn) -> Reply:
    """Takes the code or asks for it once; a good one leads to the consent card, nothing is linked before the yes."""
    if turn.in_group or turn.speaker.person_id is None:
        return private.only_private(turn, "link.private", turn.words("link.private_tap"))
    pending = turn.memory.pending
    if pending is not None and pending["intent"] == INTENT and pending["ask"] == LINK:
        answer = turn.slots.get(LINK)
        if isinstance(answer, bool):
            return await decide(turn, answer)
        if read_code(turn.incoming.text) is None:
            return consents.once_more(turn, LINK)
    code = _said(turn)
    if code is not None:
        return await _try(turn, turn.speaker.person_id, code)
    if turn.speaker.members and not asked(turn):
        numbers = ", ".join(member.number for member in turn.speaker.members)
        return say(turn.words("link.already", numbers=numbers), choices=starters(turn))
    return _ask(turn)


def asked(turn: Turn) -> bool:
    """Whether our question for the code waits."""
    pending = turn.memory.pending
    return pending is not None and pending["intent"] == INTENT and pending["ask"] == "code"


def _said(turn: Turn) -> str | None:
    """The code in this message; where we asked for it, anything that may be meant as one."""
    text = turn.incoming.text
    if turn.incoming.data:
        return None
    slot = turn.slots.get("code")
    return (typed_code(text) if asked(turn) else read_code(text)) or (str(slot) if slot else None)


def _ask(turn: Turn) -> Reply:
    contact, human = turn.words("button.contact"), turn.words("starter.handoff")
    choices = (
        Choice(contact, Press(pack("ask", "fund.contact"), said=contact)),
        Choice(human, Press(pack("ask", "human.handoff"), said=human)),
    )
    if asked(turn) and turn.memory.pending is not None and turn.memory.pending["tries"] >= MOST_ASKED:
        turn.memory.pending = None
        return say(turn.words("link.no_code"), choices=choices)
    again = asked(turn)
    turn.ask(INTENT, {}, "code")
    if turn.speaker.officer_of and not again:
        return say("\n\n".join((turn.words("codes.how"), turn.words("link.ask"))), choices=choices)
    return say(turn.words("link.ask_again" if again else "link.ask"), choices=choices)


async def _try(turn: Turn, person_id: int, code: str) -> Reply:
    found = await codes.try_code(turn.session, turn.clock.now(), turn.today, person_id, code)
    if found.code_id is None:
        return _wrong(turn, person_id, found)
    if found.purpose == "link":
        return await _consent_card(turn, found.code_id)
    if found.purpose == "proxy":
        return await helping.offered(turn, found.code_id)
    return await invited.offered(turn, found.code_id)


def _wrong(turn: Turn, person_id: int, found: Try) -> Reply:
    """The same words whether the code never was, is used or has expired; the pause says nothing of any code."""
    words = turn.words
    if found.locked_until is not None:
        turn.memory.pending = None
        until = moment(words, found.locked_until.astimezone(turn.clock.zone))
        return say(words("link.locked", until=until, case=person_id), choices=starters(turn))
    turn.memory.pending = {"intent": INTENT, "slots": {}, "ask": "code", "tries": 1}
    label = words("link.ask_new")
    return say(words("link.wrong", left=found.left), choices=(Choice(label, Say(label)),))


async def _consent_card(turn: Turn, code_id: int) -> Reply:
    """What the fund asks for before anything is linked; which member it is, is told after the yes."""
    words = turn.words
    code = await codes.good(turn.session, turn.today, code_id)
    if code is None or code.member_id is None:
        turn.memory.pending = None
        return say(words("link.gone"))
    member = await turn.session.get_one(Member, code.member_id)
    fund = await funds.fund_facts(turn.session, member.fund_id)
    turn.ask(INTENT, {"code_id": code_id}, LINK)
    lines = words("consent.link.text", fund=fund.name).splitlines()
    buttons = consents.buttons(turn, LINK)
    card = Card(words("consent.link.title"), "", (Section(tuple(Row(line) for line in lines)),), buttons=buttons)
    return Reply((card,))


async def decide(turn: Turn, yes: bool) -> Reply:
    """The answer to the consent card: the link is made and the code used up, or nothing at all is kept."""
    words, person_id, pending = turn.words, turn.speaker.person_id, turn.memory.pending
    if person_id is None or pending is None or pending["intent"] != INTENT or pending["ask"] != LINK:
        return _tapped_late(turn, yes)
    turn.memory.pending = None
    code_id = int(pending["slots"]["code_id"])  # ours alone: never taken from a button
    if not yes:
        refuse(turn.session, turn.clock.now(), person_id, LINK)
        return say(words("consent.link.refused"), choices=starters(turn))
    member = await codes.redeem(turn.session, turn.clock.now(), turn.today, code_id, person_id)
    if member is None:
        return say(words("link.gone"))
    channel = turn.incoming.chat.channel
    await give(turn.session, turn.clock.now(), person_id, LINK, channel, member.fund_id)
    for older in await links.take_over(turn.session, turn.clock.now(), member.id, person_id, channel):
        await _tell_older(turn, older, member)
    name = first_name(member.name)
    await people.name_once(turn.session, person_id, name)
    made = Text(words("link.made", number=member.number, name=name))
    return await consents.ask_health(turn, member.fund_id, (made,))


def _tapped_late(turn: Turn, yes: bool) -> Reply:
    """A second tap on yes, or a tap on an old card: nothing changes, and a question that waits is put again."""
    pending = turn.memory.pending
    if yes and turn.speaker.members:
        numbers = ", ".join(member.number for member in turn.speaker.members)
        asks = pending is not None and pending["intent"] in consents.ASK.values()
        choices = consents.buttons(turn, pending["ask"]) if asks and pending is not None else starters(turn)
        return say(turn.words("link.done_already", numbers=numbers), choices=choices)
    return say(turn.words("link.type_again"))


async def _tell_older(turn: Turn, person_id: int, member: Member) -> None:
    """Lets the chat that was tied before know, so that a code in the wrong hands does not go unseen."""
    reached = await people.reach(turn.session, person_id)
    if reached is None:
        return
    label = turn.words("starter.handoff")
    told = say(
        turn.words("link.taken_over", number=member.number),
        choices=(Choice(label, Press(pack("ask", "human.handoff"), said=label)),),
    )
    turn.notices.append(Notice(reached.chat, told, f"link.taken_over:{member.id}", person_id=person_id))
