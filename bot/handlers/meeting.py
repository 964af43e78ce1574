"""meeting.log: the meeting form, begun with all that the message tells."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.handlers import forms
from bot.handlers.context import Turn
from bot.handlers.talk import later
from bot.services import areas, authority
from bot.services.authority import Deed
from bot.understanding.meetings import read_zones
from bot.understanding.normalise import squash


async def handle(turn: Turn) -> Reply:
    """Begins the log; a zone that is not the speaker's own is said to be so before anything is typed for nothing."""
    if not turn.speaker.roles and not turn.in_group:
        return await later(turn)
    if (other := await _elsewhere(turn)) is not None:
        return say(turn.words("form.meeting.elsewhere", zone=other))
    return await forms.start(turn, "meeting")


async def _elsewhere(turn: Turn) -> str | None:
    """The zone of others that the message says met, None where it names none or one of the speaker's own."""
    said = [squash(name) for name in read_zones(turn.incoming.text)]
    if not said:
        return None
    scope = await authority.scope(turn.session, turn.speaker, Deed.MEETING)
    if not scope:
        return None  # who only looks on is told so, whichever zone it was
    own = {zone.id for zone in scope.zones}
    named = [zone for zone in await areas.zones(turn.session) if _is_named(squash(zone.name), said)]
    others = [zone.name for zone in named if zone.id not in own]
    return others[0] if others and len(others) == len(named) else None


def _is_named(zone: str, said: list[str]) -> bool:
    return any(name and zone.endswith(name) for name in said)
