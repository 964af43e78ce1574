"""When something happened and how many nights it took, from whichever fields a case gives."""

from __future__ import annotations

from datetime import date, timedelta

from bot.entitlement.facts import Event
from bot.entitlement.terms import RESIGN

# Kinds that ask about a state of things rather than one day: without a date the question's own day stands.
STANDING_KINDS = ("elderly", "education", "disability", RESIGN)


def event_date(event: Event, asked_on: date) -> date | None:
    """The day that chooses version and year: a stay's discharge, else the event's date; None: not known."""
    if event.kind != "hospital":
        if event.date is None and event.kind in STANDING_KINDS:
            return asked_on
        return event.date
    if event.discharged is not None:
        return event.discharged
    if event.admitted is not None and event.nights is not None:
        return event.admitted + timedelta(days=event.nights)
    return event.date


def nights_of(event: Event) -> int | None:
    """Nights as told, else those between admission and discharge; on any kind but hospital 0 where nothing is told."""
    if event.nights is not None:
        return event.nights
    out = event.discharged or (event.date if event.kind == "hospital" and event.date != event.admitted else None)
    if event.admitted is not None and out is not None and out >= event.admitted:
        return (out - event.admitted).days
    return None if event.kind == "hospital" else 0


def admission_date(event: Event, on: date) -> date:
    """The day a stay that ended on `on` began; of anything else the event's own day."""
    return event.admitted or on - timedelta(days=nights_of(event) or 0)


def missing_of_stay(event: Event) -> tuple[str, ...]:
    """Which case fields would settle a hospital stay."""
    if event.admitted is not None and event.date is None and event.nights is None:
        return () if event.discharged else ("discharged",)
    missing = [] if event_date(event, date.min) else ["date"]
    return tuple(missing + ([] if nights_of(event) is not None else ["nights"]))
