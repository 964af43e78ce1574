"""The slots of one message, by the names of docs/understanding.md."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from bot.understanding.amounts import Amount, read_amounts
from bot.understanding.calendar_words import word_list
from bot.understanding.dates import DateSpan, read_dates
from bot.understanding.funds import read_bare_fund, read_funds
from bot.understanding.kinds import read_kind
from bot.understanding.lexicon import lexicon
from bot.understanding.marks import read_choice, read_mark
from bot.understanding.names import read_person
from bot.understanding.numbers import either
from bot.understanding.people import read_who
from bot.understanding.quantities import Count, read_after, read_counts, read_score
from bot.understanding.times import read_times
from bot.understanding.years import read_years

Slots = dict[str, object]
_LONGEST_STAY = 90
"""Days between two dates that may still be one stay in hospital."""


def read_slots(text: str, intent: str, today: date) -> Slots:
    """The slots of a message whose intent is known; `text` may be typed or tidied, surfaces are quoted tidied.

    The intent decides where dates without a year lie and what a bare number means; it hides no slot that is certain.
    """
    slots: Slots = {}
    if intent in lexicon("slots")["no_slots"]:
        return slots
    taken: list[tuple[int, int]] = []
    group = intent.split(".")[0]
    _marks(slots, taken, text, group)
    _names(slots, taken, text, group)
    dates = _dates(slots, taken, text, intent, today)
    _times(slots, taken, text, group)
    _years(slots, taken, text, intent, today, dates)
    if group in lexicon("slots")["benefits"]:
        kind = read_kind(text)
        if kind is not None:
            slots["kind"] = kind
    _counts(slots, taken, text, intent)
    _amounts(slots, taken, text, group)
    _choices(slots, text, intent)
    who = read_who(text)
    if who is not None:
        slots["who"] = who
    _stay(slots)
    return slots


def _free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return all(end <= first or last <= start for first, last in taken)


def _marks(slots: Slots, taken: list[tuple[int, int]], text: str, group: str) -> None:
    wanted = ["member_no"]
    if group == "claim":
        wanted.insert(0, "claim_no")
    if group in ("link", "human", "fund", "claim"):
        wanted += ["phone"]
    if group == "link":
        wanted += ["code", "id_last4"]
    if group == "meeting":
        wanted += ["meeting_no"]
    for name in (*wanted, "village"):
        found = read_mark(name, text)
        if name == "village" and found and read_kind(text) == "education" and "." in text[found[1] - 2 : found[1]]:
            # mo 1 is a class at school here
            continue
        if found and _free(taken, found[1], found[2]):
            value, start, end = found
            slots[name] = int(value) if name == "village" or (name == "meeting_no" and value.isdigit()) else value
            taken.append((start, end))


def _names(slots: Slots, taken: list[tuple[int, int]], text: str, group: str) -> None:
    found = read_funds(text)
    if not found and group in lexicon("slots")["bare_funds"]:
        bare_fund = read_bare_fund(text)
        found = [bare_fund] if bare_fund else []
    for fund in found[:1]:
        slots["fund"] = fund.text
        taken.append((fund.start, fund.end))
    bare = text
    for fund in found:
        bare = bare[: fund.start] + " " * len(fund.text) + bare[fund.end :]
    person = read_person(bare)
    if person is not None:
        slots["person"] = person


def _dates(slots: Slots, taken: list[tuple[int, int]], text: str, intent: str, today: date) -> list[DateSpan]:
    table = lexicon("slots")
    future = True if intent in table["ahead"] else None
    if intent in table["behind"] and not word_list("ahead").search(text):
        future = False
    spans = [span for span in read_dates(text, today, future) if _free(taken, span.start, span.end)]
    told = [span for span in spans if span.grain != "fiscal_year"]
    if intent in table["count_days"]:
        told = [span for span in told if not span.counted]
    certain = [span for span in told if span.grain != "vague"] or told
    for span in certain[:1] if intent not in table["no_dates"] else ():
        slots["date_text"] = span.text
        undated = span.grain == "month" and not span.year_said and intent in table["any_year"]
        if span.value is not None and not undated:
            slots["date"] = span.value
    taken += [(span.start, span.end) for span in told]
    return spans


def _times(slots: Slots, taken: list[tuple[int, int]], text: str, group: str) -> None:
    if group not in lexicon("slots")["times"]:
        return
    for span in read_times(text):
        if _free(taken, span.start, span.end):
            slots.setdefault("time", span.value)
            slots.setdefault("time_text", span.text)
            taken.append((span.start, span.end))


def _years(
    slots: Slots, taken: list[tuple[int, int]], text: str, intent: str, today: date, dates: list[DateSpan]
) -> None:
    days = [(span.start, span.end) for span in dates if span.grain != "fiscal_year"]
    for span in read_years(text, today):
        if not _free(days, span.start, span.end):
            continue
        if span.this_year and intent not in lexicon("slots")["this_year"]:
            continue
        slots.setdefault("year", span.year)
        slots.setdefault("year_text", span.text)
        taken.append((span.start, span.end))


def _counts(slots: Slots, taken: list[tuple[int, int]], text: str, intent: str) -> None:
    about_fund = intent == "update.fund_status"
    members = read_after(text, "members") if about_fund else None
    if members is not None and _free(taken, members.start, members.end):
        slots["members"] = members.number
        taken.append((members.start, members.end))
    if intent == "meeting.log":
        came = read_after(text, "attendance")
        if came is not None and _free(taken, came.start, came.end):
            slots["count"] = came.number
            taken.append((came.start, came.end))
    quarter = read_after(text, "quarter")
    if quarter is not None:
        slots["quarter"] = quarter.number
        taken.append((quarter.start, quarter.end))
    if intent == "assessment.start":
        score = read_score(text)
        if score is not None:
            slots["score"] = score
    for count in read_counts(text):
        if _free(taken, count.start, count.end):
            name = _count_name(count, about_fund, intent)
            if name is not None:
                slots.setdefault(name, count.number)
            taken.append((count.start, count.end))


def _count_name(count: Count, about_fund: bool, intent: str) -> str | None:
    if count.unit == "people":
        return "members" if about_fund else "count"
    if count.unit == "counted":
        return "count"
    if count.unit == "minutes":
        return None
    return count.unit


def _amounts(slots: Slots, taken: list[tuple[int, int]], text: str, group: str) -> None:
    for amount in read_amounts(text):
        if not _free(taken, amount.start, amount.end):
            continue
        name = _flow(text, amount) if group in lexicon("slots")["money"] else "amount"
        if name == "amount" and "amount" not in slots:
            slots["amount_text"] = amount.text
        slots.setdefault(name, amount.baht)
        taken.append((amount.start, amount.end))


def _flow(text: str, amount: Amount) -> str:
    """income, expense or balance by the words before a sum in a report; amount where none is said."""
    before = text[max(0, amount.start - 18) : amount.start]
    ends = {name: pattern.search(before) for name, pattern in _flows().items()}
    said = {name: match.end() for name, match in ends.items() if match}
    return max(said, key=lambda name: said[name]) if said else "amount"


@lru_cache(maxsize=1)
def _flows() -> dict[str, re.Pattern[str]]:
    table = lexicon("numbers")
    return {name: re.compile(rf"(?:.*){either(table[name])}") for name in ("balance", "income", "expense")}


def _choices(slots: Slots, text: str, intent: str) -> None:
    readers: dict[str, tuple[str, ...]] = {
        "privacy.erase": ("action",),
        "update.fund_status": ("status", "matching"),
        "handbook.ask": ("topic",),
    }
    only = lexicon("slots")["topics_of"].get(intent)
    if only and read_choice("topic", text) in only:
        slots["topic"] = read_choice("topic", text)
    for name in readers.get(intent, ()):
        choice = read_choice(name, text)
        if choice is not None and choice != "any":
            slots[name] = choice


def _stay(slots: Slots) -> None:
    """The nights of a hospital stay told by its two dates."""
    stay = slots.get("date")
    if slots.get("kind") != "hospital" or "nights" in slots or not isinstance(stay, str) or "/" not in stay:
        return
    first, last = (date.fromisoformat(day) for day in stay.split("/"))
    if 0 <= (last - first).days <= _LONGEST_STAY:
        slots["nights"] = (last - first).days
