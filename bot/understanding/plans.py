"""What a message tells of an action plan: topic, activity, who, until when, for how much. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from bot.understanding.dates import read_dates
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import arabic, squash, tidy
from bot.understanding.numbers import either, find_numbers, number_pattern, number_value

TOPICS = 6
NEAR = 3
"""Letters between "until" and its day."""
SHORTEST = 4
"""Letters of an activity."""


@dataclass(frozen=True)
class Told:
    """One activity as written: its topic (1 to 6) if it is told, and the words that are left for the activity.

    `head` is what stands before the activity: only there a place says whose plan it is.
    """

    topic: int | None
    activity: str | None
    head: str = ""


@dataclass(frozen=True)
class Clauses:
    """What an activity's words say besides: who, until which day, for how much (satang); `rest` is the activity."""

    rest: str
    owner: str | None = None
    due: date | None = None
    budget_satang: int | None = None


def read_item(line: str, places: Iterable[str] = ()) -> Told | None:
    """The activity of a line that opens with "plan ..."; None for every other line. `places`: names of areas."""
    plain = arabic(tidy(line))
    opened = _opening().match(plain)
    if opened is None:
        return None
    rest, topic = plain[opened.end() :], None
    here = tuple(name for name in places if name in plain)  # a whole country's names would be a slow pattern
    skip = re.compile(rf"\s*(?:{_names(here)}|(?P<topic>{_topic().pattern})|{either(_table('joins'))})\s*")
    while (match := skip.match(rest)) is not None and match.end():
        topic = int(match["n"]) if match["topic"] and topic is None else topic
        rest = rest[match.end() :]
    activity = _cleaned(rest)
    head = plain[: len(plain) - len(rest)]
    return Told(topic or (read_topic_words(rest) if activity else None), activity, head)


def before_topic(text: str) -> str:
    """What stands before the topic's number, all of the text where it names none."""
    plain = arabic(tidy(text))
    found = _topic().search(plain)
    return plain[: found.start()] if found else plain


def read_lines(text: str) -> list[str]:
    """The pieces of a message that may each be an activity: its lines, and what opens anew with "plan, topic 2"."""
    found: list[str] = []
    for line in text.splitlines():
        plain = arabic(tidy(line))
        starts = [match.start() for match in _anew().finditer(plain)]
        cuts = [0, *starts[1:], len(plain)]
        found += [piece for start, end in pairwise(cuts) if (piece := plain[start:end].strip())]
    return found


def read_topic(text: str) -> int | None:
    """The topic of an answer: its number, or the words by which it is known."""
    found = _topic().search(arabic(tidy(text)))
    if found is not None:
        return int(found["n"])
    numbers = find_numbers(arabic(tidy(text)))
    if len(numbers) == 1 and 1 <= numbers[0].value <= TOPICS and numbers[0].value == numbers[0].whole:
        return numbers[0].whole
    return read_topic_words(text)


def named_topic(text: str) -> int | None:
    """The topic that a text names by number ("topic 5"); a number alone is none."""
    found = _topic().search(arabic(tidy(text)))
    return int(found["n"]) if found else None


def read_topic_words(text: str) -> int | None:
    """The topic whose words stand in a text; the longest words win."""
    said = squash(text)
    found = [(len(word), topic) for topic, words in _topics() for word in words if word in said]
    return max(found)[1] if found else None


def read_clauses(text: str, today: date) -> Clauses:
    """Takes owner, day and budget out of an activity's words, wherever they stand."""
    plain = tidy(text)
    spans: list[tuple[int, int]] = []
    budget, due, owner = _budget(plain, spans), _due(plain, today, spans), None
    match = _word("owner").search(plain)
    if match is not None and all(not start <= match.start() < end for start, end in spans):
        end = min([start for start, _ in spans if start > match.end()], default=len(plain))
        owner = plain[match.end() : end].strip(" :,-") or None
        spans.append((match.start(), end))
    rest = plain
    for start, end in sorted(spans, reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    return Clauses(" ".join(rest.split()).strip(" ,"), owner, due, budget)


def _budget(plain: str, spans: list[tuple[int, int]]) -> int | None:
    match = _money().search(plain)
    if match is None:
        return None
    spans.append(match.span())
    return round(number_value(arabic(match["sum"])) * 100)


def _due(plain: str, today: date, spans: list[tuple[int, int]]) -> date | None:
    """The last day of what stands right behind "until"; a month means its end."""
    dates = [span for span in read_dates(plain, today, True) if span.grain in ("day", "range", "month")]
    for match in _word("due").finditer(plain):
        near = next((span for span in dates if 0 <= span.start - match.end() <= NEAR), None)
        if near is not None and near.last is not None:
            spans.append((_opened(plain, match.start()), near.end))
            return near.last
    return None


def _opened(plain: str, start: int) -> int:
    """Where a run of words of "until" begins: "set to be finished by"."""
    for match in _until().finditer(plain):
        if match.start() <= start < match.end():
            return match.start()
    return start


def _cleaned(rest: str) -> str | None:
    left = squash(rest)
    for word in sorted(_fillers(), key=len, reverse=True):
        left = left.replace(word, "")
    return rest.strip(" :,-") if len(left) >= SHORTEST else None


def _table(name: str) -> list[str]:
    return [str(word) for word in lexicon("plans")[name]]


@cache
def _opening() -> re.Pattern[str]:
    verbs, please = either(_table("verbs")), either(_table("please"))
    return re.compile(rf"\s*(?:{please}\s*)*(?:{verbs}\s*)*{either(_table('plan'))}")


@cache
def _anew() -> re.Pattern[str]:
    return re.compile(rf"{either(_table('plan'))}\s*{_topic().pattern}")


@cache
def _topic() -> re.Pattern[str]:
    return re.compile(rf"{either(_table('topic_number'))}\s*(?P<n>[1-{TOPICS}])(?!\d|\.\d)")


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"{either(_table(name))}\s*")


@cache
def _until() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(_table('due'))}\s*)+")


@cache
def _money() -> re.Pattern[str]:
    unit = either(lexicon("plans")["baht"])
    return re.compile(rf"{either(_table('budget'))}\s*(?P<sum>{number_pattern()})\s*{unit}?")


@cache
def _names(places: tuple[str, ...]) -> str:
    names = either([re.escape(name) for name in places]) if places else "(?!)"
    return rf"(?:{either(_table('announce'))}\s*)?{names}"


@cache
def _topics() -> tuple[tuple[int, tuple[str, ...]], ...]:
    table = lexicon("plans")["topics"]
    return tuple((int(topic), tuple(squash(str(word)) for word in words)) for topic, words in table.items())


@cache
def _fillers() -> tuple[str, ...]:
    return tuple(squash(word) for word in _table("fillers") if squash(word))
