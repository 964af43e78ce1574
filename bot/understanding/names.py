"""A person named by title and name: `nong Naen`, `khun Somsri`."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.understanding.funds import ends_name
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import arabic, tidy
from bot.understanding.numbers import either
from bot.understanding.tokens import dictionary, own_words, tokenise

_LONGEST = 3
_NICKNAME = 4
"""Letters of the longest nickname."""


def read_person(text: str) -> str | None:
    """The first person named, as typed, title included; None when nobody is.

    A title alone names nobody, and a title before an ordinary word (nong bot) neither.
    """
    typed = tidy(text)
    for match in _title().finditer(arabic(typed)):
        name = _name(typed[match.end() :], nickname=match[0] in lexicon("people")["nickname_title"])
        if name:
            return typed[match.start() : match.end()] + name
    return None


def _name(rest: str, *, nickname: bool) -> str:
    taken = ""
    for token in tokenise(rest.split(" ")[0])[:_LONGEST]:
        if ends_name(token) or token in _no_names() or not re.match("[\u0e01-\u0e44]", token):
            break
        ordinary = token in dictionary() and token not in _given_names()
        # a nickname is short and often an ordinary word; only the first word can be one
        if ordinary and (taken or not nickname or len(token) > _NICKNAME):
            break
        taken += token
    return _longest_given(rest) or taken


def _longest_given(rest: str) -> str:
    """The longest given name at the beginning; the tokenizer may have cut it in two."""
    word = rest.split(" ")[0]
    return next((word[:end] for end in range(min(len(word), 12), 3, -1) if word[:end] in _given_names()), "")


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    relatives = (word for listed in lexicon("relatives")["who"].values() for word in listed)
    return own_words() | {str(word) for word in (*lexicon("people")["never_name"], *relatives)}


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    from pythainlp.corpus import thai_female_names, thai_male_names

    return frozenset(thai_female_names()) | frozenset(thai_male_names())


@lru_cache(maxsize=1)
def _title() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\u0e01-\u0e4e]){either(lexicon('people')['title'])}|{either(lexicon('people')['clear_title'])}"
    )
