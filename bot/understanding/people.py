"""Whom a message is about: the relative named, if it is not the speaker himself."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.understanding.funds import read_funds
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise
from bot.understanding.numbers import either
from bot.understanding.tokens import tokenise


def read_who(text: str) -> str | None:
    """father, mother, spouse, child, grandchild ... of the first relative named; None for the speaker.

    A relative's word that only addresses somebody ("... mai luk"), belongs to an event ("khlot luk") or to the name of
    a place does not count.
    """
    plain = normalise(text)
    for span in read_funds(plain):
        plain = plain[: span.start] + " " * len(span.text) + plain[span.end :]
    plain = _compounds().sub(lambda match: " " * len(match[0]), plain)
    plain = _vocative().sub(r"\1", plain)
    inside = [(match.start(), _who()[match[0]]) for match in _named().finditer(plain)]
    whole = lexicon("relatives")["whole"]
    if any(word in plain for word in whole):
        place = 0
        for token in tokenise(plain):
            place = plain.find(token, place)
            if token in whole:
                inside.append((place, _who()[token]))
            place += len(token)
    return min(inside)[1] if inside else None


@lru_cache(maxsize=1)
def _who() -> dict[str, str]:
    return {str(word): who for who, listed in lexicon("relatives")["who"].items() for word in listed}


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    whole = lexicon("relatives")["whole"]
    return re.compile(either(word for word in _who() if word not in whole))


@lru_cache(maxsize=1)
def _compounds() -> re.Pattern[str]:
    # a word of relatives.yaml may itself begin with one of these ("luk khoei"): the longer one counts
    return re.compile(either(lexicon("people")["not_a_relative"]))


@lru_cache(maxsize=1)
def _vocative() -> re.Pattern[str]:
    table = lexicon("people")
    return re.compile(rf"({either(table['vocative_after'])}\s?){either(table['vocative'])}$")
