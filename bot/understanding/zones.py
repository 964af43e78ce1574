"""An area of the network in a message: a zone or province by its name, near enough for a slip of the finger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import squash
from bot.understanding.role_words import bare_area

NEAR = 74.0
"""How alike (0..100) what stands behind "zone" must be to a zone's name."""
STARTS_ALIKE = 80.0
"""For "zone Mueang" where the whole name is "Mueang Samut Sakhon"."""
SHORTEST_START = 4


@dataclass(frozen=True)
class AreaSpan:
    """A zone or a province that a message speaks of. `index` is its place among the names given; None: no such name.

    `typed` is what stands behind the word, empty where only the word itself was said ("the province").
    """

    kind: Literal["zone", "province"]
    index: int | None
    typed: str = ""


def read_area(text: str, zones: Sequence[str], provinces: Sequence[str]) -> AreaSpan | None:
    """The first zone or province that a text names; None where it names none, or every one ("each zone")."""
    said = squash(text)
    for kind, names in (("zone", zones), ("province", provinces)):
        for word in _words(kind):
            at = said.find(word)
            while at >= 0:
                found = _named(said, at, word, names)
                if found is not None and (found[0] is not None or found[1] or kind == "province"):
                    return AreaSpan("zone" if kind == "zone" else "province", *found)
                at = said.find(word, at + len(word))
    return None


def _named(said: str, at: int, word: str, names: Sequence[str]) -> tuple[int | None, str] | None:
    """The name behind the word: its index, or as typed where nobody has it; ("", None) for none; None for "each"."""
    if any(said[:at].endswith(before) for before in _words("every")):
        return None
    rest = said[at + len(word) :]
    scored = [(_likeness(bare_area(name), rest), index) for index, name in enumerate(names)]
    best = max(scored, default=(0.0, 0))
    if best[0] >= NEAR:
        return best[1], rest[: len(bare_area(names[best[1]]))]
    if not rest or any(rest.startswith(each) for each in _words("no_name")) or rest[0].isdigit():
        return None, ""
    return None, rest[:20]


def _likeness(name: str, rest: str) -> float:
    from rapidfuzz import fuzz

    if not name or not rest:
        return 0.0
    own = _cut(rest)
    if len(own) >= SHORTEST_START and name.startswith(own):
        return 100.0 if own == name else STARTS_ALIKE
    return max(float(fuzz.ratio(name, rest[: len(name) + more])) for more in (-1, 0, 1) if len(name) + more > 0)


def _cut(rest: str) -> str:
    """What stands behind the word until a word that no name has."""
    ends = [at for word in _words("no_name") if (at := rest.find(word)) > 0]
    return rest[: min(ends, default=len(rest))]


def read_shape(text: str) -> str | None:
    """In which shape a list is wanted: xlsx, png or text; None where only "a file" is said, or nothing."""
    said = squash(text)
    return next(
        (shape for shape, words in lexicon("network")["shapes"].items() if any(squash(str(w)) in said for w in words)),
        None,
    )


@lru_cache(maxsize=8)
def _words(kind: str) -> tuple[str, ...]:
    return tuple(sorted({squash(str(word)) for word in lexicon("network")[kind]}, key=len, reverse=True))
