"""Numbered and bulleted items, in lines of their own or one behind the other."""

from __future__ import annotations

import re

from bot.understanding.normalise import arabic

_BULLET = re.compile(r"^\s?(?:[-*\u2022\u2013\u2014\u00b7\u25cf\u25aa\u2713\u2714]|\u25cb|o\s)\s?(?=\S)")
_NUMBER = re.compile(r"^\(?(\d{1,2})(?:\s?[.)]\s?(?!\d)|\s(?=\D)|(?:\.\d{1,2}){1,2}\.?\s)")
_INLINE = re.compile(r"(?<![\d/.,])\(?(\d{1,2})(\s?[.)]\s?(?!\d)|(?:\s|(?<!\S\d))(?=[\u0e01-\u0e44]))")
_PUNCTUATED = re.compile(r"[.)]")


def item_text(typed: str, plain: str) -> str | None:
    """What a line says behind its number or bullet; None for a line that is no item."""
    match = _BULLET.match(plain) or _NUMBER.match(plain)
    return typed[match.end() :].strip() if match else None


def split_items(text: str) -> list[str]:
    """The items of one line that counts 1, 2, 3 ...; empty when it does not count."""
    return [text[start:end].strip(" ,;") for start, end in item_spans(text)]


def item_spans(text: str) -> list[tuple[int, int]]:
    """Where the items of a line that counts stand, numbers left out."""
    plain = arabic(text)
    marks: list[re.Match[str]] = []
    for match in _INLINE.finditer(plain):
        if int(match[1]) != len(marks) + 1:
            continue
        # all numbers of one list are written alike
        if marks and bool(_PUNCTUATED.search(match[2])) != bool(_PUNCTUATED.search(marks[0][2])):
            continue
        marks.append(match)
    if len(marks) < 2 and not (marks and marks[0].start() == 0):
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
