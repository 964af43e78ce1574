"""What a message tells of a fund's state: since when, why, and whether the teller is sure (domain.md U71, U72)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.understanding.dates import read_dates
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise
from bot.understanding.numbers import either
from bot.understanding.years import BUDDHIST_LEAD, read_years

REASONS = ("workers", "members", "money", "local", "disaster", "books", "other")
"""Kinds of reasons: only these are kept."""
TOLD_BEFORE = 16
"""Letters that may stand between "since" and its day."""


@dataclass(frozen=True)
class StateNews:
    """A state as told: new, active, weak, stopped, reviving or dissolved. `since`: ISO day, month or year."""

    status: str
    since: str | None = None
    reason: str | None = None
    suspected: bool = False


def read_state(text: str, today: date) -> StateNews | None:
    """What a message says of a fund's state; None where it says nothing of it."""
    status = read_status(text)
    if status is None:
        return None
    return StateNews(status, read_since(text, today), read_reason(text), is_suspected(text))


def read_status(text: str) -> str | None:
    """The state that a message tells: what it is to become, else what is said last, reasons left aside."""
    said = normalise(text).lower()
    told = [match.end() for match in _becomes().finditer(said)]
    for start in reversed(told):
        if (found := _statuses(said[start:])) and found[0][0] <= TOLD_BEFORE:
            return found[0][2]
    reason = _because().search(said)
    found = _statuses(said[: reason.start()]) if reason else []
    found = found or _statuses(said)
    return found[-1][2] if found else None


def is_suspected(text: str) -> bool:
    """Whether the teller says himself that he is not sure."""
    return _any("suspected").search(normalise(text)) is not None


def read_since(text: str, today: date) -> str | None:
    """The day, month or year from which something holds, ISO common era; None where none is told as such."""
    said = normalise(text)
    opened = [match.end() for match in _any("since").finditer(said)]
    spans = [span for span in read_dates(text, today, False) if span.value and span.grain in ("day", "month")]
    for span in spans:
        if any(0 <= span.start - end <= TOLD_BEFORE for end in opened) or span.start in opened:
            return span.value
    for year in read_years(text, today):
        if any(0 <= year.start - end <= TOLD_BEFORE for end in opened):
            return str(year.year - BUDDHIST_LEAD)
    months = [span for span in spans if span.grain == "month" and span.year_said]
    return months[0].value if len(months) == 1 and not months[0].counted else None


def read_reason(text: str) -> str | None:
    """The kind of reason that a message gives; "other" for one that is none of these; None where it gives none."""
    said = normalise(text)
    opened = _because().search(said)
    clause = said[opened.end() :] if opened else said
    found = reason_kind(clause)
    return found or ("other" if opened and clause.strip() else None)


def reason_kind(clause: str) -> str | None:
    """The kind of a reason that stands alone; None where the words are of no known kind."""
    said = normalise(clause)
    table = lexicon("fund_news")["reasons"]
    return next((kind for kind in table if re.search(either(table[kind]), said)), None)


def is_private(text: str) -> bool:
    """Whether words speak of somebody's health or name somebody: such words are not kept."""
    said = normalise(text)
    return _any("health").search(said) is not None or _any("titled").search(said) is not None


def without_health(text: str, instead: str) -> str:
    """The words with those of health replaced."""
    return re.sub(rf"(?:{_any('health').pattern})+", instead, text)


def becomes(text: str) -> bool:
    """Whether a message says what the state is to become."""
    return _becomes().search(normalise(text)) is not None


def names_status(text: str) -> bool:
    """Whether a message is about the state without telling one."""
    return _any("names_status").search(normalise(text)) is not None


def without_status_word(text: str) -> str:
    """A message without the word "status", so that the name behind it stands at the beginning."""
    return _any("names_status").sub(" ", normalise(text)).strip()


def asks_state(text: str) -> bool:
    """Whether a message that names a state only asks for it."""
    said = normalise(text)
    return _any("asked").search(said) is not None and _any("wants_change").search(said) is None


def means_all(text: str) -> bool:
    """Whether a message is about all funds at once."""
    return _any("all_funds").search(normalise(text)) is not None


def tells_contacts(text: str) -> bool:
    """Whether a message is about who runs the fund, its phone or its place."""
    return _any("contacts").search(normalise(text)) is not None


def tells_matching(text: str) -> bool:
    """Whether a message is about matching money, and not only dates a figure by its last round."""
    said = _any("matched_then").sub(" ", normalise(text))
    return _any("matching").search(said) is not None


def _statuses(said: str) -> list[tuple[int, int, str]]:
    """Every state named, with where; of two that overlap the longer one."""
    found: list[tuple[int, int, str]] = []
    for status, pattern in _states():
        found += [(match.start(), match.end(), status) for match in pattern.finditer(said)]
    found.sort(key=lambda one: (one[0] - one[1], one[0]))
    kept: list[tuple[int, int, str]] = []
    for start, end, status in found:
        if all(end <= first or start >= last for first, last, _ in kept):
            kept.append((start, end, status))
    return sorted(kept)


@cache
def _states() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((status, re.compile(either(words))) for status, words in lexicon("fund_news")["state"].items())


@cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile(either(lexicon("fund_news")[name]))


def _because() -> re.Pattern[str]:
    return _any("because")


def _becomes() -> re.Pattern[str]:
    return _any("becomes")
