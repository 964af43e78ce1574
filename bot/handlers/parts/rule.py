"""One clause of a rulebook as a villager reads it: amount, caps, who, after how long, papers, until when."""

from __future__ import annotations

from datetime import date

from bot.chat import Row, Section
from bot.entitlement.rulebook import Benefit, ClaimWindow, Ladder
from bot.entitlement.windows import last_day
from bot.figures import count, day, day_and_month, waiting
from bot.handlers.parts import amounts, wording
from bot.handlers.parts.slots import levels
from bot.words import Words

RESTRICTING = frozenset({"female_member", "non_member"})
"""Words of "who" that are said even beside the fund's own note, because they turn people away or let them in."""


def sections(words: Words, benefit: Benefit, on: date | None = None) -> tuple[Section, ...]:
    """A clause laid out for a card, the last day reckoned where the event's day `on` is told.

    The amount itself is left to the card's lead.
    """
    found = [Section(tuple(Row(line) for line in conditions(words, benefit)))]
    if ladder := amounts.steps(words, benefit):
        found.insert(0, Section(tuple(Row(value, label) for label, value in ladder)))
    window = Section(tuple(Row(line) for line in deadlines(words, benefit, on)), heading=words("heading.deadline"))
    found += [paper_section(words, benefit.documents), window]
    return tuple(section for section in found if section.rows)


def heading(words: Words, benefit: Benefit, among: tuple[Benefit, ...]) -> str:
    """The head of one clause's section where several are told; nothing where it is the only one."""
    return "" if len(among) == 1 else words("rule.heading", benefit=benefit.name, clause=benefit.clause)


def conditions(words: Words, benefit: Benefit) -> list[str]:
    """Caps and conditions of a clause, each on a line of its own; what the fund's own note says is not said twice."""
    note, needs = benefit.note or "", benefit.conditions
    lines = amounts.caps(words, benefit)
    lines += [
        words.of("may", who) for who in benefit.who if words.has(f"may.{who}") and (who in RESTRICTING or not note)
    ]
    if not isinstance(benefit.amount, Ladder) or benefit.amount.by != "tenure":
        lines += _waits(words, benefit)
    if needs.age_min is not None and not (isinstance(benefit.amount, Ladder) and benefit.amount.by == "age"):
        lines.append(words("needs.age", years=needs.age_min))
    if needs.gpa_min is not None and f"{needs.gpa_min:.2f}" not in note:
        lines.append(words("needs.gpa", gpa=f"{needs.gpa_min:.2f}"))
    if (school := levels(benefit)) and needs.levels and school[0] not in note:
        lines.append(words("needs.levels", levels=" ".join(school)))
    if benefit.lifetime is not None and benefit.lifetime.times is not None and benefit.kind != "death":
        lines.append(words.of("lifetime", benefit.lifetime.per, n=benefit.lifetime.times))
    lines += [_exclusion(words, each.cause, each.within_years) for each in benefit.exclusions]
    if benefit.beneficiary != "none" and not note:
        lines.append(words("needs.beneficiary"))
    if benefit.paid_in_month is not None:
        lines.append(words("rule.paid_in_month", month=words.of("month_name", str(benefit.paid_in_month))))
    return [*lines, note] if note else lines


def _waits(words: Words, benefit: Benefit) -> list[str]:
    if benefit.waiting_days:
        return [words("needs.waiting", time=waiting(words, benefit.waiting_days))]
    if benefit.waiting_years:
        return [words("needs.waiting", time=count(words, "year", benefit.waiting_years))]
    return [] if benefit.open_to_non_members else [words("needs.no_waiting")]


def _exclusion(words: Words, cause: str, within: int | None) -> str:
    name = wording.cause(words, cause)
    return (
        words("rule.excluded_first_years", cause=name, years=within) if within else words("rule.excluded", cause=name)
    )


def papers(words: Words, codes: tuple[str, ...]) -> list[str]:
    """Papers by name; one that the catalogue does not know is shown as the fund wrote it."""
    return [words.of("document", code) if words.has(f"document.{code}") else code for code in codes]


def paper_section(words: Words, codes: tuple[str, ...]) -> Section:
    """The papers to bring, or that there are none."""
    rows = tuple(Row(words("list.item", item=paper)) for paper in papers(words, codes)) or (Row(words("papers.none")),)
    return Section(rows, heading=words("heading.papers"))


def deadlines(words: Words, benefit: Benefit, on: date | None) -> list[str]:
    """The filing window, and the last day for an event of the day `on`."""
    end = last_day(benefit.claim_window, on) if on is not None else None
    return [deadline(words, benefit), *([words("until.by", until=day(words, end))] if end is not None else [])]


def deadline(words: Words, benefit: Benefit) -> str:
    """The filing window of a clause in one sentence."""
    window = benefit.claim_window
    if window is None or window == ClaimWindow():
        return words("window.none")
    if window.days is not None:
        return words("window.days", days=window.days, start=event_day(words, benefit.kind))
    if window.before is not None:
        return (
            words.of("window.before", window.before) if words.has(f"window.before.{window.before}") else window.before
        )
    if window.until is None:
        return words("window.opens", opens=_yearly(words, window.opens or "01-01"))
    until = _yearly(words, window.until)
    return (
        words("window.season", opens=_yearly(words, window.opens), until=until)
        if window.opens
        else words("window.until", until=until)
    )


def event_day(words: Words, kind: str) -> str:
    """The day from which a claim window counts, by name."""
    return words.of("event_day", kind)


def _yearly(words: Words, month_and_day: str) -> str:
    month, day_of_month = month_and_day.split("-")
    return day_and_month(words, int(month), int(day_of_month))
