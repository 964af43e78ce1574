"""reminder.snooze: "tomorrow at eight", "in three days": no reminder before, then one (intents.md)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot import figures
from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers import talk
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.reminders import hours
from bot.services import nudges
from bot.understanding.deadline_words import says_next_week

INTENT = "reminder.snooze"
MORNING = time(9)
LONGEST = timedelta(days=31)


async def handle(turn: Turn) -> Reply:
    """Keeps the wish and says the moment back; without a moment, asks for one by taps."""
    words, person_id = turn.words, turn.speaker.person_id
    if not turn.speaker.roles and not turn.in_group:
        return await talk.later(turn)
    if turn.in_group or person_id is None:
        return private.only_private(turn, "snooze.private")
    until = moment(turn)
    if until is None:
        return say(words("snooze.when"), choices=_taps(turn))
    if until - turn.clock.now() > LONGEST:
        return say(words("snooze.too_long"), choices=_taps(turn))
    await nudges.snooze(turn.session, turn.clock.now(), person_id, until)
    return say(words("snooze.kept", moment=figures.moment(words, until.astimezone(turn.clock.zone))))


def moment(turn: Turn) -> datetime | None:
    """The moment that the words tell, moved to an hour at which reminders are sent; None where they tell none."""
    now, slots = turn.clock.now().astimezone(turn.clock.zone), turn.slots
    told = _clock(slots.get("time"))
    if isinstance(slots.get("hours"), int):
        found = now + timedelta(hours=int(slots["hours"]))
    elif (day := _day(turn, now.date())) is not None:
        found = datetime.combine(day, told or MORNING, turn.clock.zone)
    elif told is not None:
        found = datetime.combine(now.date(), told, turn.clock.zone)
        found = found if found > now else found + timedelta(days=1)
    else:
        return None
    return hours.opening(found, turn.clock.zone) if found > now else None


def _day(turn: Turn, today: date) -> date | None:
    slots = turn.slots
    if says_next_week(turn.incoming.text):
        return today + timedelta(days=7 - today.weekday())
    days, weeks = slots.get("days"), slots.get("weeks")
    if isinstance(days, int) or isinstance(weeks, int):
        return today + timedelta(days=int(days or 0) + 7 * int(weeks or 0))
    try:
        return date.fromisoformat(str(slots.get("date", ""))[:10])
    except ValueError:
        return None


def _clock(value: object) -> time | None:
    try:
        return time.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _taps(turn: Turn) -> tuple[Choice, ...]:
    return tuple(
        Choice(label, Press(pack("ask", INTENT, days=days), said=label))
        for days in (1, 3, 7)
        if (label := turn.words.of("snooze.tap", str(days)))
    )
