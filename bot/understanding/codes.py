"""A one-time code in a message, as people type it: any case, spaces, hyphens, Thai digits."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import arabic, squash
from bot.understanding.numbers import either

_NOT_CODE = re.compile(r"[^A-Z0-9]")
_GAP = "[\\s._\u00ad\u200b-\u200d\u2010-\u2015\u2212-]*"
# letters together, in two groups with a hyphen, or spelt one by one with a gap between
_LETTERS = "(?:[A-Za-z]{3,8}|[A-Za-z]{2,4}-[A-Za-z]{2,4}|[A-Za-z](?:[ .-][A-Za-z]){2,7})"
_SHAPE = rf"{_LETTERS}{_GAP}[0-9](?:{_GAP}[0-9]){{3,5}}"
_CODE = re.compile(rf"(?<![A-Za-z0-9]){_SHAPE}(?![A-Za-z0-9])")
_MOST_FIGURES = 8
"""More are a phone or an identity card."""
_LOOSE = re.compile(rf"[A-Za-z0-9](?:{_GAP}[A-Za-z0-9]){{3,11}}")


def normal_code(text: str) -> str:
    """The letters and digits of a code, upper case: what is hashed. "suan 7421" and "SUAN-7421" are one code."""
    return _NOT_CODE.sub("", _plain(text).upper())


def read_code(text: str) -> str | None:
    """The first code in a message (three to eight letters, then four to six digits), normalised; None without one."""
    found = _CODE.search(_plain(text))
    return normal_code(found[0]) if found else None


def bare_code(text: str) -> str | None:
    """The code of a message that is nothing else, "the code is" and polite words aside; None for all others."""
    plain = _plain(text)
    found = _CODE.search(plain)
    if found is None:
        return None
    return normal_code(found[0]) if _only_around(plain[: found.start()] + " " + plain[found.end() :]) else None


def typed_code(text: str) -> str | None:
    """What was typed where we asked for a code: 4 to 12 letters and digits, 1 to 8 of them digits."""
    if (code := read_code(text)) is not None:
        return code
    plain = _plain(text)
    found = _LOOSE.search(plain)
    if found is None or not _only_around(plain[: found.start()] + " " + plain[found.end() :]):
        return None
    code = normal_code(found[0])
    figures = sum(letter.isdigit() for letter in code)
    return code if 0 < figures <= _MOST_FIGURES else None


def _plain(text: str) -> str:
    return arabic(unicodedata.normalize("NFKC", text) if not text.isascii() and _wide(text) else text)


def _wide(text: str) -> bool:
    """Whether full-width letters or digits occur; NFKC must not touch other Thai text."""
    return any("\uff01" <= letter <= "\uff5e" for letter in text)


def _only_around(rest: str) -> bool:
    return not _around().sub("", squash(rest))


@lru_cache(maxsize=1)
def _around() -> re.Pattern[str]:
    words = [squash(str(word)) for word in (*lexicon("codes")["around"], *lexicon("dialog")["around"])]
    return re.compile(either(word for word in words if word))
