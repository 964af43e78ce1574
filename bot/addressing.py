"""Whether a message in a group is meant for us. Pure: the door asks it before anything is stored, the turn again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import yaml

from bot.chat import Incoming, Kind
from bot.words import LOCALES

ALWAYS_OURS = frozenset({Kind.PRESS, Kind.PICK, Kind.JOIN, Kind.LEAVE, Kind.UNSENT, Kind.MOVED})
"""Our own buttons, our coming and going, and the wish that a message be forgotten."""
NEVER_OURS = frozenset({Kind.MEMBERS_JOINED, Kind.FOLLOW, Kind.UNFOLLOW, Kind.OTHER})
WORDS = frozenset({Kind.TEXT, Kind.EDITED})

_BEFORE = r"^[\s\u200b-\u200f\ufeff\"'\u201c\u201d(@\uff20#/!.,]*"
_AFTER = r"[\s\u200b-\u200f\ufeff,:;!.?)\"'\u201d\uff1a-]*"
_SPLITS_SYLLABLE = "[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]"
"""Thai vowels and marks that belong to the letter before: a word ends in front of none of them."""


@cache
def load_call_words(language: str = "th") -> tuple[str, ...]:
    """The words by which people call the bot, from lexicon/calls.yaml."""
    with (LOCALES / language / "lexicon" / "calls.yaml").open(encoding="utf-8") as file:
        return tuple(str(word) for word in yaml.safe_load(file)["calls"])


def addressed(incoming: Incoming, *, awaits_answer: bool, quotes_us: bool, call_words: Sequence[str]) -> bool:
    """Whether `incoming` speaks to us: 1:1, mention, call word first, quote of ours, our button, awaited answer.

    `awaits_answer`: we asked this person something in this chat. A message that names somebody else is not the answer.
    """
    if not incoming.chat.is_group or incoming.kind in ALWAYS_OURS:
        return True
    if incoming.kind in NEVER_OURS:
        return False
    if incoming.mentions_bot or quotes_us:
        return True
    if incoming.kind in WORDS and calls(incoming.text, call_words):
        return True
    return awaits_answer and not incoming.mentions_others


def calls(text: str, call_words: Sequence[str]) -> bool:
    """Whether the text begins with one of the call words, or has one behind an @ anywhere."""
    words = tuple(call_words)
    return _call(words).match(text) is not None or _at(words).search(text) is not None


def strip_call(text: str, call_words: Sequence[str]) -> str:
    """The text without the call word it begins with, or the one behind an @; empty where it said nothing else."""
    words = tuple(call_words)
    return _at(words).sub(" ", _call(words).sub("", text, count=1)).strip()


def called_at(text: str, call_words: Sequence[str]) -> str | None:
    """The first call word behind an @, with the @, as it was typed; None where there is none."""
    found = _at(tuple(call_words)).search(text)
    return found[0].strip() if found else None


@cache
def _call(call_words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}{_either(call_words)}{_AFTER}", re.IGNORECASE)


@cache
def _at(call_words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=\s))[@\uff20]{_either(call_words)}(?=\s|$)", re.IGNORECASE)


def _either(call_words: tuple[str, ...]) -> str:
    longest_first = sorted(call_words, key=len, reverse=True)
    either = "|".join(re.escape(word).replace(r"\ ", r"\s*") for word in longest_first)
    latin = r"(?![A-Za-z0-9])"
    return f"(?:{either}){latin}(?!{_SPLITS_SYLLABLE})"
