"""A plan as lines for the terminal: counts, samples of what is new and what changes, notes, every fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.exchange.lexicon import Heading, sheet_words
from bot.exchange.plans import Plan
from bot.words import Words

SAMPLES = 8
HEADING_OF = {"balance_satang": "balance", "satang": "amount"}
"""Stored fields whose column has another key."""


def told(plan: Plan, words: Words, *, english: bool = False) -> Iterator[str]:
    """The lines before anything is saved."""
    yield words.of("import.title", plan.kind)
    if plan.faults:
        yield words("import.faults", count=f"{len(plan.faults):,}")
        for fault in plan.faults:
            yield f"  {fault.told_in_english() if english else fault.told(words)}"
        return
    yield words(
        "import.counts",
        rows=f"{plan.rows:,}",
        new=f"{len(plan.new):,}",
        changed=f"{len(plan.changed):,}",
        unchanged=f"{plan.unchanged:,}",
    )
    for new in plan.new[:SAMPLES]:
        yield words("import.new", label=new.label)
    yield from _more(words, len(plan.new))
    headings = {} if plan.kind == "rulebook" else sheet_words(plan.kind).columns
    for change in plan.changed[:SAMPLES]:
        fields = ", ".join(_field(words, headings, name, change.before, change.after) for name in change.after)
        yield words("import.changed", label=change.label, fields=fields)
    yield from _more(words, len(plan.changed))
    for note in plan.notes:
        yield words.of("import.note", note.code, **note.values)


def _more(words: Words, count: int) -> Iterator[str]:
    if count > SAMPLES:
        yield words("import.more", count=f"{count - SAMPLES:,}")


def _field(
    words: Words, headings: Mapping[str, Heading], name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> str:
    heading = headings.get(HEADING_OF.get(name, name))
    label = heading.heading if heading else name
    return words(
        "import.field",
        name=label,
        before=_shown(words, heading, name, before.get(name)),
        after=_shown(words, heading, name, after[name]),
    )


def _shown(words: Words, heading: Heading | None, name: str, value: object) -> str:
    if value is None:
        return words("import.blank")
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year + 543}"
    if name.endswith("satang") and isinstance(value, int):
        return f"{value / 100:,.2f}".removesuffix(".00")
    if name == "paid_to" and isinstance(value, str):
        return f"{value[5:]}/{int(value[:4]) + 543}"
    if isinstance(value, dict):
        return "…"
    return heading.label(value) if heading and isinstance(value, str) else str(value)
