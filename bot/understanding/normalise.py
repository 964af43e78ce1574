"""One spelling for what looks the same: marks in order, zero width out, elongation folded, Thai digits read.

Rules of domain.md 4.5. Unicode NFKC is never used: it splits sara am, and NFC does not join it again.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]")
_SPACES = re.compile(r"\s+")
# sara am typed as nikhahit + sara aa, with a tone mark before, between or after
_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32|\u0e33([\u0e48-\u0e4b])")
_TONE_FIRST = re.compile("([\u0e48-\u0e4c]+)([\u0e31\u0e34-\u0e3a\u0e47]+)")
_DOUBLED_MARK = re.compile("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+")
_TWO_TONES = re.compile("([\u0e48-\u0e4b])[\u0e48-\u0e4b]+")
# three of a consonant are elongation, but o ang may stand three times in "kho ok" (may I leave)
_THREE = re.compile("([\u0e01-\u0e2c\u0e2e])\\1{2,}|(\u0e2d)\\2{2,}(?![\u0e01\u0e21])")
_DOUBLED_VOWEL = re.compile("([\u0e30\u0e32\u0e33\u0e40-\u0e46])\\1+")
# a doubled last letter after a vowel sign is elongation; without one (kha-naen, tha-non, ra-bop) the word needs both
_DOUBLED_END = re.compile(
    "(?<=[\u0e2d\u0e31\u0e32\u0e34-\u0e39\u0e47-\u0e4b])([\u0e01-\u0e22\u0e24-\u0e2e])\\1+(?![\u0e01-\u0e4e])"
)
_LATIN_RUN = re.compile(r"([a-z!?~])\1{2,}")
_THAI_DIGITS = str.maketrans("\u0e50\u0e51\u0e52\u0e53\u0e54\u0e55\u0e56\u0e57\u0e58\u0e59", "0123456789")
_TONES = re.compile("[\u0e47-\u0e4e]")
_FOLD = str.maketrans(
    {
        "\u0e35": "\u0e34",  # vowel length: ii -> i, uee -> ue, uu -> u; e and ae, one stroke apart
        "\u0e41": "\u0e40",
        "\u0e37": "\u0e36",
        "\u0e39": "\u0e38",
        "\u0e32": "\u0e30",
        "\u0e43": "\u0e44",  # the two spellings of ai
        "\u0e28": "\u0e2a",  # the three s
        "\u0e29": "\u0e2a",
        "\u0e13": "\u0e19",  # the two n
        "\u0e2c": "\u0e25",  # the two l; r is often typed and said as l
        "\u0e23": "\u0e25",
        "\u0e0e": "\u0e14",
        "\u0e0f": "\u0e15",
        "\u0e0d": "\u0e22",
        "\u0e18": "\u0e17",
        "\u0e12": "\u0e17",
        "\u0e11": "\u0e17",
        "\u0e10": "\u0e16",
        "\u0e20": "\u0e1e",
        "\u0e06": "\u0e04",
    }
)
_NOT_LETTERS = re.compile(r"[^\w\u0e00-\u0e7f]+|_")


@lru_cache(maxsize=16)
def tidy(text: str) -> str:
    """The text with marks in order and repeats folded, digits as typed; what `..._text` slots quote.

    A dozen readers ask it of the same message, one after another: the last few answers are at hand.
    """
    text = _ZERO_WIDTH.sub("", text)
    text = _SPACES.sub(" ", text).strip()
    text = text.replace("\u0e40\u0e40", "\u0e41")
    text = _DOUBLED_MARK.sub(r"\1", text)
    text = _SARA_AM.sub(lambda m: (m[1] or m[2] or m[3] or "") + "\u0e33", text)
    text = _TONE_FIRST.sub(r"\2\1", text)
    text = _TWO_TONES.sub(r"\1", text)
    text = _DOUBLED_MARK.sub(r"\1", text)
    text = _THREE.sub(lambda m: m[1] or m[2], text)
    text = _DOUBLED_VOWEL.sub(r"\1", text)
    text = _DOUBLED_END.sub(r"\1", text)
    return _LATIN_RUN.sub(r"\1", text)


def arabic(text: str) -> str:
    """The text with Thai digits as Arabic ones, character for character, so that positions stay."""
    return text.translate(_THAI_DIGITS)


def normalise(text: str) -> str:
    """The text as every reader sees it: tidied, Arabic digits. Idempotent."""
    return arabic(tidy(text))


def fold(text: str) -> str:
    """A coarse spelling for tolerant comparison: tone marks dropped, vowel length and like letters merged."""
    return _TONES.sub("", text.lower()).translate(_FOLD)


def squash(text: str) -> str:
    """The normalised text in lower case without spaces and punctuation: one key for short answers and call words."""
    return _NOT_LETTERS.sub("", normalise(text).lower())
