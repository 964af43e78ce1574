"""Fund and tambon names: as typed in a sentence, and matched against the names of an area."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import arabic, fold, normalise, tidy
from bot.understanding.numbers import either
from bot.understanding.tokens import tokenise

GOOD_ENOUGH = 70.0
"""The similarity (0..100) from which a fund is offered at all."""
_SHORTEST_BARE = 5
_LONGEST_NAME = 5
"""Words in a name."""


@dataclass(frozen=True)
class NameSpan:
    """A fund or tambon as typed, with the word that announced it."""

    start: int
    end: int
    text: str
    name: str


def read_funds(text: str) -> list[NameSpan]:
    """Every fund or tambon named in `text`; `text` of a span keeps the announcing word, `name` leaves it out."""
    typed = tidy(text)
    plain = arabic(typed)
    found: list[NameSpan] = []
    for match in _announced().finditer(plain):
        if found and match.start() < found[-1].end:
            continue
        body = plain[match.end() :]
        if match["fund"] and (not _place().match(body) or _never().match(body)):
            continue
        name = _name(body)
        if name:
            start = match.start("word") if match["word"] else match.start()
            end = match.end() + len(name)
            found.append(NameSpan(start, end, typed[start:end], name.strip()))
    return found


def read_bare_fund(text: str) -> NameSpan | None:
    """A place name without its announcing word, where only a fund can be meant: "Nong Nam Sai has sent its report"."""
    typed = tidy(text)
    match = _bare_place().search(arabic(typed))
    name = _name(typed[match.start("name") :]) if match else ""
    if match is None or len(name) < _SHORTEST_BARE:
        return None
    start, end = match.start("name"), match.start("name") + len(name)
    return NameSpan(start, end, name, name)


def match_fund(text: str, names: Iterable[str]) -> list[tuple[str, float]]:
    """The `names` that `text` may mean with their similarity 0..100, best first; spelling slips are forgiven.

    Announcing words (tambon, fund) are left out of the comparison on both sides.
    """
    from rapidfuzz import fuzz

    spans = read_funds(text)
    said = [_bare(span.name) for span in spans] or [_bare(text)]
    scored = []
    for name in names:
        key = _bare(name)
        best = max(_similarity(fuzz, one, key) for one in said)
        if best >= GOOD_ENOUGH:
            scored.append((name, round(best, 1)))
    return sorted(scored, key=lambda pair: -pair[1])


def _similarity(fuzz: object, said: str, key: str) -> float:
    if not said or not key:
        return 0.0
    whole = fuzz.ratio(said, key)  # type: ignore[attr-defined]
    if len(said) > len(key) and len(key) >= 4:
        # the name inside a longer answer
        return float(max(whole, fuzz.partial_ratio(said, key) - 3.0))  # type: ignore[attr-defined]
    return float(whole)


def _bare(text: str) -> str:
    plain = _announced().sub(" ", normalise(text))
    return re.sub(r"[\s.]+", "", fold(plain))


def _name(body: str) -> str:
    """The name at the beginning of a text: words until a space or a word that no name has."""
    taken = ""
    stop = _stops()
    for number, token in enumerate(tokenise(body.split(" ")[0])):
        if not re.match("[\u0e01-\u0e4e]", token) or number >= _LONGEST_NAME:
            break
        # "Phu", "Nong" and their like are half a name: whatever follows belongs to it
        if token in stop and not _place().fullmatch(taken):
            break
        taken += token
    return taken


@lru_cache(maxsize=1)
def _stops() -> frozenset[str]:
    return frozenset(str(word) for word in lexicon("funds")["stop"])


@lru_cache(maxsize=1)
def _announced() -> re.Pattern[str]:
    table = lexicon("funds")
    tambon, bodies, fund = either(table["tambon"]), either(table["bodies"]), either(table["fund"])
    here = rf"(?:{fund}\s?|(?<![\u0e01-\u0e4e]))(?P<word>{tambon})"
    return re.compile(rf"{here}|{bodies}(?=[\u0e01-\u0e44])|(?P<fund>{fund})")


@lru_cache(maxsize=1)
def _never() -> re.Pattern[str]:
    return re.compile(either(lexicon("funds")["never"]))


@lru_cache(maxsize=1)
def _bare_place() -> re.Pattern[str]:
    table = lexicon("funds")
    return re.compile(rf"(?:^|{either(table['bare_after'])}\s?)(?P<name>{either(table['bare_place'])})")


@lru_cache(maxsize=1)
def _place() -> re.Pattern[str]:
    return re.compile(either(lexicon("funds")["place"]))


def ends_name(word: str) -> bool:
    """Whether a name ends before this word."""
    return word in _stops()
