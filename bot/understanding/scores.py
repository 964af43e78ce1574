"""Points given to numbered questions in free words: "question 1 gets 3, question 2 gets 4, question 5 skip". Pure."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise, squash
from bot.understanding.numbers import either, number_pattern, number_value
from bot.understanding.quantities import read_whole

MOST_IN_A_ROW = 40


def read_scores(text: str) -> dict[str, int | None]:
    """Question number as written ("3", "9.1") → points, None where it is left open; "questions 1 to 3 get 4" are three.

    Only questions that are named as such count; a number alone is no score.
    """
    found: dict[str, int | None] = {}
    for match in _scored().finditer(normalise(text)):
        first, last = _number(match["question"] or match["skipped"]), _number(match["last"])
        if first is None:
            continue
        points = None if match["open"] or match["skipped"] else _number(match["points"])
        if points is not None and points != int(points):
            continue
        told = None if points is None else int(points)
        if last is None:
            found[_named(first)] = told
        elif 0 < last - first < MOST_IN_A_ROW:
            found |= {str(number): told for number in range(int(first), int(last) + 1)}
    return found


def names_questions(text: str) -> bool:
    """Whether a message names any question by number, with points or without."""
    return _question().search(normalise(text)) is not None


def read_points(text: str) -> int | None:
    """The points of an answer that is hardly more than a number; None where it names questions or tells no number."""
    return None if names_questions(text) else read_whole(text)


def wants_later(text: str) -> bool:
    """Whether the whole message keeps what there is and answers the rest another day."""
    return _is(text, "later")


def goes_on(text: str) -> bool:
    """Whether the whole message asks to answer what is still open."""
    return _is(text, "go_on")


def _is(text: str, kind: str) -> bool:
    said = squash(text)
    return any(said.startswith(word) and len(said) - len(word) <= _LEFT for word in _words(kind))


_LEFT = 6
"""Letters of particles that may stand behind such an answer."""


def _number(text: str | None) -> float | None:
    try:
        return number_value(text) if text else None
    except ValueError:
        return None


def _named(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:g}"


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(squash(str(word)) for word in lexicon("scores")[kind])


@cache
def _question() -> re.Pattern[str]:
    return re.compile(rf"{either(lexicon('scores')['question'])}\s*{number_pattern()}")


@cache
def _scored() -> re.Pattern[str]:
    table, number = lexicon("scores"), number_pattern()
    question, left_open = either(table["question"]), either(table["left_open"])
    behind = rf"(?:\s*{either(table['gives'])})*\s*"
    span = rf"(?:\s*{either(table['to'])}\s*(?:{question}\s*)?(?P<last>{number}))?"
    points = rf"(?P<points>{number})(?!\d|\.\d|{either(table['not_points'])})"
    scored = rf"{question}\s*(?P<question>{number}){span}{behind}(?:{points}|(?P<open>{left_open}))"
    return re.compile(rf"{left_open}\s*{question}\s*(?P<skipped>{number})|{scored}")
