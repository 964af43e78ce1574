"""How messengers count text: UTF-16 units for messages, graphemes for labels (platforms.md 0.13)."""

from __future__ import annotations

from collections.abc import Iterator

import regex

_GRAPHEME = regex.compile(r"\X")
_ELLIPSIS = "\u2026"


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, most: int) -> bool:
    """Whether the text has at most `most` UTF-16 units; no code point has more than two."""
    return 2 * len(text) <= most or units(text) <= most


def graphemes(text: str) -> list[str]:
    """The text in what a reader sees as single letters."""
    return [str(letter) for letter in _GRAPHEME.findall(text)]


def is_longer(text: str, most: int) -> bool:
    """Whether the text has more than `most` graphemes; no grapheme has fewer than one code point."""
    return len(text) > most and len(graphemes(text)) > most


def shorten(text: str, most: int) -> str:
    """At most `most` graphemes on one line, the last one an ellipsis where some are left out."""
    line = " ".join(text.split())
    if len(line) <= most:  # no letter has fewer than one code point
        return line
    letters = graphemes(line)
    if len(letters) <= most:
        return line
    return "".join(letters[: most - 1]).rstrip() + _ELLIPSIS


def clip(text: str, most: int) -> str:
    """At most `most` UTF-16 units, cut between graphemes, with an ellipsis where something is left out."""
    return text if fits(text, most) else next(_pieces(text, most - 1)).rstrip() + _ELLIPSIS


def split(text: str, most: int, marks: tuple[str, ...] = ("\n\n", "\n", " ")) -> list[str]:
    """The text in pieces of at most `most` UTF-16 units: cut between paragraphs, else lines, words, graphemes."""
    if fits(text, most):
        return [text] if text.strip() else []
    if not marks:
        return [piece for piece in _pieces(text, most) if piece.strip()]
    packed: list[str] = []
    for part in text.split(marks[0]):
        first, *others = split(part, most, marks[1:]) or [part]
        joined = f"{packed[-1]}{marks[0]}{first}" if packed else first
        if packed and fits(joined, most):
            packed[-1:] = [joined, *others]
        elif first.strip():
            packed += [first, *others]
    return packed


def _pieces(text: str, most: int) -> Iterator[str]:
    """Cuts between graphemes; one that is too long by itself is cut inside."""
    piece, size = "", 0
    for letter in graphemes(text):
        for part in [letter] if units(letter) <= most else letter:
            if size + units(part) > most:
                yield piece
                piece, size = "", 0
            piece, size = piece + part, size + units(part)
    if piece:
        yield piece
