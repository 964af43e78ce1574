"""What a clause pays, in words: the amount itself and its caps (domain.md 2.2). A rule, never anybody's own case."""

from __future__ import annotations

from bot.entitlement.rulebook import Benefit, ByLevel, ByMeeting, Flat, Ladder, PeriodCap, PerUnit, Rung, UpTo
from bot.figures import baht, count, number, waiting
from bot.handlers.parts.slots import step_levels
from bot.words import Words


def amount(words: Words, benefit: Benefit) -> str:
    """What a clause pays, short enough for a list: "200 baht a night", "3,000-30,000 baht"."""
    match benefit.amount:
        case Flat(satang, per):
            return words.of("amount", _per(per, benefit), amount=number(satang))
        case PerUnit(satang):
            return words("amount.night", amount=number(satang))
        case Ladder(rungs, _, per):
            return words.of("amount", _per(per, benefit), amount=_range([rung.satang for rung in rungs]))
        case UpTo(satang):
            return words("amount.upto", amount=number(satang))
        case ByLevel(steps):
            return words("amount.level", amount=_range([step.satang for step in steps]))
        case ByMeeting():
            return words("amount.meeting")


def _per(per: str, benefit: Benefit) -> str:
    return "delivery" if per == "event" and benefit.kind == "birth" else per


def _range(satang: list[int]) -> str:
    low, high = min(satang), max(satang)
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def caps(words: Words, benefit: Benefit) -> list[str]:
    """The caps of a clause, each a short phrase."""
    found = []
    event = benefit.cap_event
    if event.satang is not None and not isinstance(benefit.amount, UpTo | Flat):
        found.append(words("cap.event.baht", amount=number(event.satang)))
    if event.nights is not None:
        found.append(words("cap.event.nights", n=event.nights))
    for _, cap in benefit.caps:
        found += _period(words, cap, repeats=_yearly_once(benefit))
    return found


def _yearly_once(benefit: Benefit) -> bool:
    """Whether the amount itself says "a year" or "a month", so that a cap of so many times adds nothing."""
    return isinstance(benefit.amount, Flat | Ladder) and benefit.amount.per in ("year", "month")


def _period(words: Words, cap: PeriodCap, *, repeats: bool) -> list[str]:
    if cap.within is not None:
        return [words("cap.within")]
    span = "years" if cap.years else ("month" if cap.basis == "month" else "year")
    found = []
    if cap.satang is not None:
        found.append(words.of("cap", f"{span}.baht", amount=number(cap.satang), years=cap.years))
    if cap.nights is not None:
        found.append(words.of("cap", f"{span}.nights", n=cap.nights, years=cap.years))
    if cap.times is not None and not repeats:
        found.append(words.of("cap", f"{span}.times", n=cap.times, years=cap.years))
    return found


def brief(words: Words, benefit: Benefit) -> str:
    """Amount and caps on one line, for the overview."""
    return " ".join((amount(words, benefit), *caps(words, benefit)[:2]))


def steps(words: Words, benefit: Benefit) -> list[tuple[str, str]]:
    """The steps of a ladder or of school levels as (condition, amount); empty where the amount has none."""
    match benefit.amount:
        case Ladder(rungs, by, _):
            return [(rung_condition(words, rung, by), baht(words, rung.satang)) for rung in rungs]
        case ByLevel(school):
            return [(" ".join(step_levels(step)), baht(words, step.satang)) for step in school]
        case _:
            return []


def rung_condition(words: Words, rung: Rung, by: str) -> str:
    """From when on a step of a ladder holds."""
    if rung.over_years is not None:
        return words("rung.over_years", years=rung.over_years)
    if by == "age":
        return words("rung.age", years=rung.years or 0)
    if rung.days is not None:
        return words("rung.tenure", time=waiting(words, rung.days))
    return words("rung.tenure", time=count(words, "year", rung.years or 0))
