"""Money, days and counts as a villager reads them: 1,080 baht, the Buddhist year, whole words for units."""

from __future__ import annotations

from datetime import date, datetime

from bot.words import Words

BUDDHIST_YEARS = 543
"""domain.md 0.2 rule 5: dates are shown in the Buddhist era, stored in the common era."""


def number(satang: int) -> str:
    """Satang as baht without the unit: "1,080", "1,080.50" where satang are left over."""
    baht, rest = divmod(satang, 100)
    return f"{baht:,}.{rest:02d}" if rest else f"{baht:,}"


def baht(words: Words, satang: int) -> str:
    """Satang as baht with the unit."""
    return words("figure.baht", amount=number(satang))


def day(words: Words, when: date) -> str:
    """A day, short month, Buddhist year (common era in)."""
    return words("figure.day", day=when.day, month=words.of("month", str(when.month)), year=when.year + BUDDHIST_YEARS)


def moment(words: Words, when: datetime) -> str:
    """A moment of local time, as one says when something ends."""
    return words("figure.moment", date=day(words, when.date()), time=f"{when:%H.%M}")


def day_and_month(words: Words, month: int, day_of_month: int) -> str:
    """A day that comes every year, without the year."""
    return words("figure.day_month", day=day_of_month, month=words.of("month", str(month)))


def month(words: Words, when: str) -> str:
    """A month "YYYY-MM" of the common era as short month and Buddhist year. Raises ValueError."""
    year, number_of_month = when.split("-")
    return words("figure.month", month=words.of("month", str(int(number_of_month))), year=int(year) + BUDDHIST_YEARS)


def span(words: Words, start: date, end: date) -> str:
    """Two days and all between them."""
    return words("figure.span", start=day(words, start), end=day(words, end))


def count(words: Words, unit: str, amount: int) -> str:
    """A number with its unit: unit is night, day, month, year, time, piece."""
    return words.of("count", unit, n=f"{amount:,}")


def length(words: Words, start: date, end: date) -> str:
    """The time between two days in whole years and months."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    years, rest = divmod(max(months, 0), 12)
    pieces = [count(words, "year", years)] if years else []
    pieces += [count(words, "month", rest)] if rest or not years else []
    return " ".join(pieces)


def waiting(words: Words, days: int) -> str:
    """A time in days, with the years or months that people know it by."""
    if days % 365 == 0:
        return words("count.days_about_years", n=f"{days:,}", years=days // 365)
    return words("count.days_about_months", n=days, months=days // 30) if days == 180 else count(words, "day", days)


def phone_link(phone: str) -> str:
    """A tel: address of a phone number as printed."""
    return "tel:" + "".join(letter for letter in phone if letter.isdigit() or letter == "+")
