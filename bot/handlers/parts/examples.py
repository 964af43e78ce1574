"""What a rule would bring for the numbers in a question, where the rule alone tells: nights, years, twins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.entitlement.facts import Event
from bot.entitlement.rulebook import Benefit, EventCap, Flat, Ladder, PeriodCap, PerUnit, Rung
from bot.figures import baht
from bot.handlers.parts.slots import whole
from bot.words import Words


def example(words: Words, benefit: Benefit, event: Event, slots: Mapping[str, Any]) -> str | None:
    """One sentence with the amount for the told nights, years of membership, age or number of children."""
    nights, count = event.nights, event.count
    match benefit.amount:
        case PerUnit() if nights:
            return words("example.nights", nights=nights, amount=baht(words, fresh_stay(benefit, nights)))
        case Ladder(rungs, "tenure", _) if years := whole(slots.get("years")):
            step = reached(rungs, years)
            return words("example.years", years=years, amount=baht(words, step.satang)) if step else None
        case Ladder(rungs, "age", _) if age := whole(slots.get("age")):
            step = reached(rungs, age)
            return words("example.age", years=age, amount=baht(words, step.satang)) if step else None
        case Flat(satang, "child") if count and count > 1:
            return words("example.children", n=count, amount=baht(words, satang * count))
    return None


def fresh_stay(benefit: Benefit, nights: int) -> int:
    """Satang for so many nights where nothing was claimed before in the year."""
    rate = benefit.amount.satang if isinstance(benefit.amount, PerUnit) else 0
    caps: list[EventCap | PeriodCap] = [benefit.cap_event, *([benefit.cap_year] if benefit.cap_year else [])]
    counted = min([nights, *(cap.nights for cap in caps if cap.nights is not None)])
    return min([counted * rate, *(cap.satang for cap in caps if cap.satang is not None)])


def reached(rungs: tuple[Rung, ...], years: int) -> Rung | None:
    """The highest step for so many full years, None where even the first is not reached."""
    found = [rung for rung in rungs if _needs(rung) <= years]
    return found[-1] if found else None


def _needs(rung: Rung) -> float:
    """Years after which a step holds; "over" so many years needs more than the full ones."""
    if rung.over_years is not None:
        return rung.over_years + 0.001
    return rung.years if rung.years is not None else (rung.days or 0) / 365


def reached_rung(rungs: tuple[Rung, ...], mark: dict[str, Any]) -> Rung | None:
    """The step that a finding's mark ({"days": 180}) names."""
    return next((rung for rung in rungs if all(getattr(rung, unit) == value for unit, value in mark.items())), None)
