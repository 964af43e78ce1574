"""Numbers that identify a person, taken out of text before it is stored or logged.

Citizen ids, phones and bank accounts become `x` in their own shape. Amounts, dates, years, member numbers and claim
numbers stay. Runs on the ingest path: regular expressions only.
"""

from __future__ import annotations

import re

_GAP = "[ .\u200b-\u200d\u2010-\u2015-]"
_D = r"\d"
_PATTERNS = (
    # ten and more digits in one go: phone, account, citizen id, card
    r"\d{10,}",
    # a phone, grouped as people write it
    rf"(?:\+|00)66(?:{_GAP}?\d){{8,9}}",
    rf"0[1-9]\d?{_GAP}?\d{{3}}{_GAP}?\d{{4}}",
    rf"0[1-9]\d?{_GAP}?\d{{4}}{_GAP}?\d{{3,4}}",
    # citizen id 1-4-5-2-1 with any gaps
    rf"\d{_GAP}?\d{{4}}{_GAP}?\d{{5}}{_GAP}?\d{{2}}{_GAP}?\d",
    # account 3-1-5-1 or 3-1-6, with any gaps
    rf"\d{{3}}{_GAP}\d{_GAP}\d{{5}}{_GAP}?\d",
    # a card, 4-4-4-4
    rf"\d{{4}}(?:{_GAP}\d{{4}}){{3}}",
    # digit by digit
    rf"\d(?:{_GAP}\d){{8,}}",
)
_IDENTIFIER = re.compile(rf"(?<![\d,])(?<!\d\.)(?:{'|'.join(_PATTERNS)})(?![\d])(?!,\d)")
# three or more hyphened groups that together have ten digits or more; a date has eight
_HYPHENED = re.compile("(?<![\\d,])\\d+(?:[\u2010-\u2015-]\\d+){2,}(?!\\d)")
_DIGIT = re.compile(_D)


def mask(text: str) -> str:
    """The text with 13-digit ids, phones and accounts replaced by `x`, separators kept: `1-2345-...` -> `x-xxxx-...`.

    Reads Thai and full-width digits too. Idempotent.
    """
    if not any(character.isdecimal() for character in text):
        return text
    text = _HYPHENED.sub(_mask_if_long, text)
    return _IDENTIFIER.sub(lambda match: _DIGIT.sub("x", match[0]), text)


def _mask_if_long(match: re.Match[str]) -> str:
    run = match[0]
    if sum(character.isdecimal() for character in run) < 10:
        return run
    return _DIGIT.sub("x", run)
