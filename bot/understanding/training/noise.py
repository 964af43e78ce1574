"""Spelling as it happens: the same sentence once more with slips of the thumb, for training and for measuring."""

from __future__ import annotations

import re
from random import Random

from bot.understanding.lexicon import lexicon

_TONES = "\u0e48\u0e49\u0e4a\u0e4b\u0e47\u0e4c"
_SWAPS = {
    "\u0e34": "\u0e35",
    "\u0e35": "\u0e34",
    "\u0e36": "\u0e37",
    "\u0e37": "\u0e36",
    "\u0e38": "\u0e39",
    "\u0e39": "\u0e38",
    "\u0e30": "\u0e32",
    "\u0e43": "\u0e44",
    "\u0e44": "\u0e43",
    "\u0e40": "\u0e41",
    "\u0e41": "\u0e40",
    "\u0e28": "\u0e2a",
    "\u0e2a": "\u0e28",
    "\u0e13": "\u0e19",
    "\u0e25": "\u0e23",
    "\u0e23": "\u0e25",
    "\u0e0d": "\u0e22",
    "\u0e20": "\u0e1e",
    "\u0e17": "\u0e18",
    "\u0e18": "\u0e17",
    "\u0e14": "\u0e15",
    "\u0e15": "\u0e14",
    "\u0e1a": "\u0e1b",
    "\u0e1b": "\u0e1a",
    "\u0e04": "\u0e02",
    "\u0e02": "\u0e04",
}
_VOWELS = {key: _SWAPS[key] for key in _SWAPS if "\u0e30" <= key <= "\u0e44"} | {"\u0e32": "\u0e30"}
_THAI_LETTER = re.compile("[\u0e01-\u0e4e]")


def drop_tones(text: str, chance: Random, share: float = 1.0) -> str:
    """Tone marks and their like left out, each with probability `share`."""
    return "".join(c for c in text if c not in _TONES or chance.random() >= share)


def swap_vowels(text: str, chance: Random, count: int = 2) -> str:
    """Up to `count` letters replaced by the one they are mistaken for."""
    places = [place for place, character in enumerate(text) if character in _SWAPS]
    letters = list(text)
    for place in chance.sample(places, min(count, len(places))):
        letters[place] = _SWAPS[letters[place]]
    return "".join(letters)


def swap_vowel_signs(text: str, chance: Random, count: int = 2) -> str:
    """Up to `count` vowels replaced by the one of other length, or e and ae, or the two ai, exchanged."""
    places = [place for place, character in enumerate(text) if character in _VOWELS]
    letters = list(text)
    for place in chance.sample(places, min(count, len(places))):
        letters[place] = _VOWELS[letters[place]]
    return "".join(letters)


def elongate(text: str, chance: Random) -> str:
    """One letter, mostly the last, held for three to six strokes."""
    places = [place for place, character in enumerate(text) if _THAI_LETTER.match(character)]
    if not places:
        return text
    place = places[-1] if chance.random() < 0.6 else chance.choice(places)
    return text[:place] + text[place] * chance.randint(3, 6) + text[place + 1 :]


def slip(text: str, chance: Random, count: int = 2) -> str:
    """`count` letters dropped, doubled, exchanged with the next or hit one key beside."""
    for _ in range(count):
        if len(text) < 3:
            return text
        place = chance.randrange(len(text) - 1)
        if text[place].isdecimal():
            continue
        kind = chance.randrange(4)
        if kind == 0:
            text = text[:place] + text[place + 1 :]
        elif kind == 1:
            text = text[: place + 1] + text[place:]
        elif kind == 2:
            text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        else:
            text = text[:place] + _beside(text[place], chance) + text[place + 1 :]
    return text


def wrong_layout(text: str) -> str:
    """The keys of a Thai message pressed while the keyboard is still in Latin."""
    table = lexicon("layout")
    keys = {ord(thai): latin for latin, thai in zip(table["latin"], table["thai"], strict=True)}
    return text.translate(keys)


def _beside(character: str, chance: Random) -> str:
    keys = lexicon("layout")["thai"]
    place = keys.find(character)
    if place < 0:
        return character
    return str(keys[min(max(place + chance.choice((-1, 1)), 0), len(keys) - 1)])


def augmented(text: str, chance: Random) -> list[str]:
    """Three noisy versions of a training text: tones left out, letters mistaken, slips of the thumb."""
    toneless = drop_tones(text, chance, chance.choice((0.5, 1.0)))
    return [toneless, swap_vowels(text, chance, 2), slip(text, chance, 2)]
