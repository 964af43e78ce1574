"""The weekly digest when it is asked for, and having it or not."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.handlers import talk
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.reminders import weekly
from bot.reminders.weekly_card import compose
from bot.services import authority, digests
from bot.services.authority import Deed

SHOW, STOP, WANTED = "digest.show", "digest.stop", "digest.wanted"


async def handle(turn: Turn) -> Reply:
    """How far what is owed has come in the speaker's areas, against a week ago."""
    roots = authority.roots(turn.speaker, Deed.ANNOUNCE)
    if not roots:
        return say(turn.words("weekly.not_yours")) if turn.speaker.roles else await talk.later(turn)
    if turn.in_group:
        return private.only_private(turn)
    week = await weekly.read(turn.session, turn.clock.now(), turn.clock.zone)
    found = weekly.progress(week, roots)
    if not found:
        return say(turn.words("weekly.nothing"))
    names = ", ".join(week.places[area].name for area in roots)
    return compose(turn.words, names, found, turn.today)


async def stop(turn: Turn) -> Reply:
    """No more of them; the reminders stay."""
    if turn.speaker.person_id is None or turn.in_group:
        return private.only_private(turn)
    await digests.stop(turn.session, turn.clock.now(), turn.speaker.person_id)
    return say(turn.words("weekly.stopped"))


async def wanted(turn: Turn) -> Reply:
    """Again every Monday."""
    if turn.speaker.person_id is None or turn.in_group:
        return private.only_private(turn)
    await digests.wanted(turn.session, turn.clock.now(), turn.speaker.person_id)
    return say(turn.words("weekly.wanted"))
