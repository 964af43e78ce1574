"""The other messenger for somebody whom we know on one: a one-time link there, and a cut when it is not wanted."""

from __future__ import annotations

from bot.chat import Choice, Notice, OpenLink, Press, Reply, pack, say
from bot.handlers import linking
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.starters import starters
from bot.services import bridges, people, recognition

LINK, UNLINK, LINE_LINK = "channel.link", "channel.unlink", "line_link"
TELEGRAM, LINE = "telegram", "line"


async def handle(turn: Turn) -> Reply:
    """Gives the link into Telegram, in the 1:1 chat alone; says so where Telegram is not to be had."""
    return await _give(turn, TELEGRAM)


async def line(turn: Turn) -> Reply:
    """The same into LINE, for somebody who began in Telegram; in LINE the words mean a register line, as ever."""
    return await _give(turn, LINE) if turn.incoming.chat.channel == TELEGRAM else await linking.handle(turn)


async def _give(turn: Turn, there: str) -> Reply:
    if turn.in_group or turn.speaker.person_id is None:
        return private.only_private(turn, question=turn.words("channel.question"))
    if turn.incoming.chat.channel == there:
        return say(turn.words("channel.here_already"))
    if turn.bridge is None or turn.bridge(there, "") is None:
        return say(turn.words.of("channel.none", there))
    token = await bridges.issue(turn.session, turn.clock.now(), turn.today, turn.speaker.person_id)
    address = turn.bridge(there, token) or ""
    tap = Choice(turn.words.of("channel.open", there), OpenLink(address))
    return say(turn.words.of("channel.how", there), choices=(tap,))


async def typed(turn: Turn, token: str) -> Reply:
    """A token that a link typed into this chat."""
    if turn.in_group:
        return private.only_private(turn, question=turn.words("channel.question"))
    return await arrive(turn, token)


async def arrive(turn: Turn, token: str) -> Reply:
    """Somebody came by such a link: he is greeted as the one he is, and his first chat is told."""
    incoming, now = turn.incoming, turn.clock.now()
    if incoming.account is None:
        return say(turn.words("channel.stale"))
    became, person_id = await bridges.redeem(turn.session, now, token, incoming.chat.channel, incoming.account)
    if became == "linked" and person_id is not None:
        turn.speaker = await recognition.speaker(turn.session, person_id, turn.today)
        await _tell(turn, person_id)
    if became in {"linked", "same"}:
        return say(turn.words.of("channel", became), choices=starters(turn))
    return say(turn.words.of("channel", became))


async def unlink(turn: Turn) -> Reply:
    """Takes the tie to the other messenger back at once; nothing else changes."""
    if turn.in_group or turn.speaker.person_id is None:
        return private.only_private(turn, question=turn.words("channel.unlink_question"))
    there = LINE if turn.slots.get("channel") == LINE else TELEGRAM
    gone = await bridges.leave(turn.session, turn.clock.now(), turn.speaker.person_id, there)
    return say(turn.words.of("channel.unlinked", there) if gone else turn.words("channel.nothing"))


async def _tell(turn: Turn, person_id: int) -> None:
    """The first chat learns of it, and how it is undone."""
    first = await people.reach(turn.session, person_id)
    if first is None or first.chat == turn.incoming.chat:
        return
    here, not_me = turn.incoming.chat.channel, turn.words("channel.not_me")
    undo = Choice(not_me, Press(pack("ask", UNLINK, channel=here), said=not_me))
    told = say(turn.words.of("channel.told", here), choices=(undo,))
    turn.notices.append(Notice(first.chat, told, "channel", person_id=person_id))
