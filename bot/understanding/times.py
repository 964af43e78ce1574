"""Thai clock times: `si mong yen` is 16:00, `bai sam khrueng` 15:30, `song thum` 20:00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import arabic, tidy
from bot.understanding.numbers import either, number_value


@dataclass(frozen=True)
class TimeSpan:
    """A time of day in a text, as typed and as HH:MM."""

    start: int
    end: int
    text: str
    value: str


def read_times(text: str) -> list[TimeSpan]:
    """Every time of day in `text`, left to right."""
    typed = tidy(text)
    plain = arabic(typed)
    found: list[TimeSpan] = []
    for name, pattern in _patterns().items():
        for match in pattern.finditer(plain):
            minutes = _minutes(name, match)
            start, end = match.span()
            if minutes is None or any(start < span.end and span.start < end for span in found):
                continue
            found.append(TimeSpan(start, end, typed[start:end].strip(), f"{minutes // 60:02d}:{minutes % 60:02d}"))
    return sorted(found, key=lambda span: span.start)


def _minutes(name: str, match: re.Match[str]) -> int | None:
    """Minutes after midnight; None for an hour that does not exist."""
    if name == "digital":
        hour, minute = int(match[1]), int(match[2])
        return hour * 60 + minute if hour < 24 and minute < 60 else None
    if name in ("noon", "midnight"):
        return (12 if name == "noon" else 0) * 60 + (30 if match["half"] else 0)
    count = _hour(match["hour"])
    if count is None:
        return None
    on_dial = _on_the_dial(name, count)
    if on_dial is None:
        return None
    extra = 30 if match["half"] else int(match["minute"]) if match["minute"] else 0
    return on_dial * 60 + extra if extra < 60 else None


def _hour(word: str | None) -> int | None:
    if not word:
        return 1
    try:
        return int(number_value(word))
    except ValueError:
        return None


def _on_the_dial(name: str, count: int) -> int | None:
    """The hour 0..23 of a Thai hour; a bare `mong` from one to five is the afternoon, from six the morning."""
    if name == "evening":
        return count + 12 if 3 <= count <= 6 else None
    if name == "afternoon":
        return count + 12 if 1 <= count <= 5 else None
    if name == "night":
        return count + 18 if 1 <= count <= 5 else None
    if name == "small_hours":
        return count if 1 <= count <= 5 else None
    if name == "morning":
        return count + 6 if count < 6 else count if count <= 12 else None
    return count + 12 if 1 <= count <= 5 else count if 6 <= count <= 18 else None


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    table = lexicon("times")
    digits = lexicon("numbers")["digits"]
    ten = str(next(word for word, value in lexicon("numbers")["units"].items() if value == 10))
    word = rf"(?:\d{{1,2}}|{ten}(?:{either(digits)})?|{either(digits)})"
    half = rf"(?:\s?(?P<half>{either(table['half'])})|\s?(?P<minute>\d{{2}})(?!\d))?"
    mong = either(table["o_clock"])
    clock = table["clock"]
    morning = next(str(form) for form in table["morning"] if str(form) not in table["o_clock"])
    return {
        "digital": re.compile(
            rf"(?<![\d.:/])([0-2]?\d)(?:[.](?=\d\d\s?(?:{clock}))|:)([0-5]\d)(?![\d:])(?:\s?(?:{clock}))?"
        ),
        "evening": re.compile(rf"(?P<hour>{word})\s?{either(table['evening'])}{half}"),
        "morning": re.compile(rf"(?P<hour>{word})\s?{morning}{half}"),
        "afternoon": re.compile(rf"{either(table['afternoon'])}\s?(?:(?P<hour>{word})(?:\s?{mong})?|{mong}){half}"),
        "night": re.compile(rf"(?P<hour>{word})\s?{either(table['night'])}{half}"),
        "small_hours": re.compile(rf"{either(table['small_hours'])}\s?(?P<hour>{word}){half}"),
        "o_clock": re.compile(rf"(?P<hour>{word})\s?{mong}{half}"),
        "midnight": re.compile(rf"{either(table['midnight'])}(?P<half>{either(table['half'])})?"),
        "noon": re.compile(rf"{either(table['noon'])}(?P<half>{either(table['half'])})?"),
    }
