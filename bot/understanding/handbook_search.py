"""Which pages of the handbook a message means, by its words, its topic and the speaker's roles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

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
MAIN_TOPIC, OTHER_TOPIC, OWN_ROLE, WHOLE = 5.0, 3.0, 2.0, 8.0


@dataclass(frozen=True)
class Found:
    """Pages that may be meant, best first; `clear` where the first is surely meant.

    `meant`: the word that was read for another one ("" where all was read as typed).
    """

    pages: tuple[Page, ...]
    clear: bool = False
    meant: str = ""


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
    folded = fold(_core(said))
    matches = sorted((_match(word, said, folded) for word in _words_of(page)), reverse=True)
    score = matches[0] + 0.2 * min(sum(matches[1:]), 10.0)
    if topic is not None and topic in page.topics:
        score += MAIN_TOPIC if page.topics[0] == topic else OTHER_TOPIC
    return score + OWN_ROLE if score >= ENOUGH - OWN_ROLE and roles & set(page.roles) else score


@dataclass(frozen=True)
class _Word:
    """A page's word, squashed; `core` is what of it may be mistyped, `folded` the same in a coarse spelling."""

    said: str
    core: str
    folded: str


def _match(word: _Word, said: str, folded_said: str) -> float:
    """A word's weight where the message holds it: its length, less where it is mistyped, more where it is all."""
    if word.said == said:
        return len(word.said) + WHOLE
    if word.said in said:
        return float(len(word.said))
    if len(word.core) < LONG_ENOUGH or len(folded_said) < len(word.folded):
        return 0.0
    if word.folded in folded_said:
        return 0.95 * len(word.core)
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(word.folded, folded_said, score_cutoff=LIKE)
    if found is None or found.dest_end - found.dest_start < len(word.folded) - 1:
        return 0.0
    return 0.9 * len(word.core) * found.score / 100


def _core(word: str) -> str:
    """The word without "fund", which stands in half of all questions and makes different words look alike."""
    for common in words("handbook", "common"):
        word = word.replace(common, "")
    return word


@cache
def _words_of(page: Page) -> tuple[_Word, ...]:
    squashed = {squash(word): _core(squash(word)) for word in (*page.keywords, page.label, page.title)}
    return tuple(_Word(said, core, fold(core)) for said, core in squashed.items())
