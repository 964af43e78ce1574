"""The patterns of Thai calendar words, built once from locales/th/lexicon/dates.yaml."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bot.understanding.forgiving import forgiving
from bot.understanding.lexicon import lexicon
from bot.understanding.numbers import either, number_pattern

_NO_LETTER_AFTER = "(?![\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e])"
"""Short forms such as mo ko must not be the beginning of a word."""


def dates_table() -> dict[str, Any]:
    """The whole of dates.yaml."""
    table: dict[str, Any] = lexicon("dates")
    return table


@lru_cache(maxsize=1)
def _month_list() -> list[tuple[re.Pattern[str], int]]:
    return [
        (re.compile(rf"{_month_form(str(form))}", re.IGNORECASE), int(number))
        for number, forms in dates_table()["months"].items()
        for form in forms
    ]


def _month_form(form: str) -> str:
    return form + _NO_LETTER_AFTER if "?" in form or form.isascii() else form


def month_number(word: str) -> int:
    """1..12 for a month as typed; raises KeyError for any other word."""
    for pattern, number in _month_list():
        if pattern.fullmatch(word):
            return number
    raise KeyError(word)


@lru_cache(maxsize=1)
def month_pattern() -> str:
    """The regex of a month's name, long or short."""
    forms = [str(form) for listed in dates_table()["months"].values() for form in listed]
    # full names first, the longest first: an abbreviation has optional dots and would look longer than it is
    forms.sort(key=lambda form: ("?" in form, -len(form)))
    return f"(?i:{'|'.join(_month_form(form) for form in forms)})"


@lru_cache(maxsize=1)
def patterns() -> dict[str, re.Pattern[str]]:
    """The compiled patterns of the date reader by name."""
    table = dates_table()
    month, to = month_pattern(), either(table["to"])
    day = r"(?<!\d)(?<!\d[.,/])([0-3]?\d)(?!\d)"
    era = either(table["year_word"])
    counted = either(lexicon("numbers")["counted"])
    year = rf"(?:\s?,?\s?{era}?\s?(\d{{4}}|[67]\d(?=\s)|\d{{2}}(?!\s?(?:{counted})))(?![\d,]|\.\d))?"
    day_word = either(table["day_word"])
    names = {
        "range_in_month": rf"{day}\s?{to}\s?{day}\s?{month}{year}",
        "range": rf"{day}\s?{month}{year}\s?(?:{to}|{either(table['between'])})\s?{day_word}?\s?{day}\s?{month}{year}",
        "day_month": rf"{day}\s?{either(table['month_word'])}?\s?{month}{year}",
        "slashed": r"(?<![\d/])([0-3]?\d)\s?([/.-])\s?([01]?\d)\s?\2\s?(\d{4}|\d{2})(?![\d/])",
        "iso": r"(?<!\d)((?:19|20|25)\d{2})-([01]\d)-([0-3]\d)(?!\d)",
        "day_of_month": r"(?<![\d/.,])([0-3]?\d)/([01]?\d)(?![\d/])",
        "month": rf"(?<!\d)(?<!\d\s)((?:{either(table['month_word'])}\s?)?){month}{year}",
        "month_number": rf"{either(table['month_word'])}\s?(?:{day_word}\s?)?(1[0-2]|[1-9])(?!\d|\s?{counted})",
        "ago": rf"({number_pattern()})\s?{either(table['day_unit'])}\s?{either(table['ago'])}",
        "ahead": rf"{either(table['in_future'])}\s?({number_pattern()})\s?{either(table['day_unit'])}",
        "weekday": rf"{either(table['weekday'])}((?>{either(_flat(table['weekdays']))}))"
        rf"(?!{either(table['which'])}|\s?{either(table['day_word'])}\s?\d)\s?((?:{either(table['this'])})|(?:{either(table['next'])})|(?:{either(table['last'])}))?",
        "weekday_bare": rf"(?<!{either(table['weekday'])})({either(table['bare_weekdays'])})\s?"
        rf"((?:{either(table['this'])})|(?:{either(table['next'])})|(?:{either(table['last'])}))",
        "days_alone": rf"(?:{day_word}\s?{day}\s?{to}\s?{day}(?!\s?{month}|[\d/.,-])|"
        rf"{day}\s?{to}\s?{day}\s?(?:{either(table['month_word'])})?{either(table['this'])})",
        "day_alone": rf"(?:{'|'.join(table['day_word'][:1])})\s?([0-3]?\d)(?![\d/.,-]|\s?{month})",
        "month_end_of": rf"{either(table['month_end_of'])}\s?(?:{either(table['month_word'])})?\s?{month}{year}",
        "fiscal": rf"{either(table['fiscal'])}\s?(\d{{4}}|\d{{2}})(?!\d)",
        "year": rf"{either(table['year'])}\s?(\d{{4}}|\d{{2}})(?![\d]|[,.]\d)",
    }
    return {name: re.compile(pattern) for name, pattern in names.items()}


@lru_cache(maxsize=8)
def word_table(key: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """The (pattern, number) pairs of one table of whole words, longest first."""
    pairs = [(str(word), int(number)) for number, listed in dates_table()[key].items() for word in listed]
    pairs.sort(key=lambda pair: -len(pair[0]))
    return tuple((re.compile(forgiving([word])), number) for word, number in pairs)


@lru_cache(maxsize=8)
def word_list(key: str) -> re.Pattern[str]:
    """One pattern for a list of words."""
    return re.compile(forgiving(dates_table()[key]))


def weekday_number(word: str) -> int:
    """0 (Monday) .. 6 for a weekday as typed; raises KeyError for any other word."""
    for number, names in dates_table()["weekdays"].items():
        if word in names:
            return int(number)
    raise KeyError(word)


def _flat(table: dict[Any, list[str]]) -> list[str]:
    return [str(word) for listed in table.values() for word in listed]
