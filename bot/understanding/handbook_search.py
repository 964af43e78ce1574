"""Which page of the handbook a message means: the call, and the best pages for words, topic and role."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.understanding.forgiving import forgiving
from bot.understanding.handbook import Page, pages
from bot.understanding.lexicon import lexicon, words
from bot.understanding.normalise import fold, squash

ENOUGH = 3.0
"""Below this a page shares no word with the message that is worth showing it for."""
APART = 2.0
"""So far ahead of the next one a page is the one that is meant."""
NEAR = 4.0
"""Pages this close to the best are offered beside it."""
MOST = 6
LIKE = 82
"""From this likeness on (0 to 100) a word is the other one, mistyped."""
LONG_ENOUGH = 5
"""Shorter words have to be typed as they are: one stroke makes them another word."""
LONGEST = 60
"""A longer subject is a story that only begins with the call."""
MAIN_TOPIC, OTHER_TOPIC, OWN_ROLE, WHOLE = 5.0, 3.0, 2.0, 8.0


@dataclass(frozen=True)
class Found:
    """Pages that may be meant, best first; `clear` where the first is surely meant.

    `meant`: the word that was read for another one ("" where all was read as typed).
    """

    pages: tuple[Page, ...]
    clear: bool = False
    meant: str = ""


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


def find(text: str, roles: frozenset[str] = frozenset(), topic: str | None = None) -> Found:
    """The pages that `text`, a topic of the intent's slot and the speaker's roles point to."""
    said = squash(text)
    found = _ranked(said, roles, topic)
    if found.pages:
        return found
    for typed, meant in lexicon("handbook")["twins"].items():
        if squash(typed) in said and (again := _ranked(said.replace(squash(typed), meant), roles, topic)).pages:
            return Found(again.pages, again.clear, meant)
    return found


def _ranked(said: str, roles: frozenset[str], topic: str | None) -> Found:
    scored = [(_score(page, said, roles or frozenset({"member"}), topic), page) for page in pages()]
    good = sorted((pair for pair in scored if pair[0] >= ENOUGH), key=lambda pair: (-pair[0], pair[1].order))
    if not good:
        return Found(())
    best = good[0][0]
    clear = len(good) == 1 or best - good[1][0] >= APART
    return Found(tuple(page for score, page in good[:MOST] if best - score <= NEAR), clear)


def _score(page: Page, said: str, roles: frozenset[str], topic: str | None) -> float:
    """How much points to a page: its longest word in the message, a little for others, its topic, whom it is for."""
    matches = sorted((_match(word, said) for word in _words_of(page)), reverse=True)
    score = matches[0] + 0.2 * min(sum(matches[1:]), 10.0)
    if topic is not None and topic in page.topics:
        score += MAIN_TOPIC if page.topics[0] == topic else OTHER_TOPIC
    return score + OWN_ROLE if score >= ENOUGH - OWN_ROLE and roles & set(page.roles) else score


def _match(word: str, said: str) -> float:
    """A word's weight where the message holds it: its length, less where it is mistyped, more where it is all."""
    if word == said:
        return len(word) + WHOLE
    if word in said:
        return float(len(word))
    core, said = _core(word), _core(said)
    folded, folded_said = fold(core), fold(said)
    if len(core) < LONG_ENOUGH or len(folded_said) < len(folded):
        return 0.0
    if folded in folded_said:
        return 0.95 * len(core)
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(folded, folded_said, score_cutoff=LIKE)
    if found is None or found.dest_end - found.dest_start < len(folded) - 1:
        return 0.0
    return 0.9 * len(core) * found.score / 100


def _core(word: str) -> str:
    """The word without "fund", which stands in half of all questions and makes different words look alike."""
    for common in words("handbook", "common"):
        word = word.replace(common, "")
    return word


@cache
def _words_of(page: Page) -> tuple[str, ...]:
    return tuple({squash(word): None for word in (*page.keywords, page.label, page.title)})


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
