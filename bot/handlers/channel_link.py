"""Telegram for somebody whom we know in LINE: a one-time link there, and back to strangers when it is not wanted."""

from __future__ import annotations

from bot.chat import Choice, Notice, OpenLink, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.starters import starters
from bot.services import bridges, people, recognition

LINK, UNLINK = "channel.link", "channel.unlink"
OTHER = "telegram"


async def handle(turn: Turn) -> Reply:
    """Gives the link, in the 1:1 chat alone; says so where Telegram is not to be had."""
    if turn.in_group or turn.speaker.person_id is None:
        return private.only_private(turn, question=turn.words("channel.question"))
    if turn.incoming.chat.channel == OTHER:
        return say(turn.words("channel.here_already"))
    if turn.bridge is None or turn.bridge("") is None:
        return say(turn.words("channel.none"))
    token = await bridges.issue(turn.session, turn.clock.now(), turn.today, turn.speaker.person_id)
    address = turn.bridge(token)
    assert address is not None  # noqa: S101 - asked right above
    return say(turn.words("channel.how"), choices=(Choice(turn.words("channel.open"), OpenLink(address)),))


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
    """Takes the tie to Telegram back at once; nothing else changes."""
    if turn.in_group or turn.speaker.person_id is None:
        return private.only_private(turn, question=turn.words("channel.unlink_question"))
    gone = await bridges.leave(turn.session, turn.clock.now(), turn.speaker.person_id, OTHER)
    return say(turn.words("channel.unlinked" if gone else "channel.nothing"))


async def _tell(turn: Turn, person_id: int) -> None:
    """The first chat learns of it, and how it is undone."""
    first = await people.reach(turn.session, person_id)
    if first is None or first.chat == turn.incoming.chat:
        return
    undo = Choice(turn.words("channel.not_me"), Press(pack("ask", UNLINK), said=turn.words("channel.not_me")))
    turn.notices.append(
        Notice(first.chat, say(turn.words("channel.told"), choices=(undo,)), "channel", person_id=person_id)
    )
