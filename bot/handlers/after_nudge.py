"""What somebody says right after a reminder is about it: "done", "tomorrow at eight", "I shall send it on Friday"."""

from __future__ import annotations

from bot.chat import Kind, Reply
from bot.handlers import outside, report_submit, snooze
from bot.handlers.context import Turn
from bot.handlers.parts.hearing import hears
from bot.services import nudges

SHORT = 60
"""Letters of a message that answers and tells no story."""
TIMES = frozenset({"time", "hours", "days"})


async def order(turn: Turn) -> Reply | None:
    """The reply to "done" and to a promise, for whoever was reminded of late; None for all others."""
    incoming = turn.incoming
    if not turn.speaker.roles or turn.in_group or incoming.kind not in (Kind.TEXT, Kind.EDITED):
        return None
    if turn.memory.pending is not None or not incoming.text or len(incoming.text) > SHORT:
        return None
    done, will = hears(turn, "nudge.done"), hears(turn, "nudge.will")
    if not (done or will):
        return None
    person_id, now = turn.speaker.person_id, turn.clock.now()
    if done and await nudges.last_told(turn.session, person_id, now):
        return await report_submit.sent(turn)
    if will and snooze.moment(turn) is not None and await nudges.was_told(turn.session, person_id, now):
        return await snooze.handle(turn)
    return None


async def bare(turn: Turn) -> Reply:
    """A bare "tomorrow at eight"; everything else that nobody understood is outside our business."""
    told = turn.slots.keys() & TIMES and len(turn.incoming.text) <= SHORT and turn.speaker.roles and not turn.in_group
    if told and await nudges.was_told(turn.session, turn.speaker.person_id, turn.clock.now()):
        return await snooze.handle(turn)
    return await outside.handle(turn)
