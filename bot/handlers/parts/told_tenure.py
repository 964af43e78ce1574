"""A day of joining told beside the day of an event ("born the 14th of July, I joined the 15th of January"; U11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import figures
from bot.handlers.context import Turn
from bot.handlers.parts.event import days, says
from bot.understanding.dates import first_date, read_dates
from bot.understanding.normalise import tidy


def joined(turn: Turn) -> date | None:
    """The day told after a word of joining, in this message or the one before our question; None without any."""
    kept, _ = days(turn.slots.get("joined"))
    if kept is not None:
        return kept
    text = tidy(turn.incoming.text)
    places = [text.find(word) for word in turn.words("event.joining").split("|") if word in text]
    span = first_date(text[min(places) :], turn.today) if places else None
    return span.first if span is not None and span.grain == "day" else None


def apart(turn: Turn, start: date) -> None:
    """Keeps the day of joining in the slots, and the event's own day where that of joining was read in its place."""
    kept = {"joined": start.isoformat()} | ({"kind": "birth"} if says(turn, "event.born") else {})
    turn.understood = replace(turn.understood, slots={**kept, **turn.slots})
    told, _ = days(turn.slots.get("date"))
    if told != start:
        return
    others = [span.first for span in read_dates(turn.incoming.text, turn.today) if span.grain == "day"]
    other = next((each for each in others if each is not None and each != start), None)
    slots = {name: value for name, value in turn.slots.items() if name != "date"}
    turn.understood = replace(turn.understood, slots={**slots, **({"date": other.isoformat()} if other else {})})


def line(turn: Turn, start: date, needed: int) -> str:
    """How many days lie between the told days, and whether they are enough; counted, not looked up."""
    words = turn.words
    _, event = days(turn.slots.get("date"))
    until = event or turn.today
    count = (until - start).days
    values = {"start": figures.day(words, start), "until": figures.day(words, until), "days": f"{count:,}"}
    key = "told_tenure.enough" if count >= needed else "told_tenure.short"
    return words(key, **values, needed=f"{needed:,}", left=f"{needed - count:,}")
