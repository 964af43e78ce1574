"""Thai dates as people type them, read against the day of speaking (domain.md 4.5).

Buddhist and common era, two-digit years, ranges, relative days, months, weekdays, Thai digits. What must be confirmed
is flagged `ask`; nothing is guessed silently.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.understanding.calendar_words import dates_table, weekday_number, word_list, word_table
from bot.understanding.date_reading import DateSpan, Reading, month_last, months_in, months_on, real_day
from bot.understanding.normalise import arabic, tidy
from bot.understanding.numbers import number_value
from bot.understanding.years import calendar_year


def read_dates(text: str, today: date, future: bool | None = None) -> list[DateSpan]:
    """Every date in `text`, left to right, none overlapping.

    `future` decides where a date without a year lies: True the nearest to come, False the nearest past, None by the
    words around it (deadlines ahead, events past).
    """
    typed = tidy(text)
    reader = Reading(typed, arabic(typed), today, future)
    taken: list[DateSpan] = []
    for read in _READERS:
        for span in read(reader):
            if all(span.end <= other.start or span.start >= other.end for other in taken):
                taken.append(span)
    return sorted(taken, key=lambda span: span.start)


def first_date(text: str, today: date, future: bool | None = None) -> DateSpan | None:
    """The first date of a text that names a day, a range or a month; vague words only when nothing else is there."""
    spans = [span for span in read_dates(text, today, future) if span.grain != "fiscal_year"]
    certain = [span for span in spans if span.grain != "vague"]
    return next(iter(certain or spans), None)


def _range(reader: Reading) -> list[DateSpan]:
    found = []
    for match in reader.matches("range"):
        day, year, last_day, last_year = match[1], match[2], match[3], match[4]
        months = months_in(match[0])
        last = reader.day(match, last_day, months[1], last_year or year)
        first = reader.day(match, day, months[0], year or last_year)
        if first and last:
            start = first[0]
            if start > last[0]:
                start = start.replace(year=last[0].year - 1)
            found.append(reader.span(match, start, last[0], grain="range", ask=first[1] or last[1]))
    return found


def _range_in_month(reader: Reading) -> list[DateSpan]:
    found = []
    for match in reader.matches("range_in_month"):
        month = months_in(match[0])[0]
        first, last = reader.day(match, match[1], month, match[3]), reader.day(match, match[2], month, match[3])
        if first and last and first[0] <= last[0]:
            found.append(reader.span(match, first[0], last[0], grain="range", ask=first[1]))
    return found


def _day_month(reader: Reading) -> list[DateSpan]:
    found = []
    for match in reader.matches("day_month"):
        meant = reader.day(match, match[1], months_in(match[0])[0], match[2])
        if meant:
            found.append(reader.span(match, meant[0], ask=meant[1]))
    return found


def _slashed(reader: Reading) -> list[DateSpan]:
    found = []
    for match in reader.matches("slashed"):
        meant = reader.day(match, match[1], int(match[3]), match[4])
        if meant:
            found.append(reader.span(match, meant[0], ask=meant[1]))
    for match in reader.matches("iso"):
        meant = reader.day(match, match[3], int(match[2]), match[1])
        if meant:
            found.append(reader.span(match, meant[0]))
    return found


def _day_of_month(reader: Reading) -> list[DateSpan]:
    found = []
    for match in reader.matches("day_of_month"):
        meant = reader.day(match, match[1], int(match[2]), None)
        # 69/102 is a claim's number and 7/12 may be a share: only a real day after its word is a date
        if meant and word_list("day_word").search(reader.plain[max(0, match.start() - 8) : match.start()]):
            found.append(reader.span(match, meant[0]))
    return found


def _whole_days(reader: Reading) -> list[DateSpan]:
    return [
        reader.span(match, reader.today + timedelta(days=shift))
        for pattern, shift in word_table("days")
        for match in pattern.finditer(reader.plain)
    ]


def _vague(reader: Reading) -> list[DateSpan]:
    return [reader.span(match, None, grain="vague", ask=True) for match in word_list("vague").finditer(reader.plain)]


def _month_ends(reader: Reading) -> list[DateSpan]:
    found = []
    for match in reader.matches("month_end_of"):
        meant = reader.day(match, "1", months_in(match[0])[0], match[1])
        if meant:
            year = meant[0].year
            if match[1] is None and month_last(meant[0]) < reader.today and reader.ahead():
                year += 1
            found.append(reader.span(match, month_last(meant[0].replace(year=year)), ask=meant[1]))
    for pattern, shift in word_table("month_end"):
        for match in pattern.finditer(reader.plain):
            found.append(reader.span(match, month_last(months_on(reader.today, shift))))
    for match in word_list("year_end").finditer(reader.plain):
        found.append(reader.span(match, date(reader.today.year, 12, 31)))
    return found


def _months(reader: Reading) -> list[DateSpan]:
    found = []
    for pattern, shift in word_table("months_relative"):
        for match in pattern.finditer(reader.plain):
            first = months_on(reader.today, shift)
            found.append(reader.span(match, first, month_last(first), grain="month", year_said=True))
    for name in ("month", "month_number"):
        for match in reader.matches(name):
            number = int(match[1]) if name == "month_number" else months_in(match[0])[0]
            year = match[2] if name == "month" else None
            meant = reader.day(match, "1", number, year)
            if meant:
                last = month_last(meant[0])
                span = reader.span(match, meant[0], last, grain="month", ask=meant[1], year_said=year is not None)
                found.append(span)
    return found


def _weekdays(reader: Reading) -> list[DateSpan]:
    found = []
    table = dates_table()
    for match in [*reader.matches("weekday"), *reader.matches("weekday_bare")]:
        word = match[2] or ""
        gap = (weekday_number(match[1]) - reader.today.weekday()) % 7
        if word in table["next"]:
            # the weekday of the week after this one
            gap = 7 - reader.today.weekday() + weekday_number(match[1])
        elif word in table["last"] or (not word and (reader.future is False or _behind(reader, match.start()))):
            gap = gap - 7 if gap else -7
        found.append(reader.span(match, reader.today + timedelta(days=gap)))
    return found


def _behind(reader: Reading, start: int) -> bool:
    return reader.plain.endswith(tuple(dates_table()["past_before"]), 0, start)


def _counted(reader: Reading) -> list[DateSpan]:
    found = []
    for name, sign in (("ago", -1), ("ahead", 1)):
        for match in reader.matches(name):
            try:
                days = int(number_value(match[1]))
                found.append(reader.span(match, reader.today + timedelta(days=sign * days), counted=True))
            except (ValueError, OverflowError):
                continue
    return found


def _days_alone(reader: Reading) -> list[DateSpan]:
    """Days in a row without their month: "the 15th to 16th", "15-16 this month"."""
    found = []
    for match in reader.matches("days_alone"):
        first, last = (int(day) for day in match.groups() if day)
        shifts = (0, 1) if reader.ahead() else (0, -1) if match[1] else (0,)
        for shift in shifts:
            month = months_on(reader.today, shift)
            begun = real_day(month.year, month.month, str(first), False)
            ended = real_day(month.year, month.month, str(last), False)
            if not begun or not ended or first >= last:
                continue
            if match[3] or (begun[0] >= reader.today if reader.ahead() else ended[0] <= reader.today):
                found.append(reader.span(match, begun[0], ended[0], grain="range"))
                break
    return found


def _day_alone(reader: Reading) -> list[DateSpan]:
    found = []
    for match in reader.matches("day_alone"):
        ahead = reader.ahead()
        for shift in (0, 1) if ahead else (0, -1):
            month = months_on(reader.today, shift)
            meant = real_day(month.year, month.month, match[1], False)
            if meant and (meant[0] >= reader.today if ahead else meant[0] <= reader.today):
                found.append(reader.span(match, meant[0]))
                break
    return found


def _fiscal(reader: Reading) -> list[DateSpan]:
    found = []
    for match in reader.matches("fiscal"):
        year = calendar_year(match[1])
        if year is not None:
            span = reader.span(match, date(year - 1, 10, 1), date(year, 9, 30), grain="fiscal_year")
            found.append(span)
    return found


# the first reader that claims a stretch of text keeps it: the more exact stand first
_READERS: tuple[Callable[[Reading], list[DateSpan]], ...] = (
    _range,
    _range_in_month,
    _month_ends,
    _day_month,
    _slashed,
    _fiscal,
    _counted,
    _vague,
    _whole_days,
    _day_of_month,
    _weekdays,
    _months,
    _days_alone,
    _day_alone,
)

__all__ = ["DateSpan", "first_date", "read_dates"]
