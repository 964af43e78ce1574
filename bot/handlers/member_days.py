"""Counting days of membership: how many there are, and on which day so many are full (domain.md U48, U49)."""

from __future__ import annotations

from datetime import date, timedelta

from bot import figures
from bot.chat import Card, Reply, Row, Section
from bot.handlers.context import Turn
from bot.handlers.parts import event, private
from bot.handlers.parts.slots import whole
from bot.handlers.parts.yours import yours

INTENT = "member.days"
USUAL = 180
"""The waiting time that every demo rulebook counts first; only the count is told, never a right to anything."""
LONGEST = 36_500


async def handle(turn: Turn) -> Reply:
    """From a told day by plain counting, whoever asks; else from the speaker's own register line, in 1:1 only."""
    start, _ = event.days(turn.slots.get("date"))
    asked = _days(turn)
    if start is not None and start <= turn.today:
        return Reply((_count(turn, start, asked or USUAL),))
    if turn.in_group:
        return private.only_private(turn)
    found = await yours(turn, INTENT)
    if isinstance(found, Reply):
        return found
    joined = found.line.membership.joined
    foot = turn.words("status.foot", date=figures.day(turn.words, found.line.as_of))
    if joined is None:
        return Reply((Card(turn.words("days.title"), "", (_rows(turn.words("register_lacks.joined")),), foot),))
    return Reply((_own(turn, joined, asked, foot),))


def _days(turn: Turn) -> int | None:
    found = whole(turn.slots.get("days"))
    return found if found and found <= LONGEST else None


def _count(turn: Turn, start: date, days: int) -> Card:
    """When so many days from a told day are full, with the arithmetic."""
    words, full = turn.words, start + timedelta(days=days)
    lines = [words("days.reckoned", start=figures.day(words, start), days=f"{days:,}", date=figures.day(words, full))]
    lines.append(_distance(turn, full))
    return Card(
        words("days.full_title", days=f"{days:,}"),
        figures.day(words, full),
        (_rows(*lines),),
        words("days.foot"),
    )


def _own(turn: Turn, joined: date, days: int | None, foot: str) -> Card:
    words, since = turn.words, (turn.today - joined).days
    length = figures.length(words, joined, turn.today)
    lines = [words("days.since", date=figures.day(words, joined), time=length)]
    if days is not None:
        full = joined + timedelta(days=days)
        lines += [words("days.full", days=f"{days:,}", date=figures.day(words, full)), _distance(turn, full)]
    return Card(words("days.title"), figures.count(words, "day", max(since, 0)), (_rows(*lines),), foot)


def _distance(turn: Turn, full: date) -> str:
    left = (full - turn.today).days
    return turn.words("days.left", days=f"{left:,}") if left > 0 else turn.words("days.reached")


def _rows(*lines: str) -> Section:
    return Section(tuple(Row(line) for line in lines))
