"""Needs that are heard by their words alone: the patterns of lexicon/hearing.yaml."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise, squash
from bot.understanding.numbers import either


def hears(text: str, name: str) -> bool:
    """Whether a message fits the pattern `name`; raises KeyError for a name that hearing.yaml has not."""
    return said_fits(squash(text), name)


def said_fits(said: str, name: str) -> bool:
    """The same for a text that is squashed already, for whoever asks after many names."""
    return any(
        all(any(word in said for word in words) for words in wanted) and not any(word in said for word in unwanted)
        for wanted, unwanted in _alternatives(name)
    )


def asks(text: str) -> bool:
    """Whether a message has a word of asking in it."""
    return _asking().search(normalise(text)) is not None


@cache
def _asking() -> re.Pattern[str]:
    return re.compile(either(lexicon("register")["asking"]))


@cache
def _alternatives(name: str) -> tuple[tuple[tuple[tuple[str, ...], ...], tuple[str, ...]], ...]:
    return tuple(
        (tuple(_squashed(words) for words in one["all"]), _squashed(one.get("none", ())))
        for one in lexicon("hearing")[name]
    )


def _squashed(words: list[object]) -> tuple[str, ...]:
    return tuple(squash(str(word)) for word in words)


@cache
def illnesses() -> tuple[str, ...]:
    """Names of illnesses that are not kept (domain.md U118), longer ones first."""
    return tuple(sorted((str(word) for word in lexicon("illnesses")["names"]), key=len, reverse=True))
