"""One cell as a value: text, codes, amounts, choices (days: days.py). What cannot be taken raises `Unreadable`.

A cell is what calamine gives: text, float, bool, date, datetime, or "" where it is empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache

from bot.exchange.faults import Unreadable
from bot.exchange.lexicon import Heading, listed
from bot.understanding.lexicon import lexicon
from bot.understanding.masking import mask
from bot.understanding.normalise import normalise, squash
from bot.understanding.numbers import either, number_value

Cell = object
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
FORMULA = "=+@\t\r"
MONEY_MOST = 10**12


def is_empty(cell: Cell) -> bool:
    """Whether nothing is written: blanks, or a lone dash as people fill empty cells."""
    return cell is None or (isinstance(cell, str) and cell.strip() in ("", "-", "\u2013", "\u2014"))


def plain(written: str) -> str:
    """The text as readers see it; plain Latin needs no mending, and there is much of it in a book of 20,000 lines."""
    return written.strip() if written.isascii() else normalise(written)


def shown(cell: Cell) -> str:
    """The cell as a fault line quotes it: short, and without anybody's number."""
    written = written_text(cell)
    return mask(written if len(written) <= 40 else written[:37] + "...")


def written_text(cell: Cell) -> str:
    """The cell as text; a whole number without its ".0"."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return " ".join(str(cell).split())


def text(cell: Cell, most: int = 200, what: str = "") -> str:
    """Plain text. Refused: citizen ids, phones and accounts, formulas, the spreadsheet's own errors."""
    written = written_text(cell)
    if written[:1] in FORMULA or (written[:1] == "-" and not written[1:2].isdigit()):
        raise Unreadable("cell.formula", sign=written[:1])
    if _ERROR.fullmatch(written):
        raise Unreadable("cell.error", value=written)
    if len(written) > most:
        raise Unreadable("cell.long", length=len(written), most=most)
    if mask(written) != written:
        raise Unreadable("cell.identifier", what=what)
    return written


def public_text(cell: Cell, most: int = 200) -> str:
    """Text that may hold a telephone number, because it is the fund's own."""
    written = written_text(cell)
    if written[:1] in FORMULA:
        raise Unreadable("cell.formula", sign=written[:1])
    if _ERROR.fullmatch(written):
        raise Unreadable("cell.error", value=written)
    if len(written) > most:
        raise Unreadable("cell.long", length=len(written), most=most)
    return written


def code(cell: Cell, example: str = "") -> str:
    """A code of Latin letters, digits and hyphens, in capitals."""
    written = normalise(text(cell, 64, example)).replace(" ", "").upper()
    if not _CODE.fullmatch(written):
        raise Unreadable("cell.code", value=shown(cell), example=example)
    return written


def member_number(cell: Cell, what: str = "") -> str:
    """A member's number as the register writes it; Thai digits become Arabic ones, letters capitals."""
    return plain(text(cell, 32, what)).replace(" ", "").upper()


def choice(cell: Cell, heading: Heading) -> str:
    """The stored value of one of a column's words."""
    said = squash(written_text(cell))
    for value, known in _choices(heading.heading, tuple(heading.choices.items())):
        if said in known:
            return value
    raise Unreadable("cell.choice", value=shown(cell), choices=", ".join(heading.labels()))


@lru_cache(maxsize=128)
def _choices(_heading: str, choices: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((value, frozenset(squash(word) for word in (value, *words))) for value, words in choices)


def yes_no(cell: Cell) -> bool:
    """Yes or no in one word."""
    if isinstance(cell, bool):
        return cell
    said = squash(written_text(cell)) or written_text(cell)
    if said in listed("affirm"):
        return True
    if said in listed("deny"):
        return False
    raise Unreadable("cell.yes_no", value=shown(cell))


def whole(cell: Cell, least: int = 0, most: int = 100_000) -> int:
    """A whole number."""
    found = _number(cell)
    if found is None or not least <= found <= most or found != int(found):
        raise Unreadable("cell.number", value=shown(cell), least=f"{least:,}", most=f"{most:,}")
    return int(found)


def decimal(cell: Cell) -> float:
    """A number with a fraction, such as a grade."""
    found = _number(cell)
    if found is None or found < 0:
        raise Unreadable("cell.decimal", value=shown(cell))
    return found


def satang(cell: Cell) -> int:
    """An amount written in baht, in satang."""
    if isinstance(cell, str):
        cell = _baht().sub("", plain(cell))
    found = _number(cell)
    if found is None or not 0 <= found < MONEY_MOST or abs(found * 100 - round(found * 100)) > 1e-6:
        raise Unreadable("cell.money", value=shown(cell))
    return round(found * 100)


@lru_cache(maxsize=1)
def _baht() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{either(lexicon('numbers')['baht'])}|/-|\.-)+$")


def _number(cell: Cell) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    if not isinstance(cell, str):
        return None
    if cell.isascii() and cell.isdigit():
        return float(cell)
    try:
        return float(number_value(cell))
    except (ValueError, OverflowError):
        return None


def clock_free(cell: Cell) -> Cell:
    """Times of day and lengths of time are no values of ours; they are read as the text they show."""
    return str(cell) if isinstance(cell, time | timedelta) else cell


def holds_citizen_ids(column: Sequence[Cell]) -> bool:
    """Whether a column is one of citizen ids, by what is in it: three or more whose check digit is right."""
    found = 0
    for cell in column:
        written = written_text(cell)
        if 13 <= len(written) <= 20 and len(digits := re.sub(r"\D", "", written)) == 13:
            found += citizen_digit(plain(digits)) == int(digits[12])
            if found >= min(3, len(column)):
                return True
    return False


def citizen_digit(digits: str) -> int:
    """The check digit of the first twelve digits of a citizen id."""
    return (11 - sum(int(digit) * (13 - place) for place, digit in enumerate(digits[:12])) % 11) % 10
