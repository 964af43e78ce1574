"""Which benefit a text is about."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.understanding.forgiving import forgiving
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import fold, normalise
from bot.understanding.numbers import either

KINDS = (
    "birth",
    "hospital",
    "death",
    "elderly",
    "education",
    "disaster",
    "tradition",
    "disability",
    "housing",
    "debt",
    "other",
)
_STRONG, _WEAK = 2, 1
_PLAIN = re.compile("[\u0e01-\u0e4e]+")


def read_kind(text: str) -> str | None:
    """The benefit kind a text names or describes; None when it names none.

    A benefit asked for by name beats the events told beside it; among events the order of kinds.yaml decides.
    """
    ranked = rank_kinds(text)
    return ranked[0] if ranked else None


def rank_kinds(text: str) -> list[str]:
    """Every kind a text speaks of, the likeliest first."""
    plain = _never().sub(" ", normalise(text).lower())
    asked = [kind for kind, pattern in _patterns("asked").items() if pattern.search(plain)]
    weight: dict[str, int] = {}
    for key, points in (("strong", _STRONG), ("weak", _WEAK)):
        for kind, pattern in _patterns(key).items():
            if pattern.search(plain):
                weight[kind] = max(weight.get(kind, 0), points)
    if not weight:
        # misspelt: the plain words once more, tones and vowel length aside
        folded = fold(plain)
        weight = {kind: _WEAK for kind, words in _folded().items() if any(word in folded for word in words)}
    order = lexicon("kinds")["order"]
    told = sorted(weight, key=lambda kind: (-weight[kind], order.index(kind)))
    return asked + [kind for kind in told if kind not in asked]


@lru_cache(maxsize=3)
def _patterns(key: str) -> dict[str, re.Pattern[str]]:
    return {str(kind): re.compile(forgiving(forms)) for kind, forms in lexicon("kinds")[key].items()}


@lru_cache(maxsize=1)
def _folded() -> dict[str, tuple[str, ...]]:
    """The strong words that are plain words, folded; short ones would be found everywhere."""
    return {
        str(kind): tuple(fold(form) for form in forms if _PLAIN.fullmatch(form) and len(fold(form)) > 3)
        for kind, forms in lexicon("kinds")["strong"].items()
    }


@lru_cache(maxsize=1)
def _never() -> re.Pattern[str]:
    return re.compile(either(lexicon("kinds")["never"]))
