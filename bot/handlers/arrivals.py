"""What is no message in words: friends and groups that come and go, pictures, stickers, unsent messages."""

from __future__ import annotations

from sqlalchemy import select

from bot.chat import Kind, Reply, say
from bot.handlers import channel_link, evidence
from bot.handlers.context import Turn
from bot.handlers.parts.starters import starters
from bot.handlers.talk import greet
from bot.services import chats, groups
from bot.services import evidence as pictures
from storage import inbox, outbox
from storage.models import Identity

KIND_WORDS = frozenset({Kind.IMAGE, Kind.STICKER, Kind.AUDIO, Kind.VIDEO, Kind.FILE, Kind.LOCATION})


async def handle(turn: Turn) -> Reply | None:
    """What is said to an arrival, None for silence."""
    incoming, now = turn.incoming, turn.clock.now()
    if incoming.kind is Kind.FOLLOW:
        await _blocked(turn, False)
        return await channel_link.arrive(turn, incoming.data) if incoming.data else await greet(turn)
    if incoming.kind is Kind.UNFOLLOW:
        await _blocked(turn, True)
        return None
    if incoming.kind is Kind.JOIN:
        await groups.joined(turn.session, incoming.chat, now)
        return say(turn.words("group.hello"))
    if incoming.kind is Kind.LEAVE:
        await groups.left(turn.session, incoming.chat, now)
        await outbox.end_chat(turn.session, incoming.chat.channel, incoming.chat.id, "left")
        return None
    if incoming.kind is Kind.MOVED:
        await chats.move(turn.session, incoming.chat.channel, incoming.chat.id, incoming.data, now)
        return None
    if incoming.kind is Kind.UNSENT:
        if incoming.message_id:
            chat = incoming.chat
            await inbox.forget(turn.session, chat.channel, f"{chat.channel}:{chat.id}", incoming.message_id)
            await pictures.forget_message(turn.session, now, chat.channel, chat.id, incoming.message_id)
        return None
    if incoming.kind is Kind.IMAGE and (offer := await evidence.offered(turn)) is not None:
        return offer
    if incoming.kind in KIND_WORDS and not turn.in_group:
        return say(turn.words.of("arrived", incoming.kind.value), choices=starters(turn))
    return None


async def _blocked(turn: Turn, blocked: bool) -> None:
    identity = await turn.session.scalar(
        select(Identity).where(
            Identity.channel == turn.incoming.chat.channel, Identity.account_id == turn.incoming.account
        )
    )
    if identity is not None:
        identity.blocked_at = turn.clock.now() if blocked else None
