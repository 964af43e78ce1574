"""The call for the handbook ("khu mue", handbook, and a subject behind it), heard by its words alone."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.forgiving import forgiving
from bot.understanding.lexicon import lexicon, words
from bot.understanding.normalise import squash

LONGEST = 60
"""A longer subject is a story that only begins with the call."""


def handbook_call(text: str) -> str | None:
    """What follows the call for the handbook, squashed; "" for the call alone, None where the message is no call."""
    said = squash(text)
    if (match := _call().match(said)) is None or any(squash(word) in said for word in words("handbook", "not_about")):
        return None
    subject = said[match.end() :]
    if len(subject) > LONGEST:
        return None
    return "" if "" in _sayings(subject) else _between().sub("", subject)


def asks_for_all(subject: str) -> bool:
    """Whether the call's subject is the whole handbook."""
    return not _sayings(subject).isdisjoint(squash(word) for word in words("handbook", "all"))


def head_called(subject: str) -> str | None:
    """The head of the whole list ("member", "zone", …) that the call's subject names."""
    said = _sayings(subject)
    heads = lexicon("handbook")["heads"].items()
    return next((name for name, names in heads if not said.isdisjoint(squash(word) for word in names)), None)


def is_role_call(text: str) -> bool:
    """Whether somebody asks what he himself has to do or can do here."""
    return not _sayings(squash(text)).isdisjoint(squash(word) for word in words("handbook", "role_calls"))


def _sayings(said: str) -> set[str]:
    """A squashed saying as it is, and with one polite word after another taken off its end."""
    found = {said}
    while (shorter := _behind().sub("", said)) != said:
        found.add(said := shorter)
    return found


@cache
def _call() -> re.Pattern[str]:
    before = "|".join(re.escape(squash(word)) for word in words("handbook", "before"))
    return re.compile(f"(?:{before})*{forgiving(words('handbook', 'calls'))}")


@cache
def _between() -> re.Pattern[str]:
    return re.compile(f"^(?:{'|'.join(re.escape(squash(word)) for word in words('handbook', 'between'))})(?=.)")


@cache
def _behind() -> re.Pattern[str]:
    polite = [word for word in (squash(str(word)) for word in lexicon("dialog")["around"]) if word]
    tails = sorted({*polite, *(squash(word) for word in words("handbook", "behind"))}, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, tails))})$")
