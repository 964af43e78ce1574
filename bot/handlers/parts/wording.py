"""Findings as sentences, and the lines that end every answer: clause and version, as-of day, the committee's word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Literal

from bot.entitlement.findings import Check, Finding
from bot.entitlement.rulebook import Rulebook
from bot.figures import BUDDHIST_YEARS, count, day, month
from bot.services.funds import FundFacts
from bot.words import Words

Tone = Literal["calm", "good", "warn", "sorrow"]


SHORT_LEVEL, FEW_LEVELS = 7, 6
"""Letters of a school level that people say, and how many of them are still read."""


def tone_of(kind: str, otherwise: Tone = "calm") -> Tone:
    """How a card about a kind of benefit looks: never glad about a death."""
    return "sorrow" if kind == "death" else otherwise


def foot(words: Words, clauses: Iterable[str | None], book: Rulebook, as_of: date, *, decides: bool = True) -> str:
    """The small print: clause and version, the day of the information, and that the committee decides."""
    lines = [clause_line(words, clauses, book)]
    if book.effective_to is not None and book.effective_to < as_of:
        lines.append(words("clause.former", date=day(words, book.effective_to)))
    lines.append(words("as_of.line", date=day(words, as_of)))
    return "\n".join([*lines, words("committee.line")] if decides else lines)


def clause_line(words: Words, clauses: Iterable[str | None], book: Rulebook) -> str:
    """By which clauses and version something is said."""
    named = list(dict.fromkeys(clause for clause in clauses if clause))
    if not named:
        return words("clause.book", version=book.version)
    return words("clause.line", clause=words("clause.join").join(named), version=book.version)


def cause(words: Words, name: str) -> str:
    """A cause by name; one that the catalogue does not know is said as the fund wrote it."""
    return words.of("cause", name) if words.has(f"cause.{name}") else name


def stopped(words: Words, fund: FundFacts) -> str:
    """That a fund has stopped, and since when where that is known."""
    if fund.stopped_since is None:
        return words("fund.stopped", fund=fund.name)
    return words("fund.stopped_since", fund=fund.name, month=month(words, fund.stopped_since.isoformat()[:7]))


def reasons(words: Words, findings: Iterable[Finding], on: str) -> list[str]:
    """Why not, one sentence for each rule that is not met; `on` names the day it was judged for.

    Rules without words of their own (the standing and the filing window have their own lines) are left out.
    """
    found = [reason(words, finding, on) for finding in findings if finding.outcome is Check.NOT_MET]
    return list(dict.fromkeys(line for line in found if line))


def reason(words: Words, finding: Finding, on: str) -> str | None:
    """Why one rule is not met; None where the catalogue has no words for it."""
    if finding.rule.startswith("cap_"):
        return _used_up(words, finding)
    if finding.rule == "lifetime" and isinstance(finding.needed, dict):
        unit = "times" if "times" in finding.needed else "baht"
        return words.of("not_met.lifetime", unit, limit=_shown(finding.needed[unit]))
    key = f"not_met.{finding.rule}"
    if finding.waits_until is not None:
        key += ".until"
    if finding.rule == "waiting" and finding.waits_until and isinstance(finding.saw, int) and finding.saw < 0:
        key = "not_met.waiting.before"
    if not words.has(key):
        return None
    until = day(words, finding.waits_until) if finding.waits_until else ""
    return words(key, **_values(words, finding), until=until, on=on)


def _values(words: Words, finding: Finding) -> dict[str, Any]:
    needed, saw = finding.needed, finding.saw
    short = needed - saw if isinstance(needed, int) and isinstance(saw, int) else 0
    values = {"needed": _shown(needed), "saw": _shown(saw), "short": _shown(short)}
    if finding.rule == "tenure":
        values["needed"] = _length(words, needed)
    if finding.rule == "age" and isinstance(needed, dict):
        values["needed"] = _shown(next(iter(needed.values())))
    if finding.rule == "level" and isinstance(needed, list):
        values["needed"] = " ".join(_few([str(level) for level in needed]))
    if finding.rule == "gpa":
        values |= {
            name: f"{float(value):.2f}"
            for name, value in (("needed", needed), ("saw", saw))
            if isinstance(value, int | float)
        }
    return values


def _few(levels: list[str]) -> list[str]:
    """School levels by their short Thai names; single classes are left out where there are many."""
    short = [level for level in levels if not level.isascii() and len(level) <= SHORT_LEVEL]
    if len(short) <= FEW_LEVELS:
        return short
    return [level for level in short if not any(letter.isdigit() for letter in level)] or short


def _length(words: Words, needed: object) -> str:
    """A length of membership as a finding gives it: years, or a ladder's first step."""
    if isinstance(needed, dict):
        unit, amount = next(iter(needed.items()))
        return count(words, "day" if unit == "days" else "year", int(amount))
    return count(words, "year", int(str(needed)))


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _used_up(words: Words, finding: Finding) -> str:
    needed = finding.needed if isinstance(finding.needed, dict) else {}
    period = period_of(words, needed)
    for unit in ("nights", "times", "baht"):
        if (limit := needed.get(unit)) is not None:
            used_up = words.of("not_met.cap", unit, limit=_shown(limit), period=period)
            return " ".join([used_up, *_again(words, needed)])
    return words("not_met.cap.baht", limit="0", period=period)


def _again(words: Words, needed: dict[str, Any]) -> list[str]:
    """When a cap counts anew; one over so many years in a row has no such day."""
    if needed.get("years") or "to" not in needed:
        return []
    following = date.fromisoformat(str(needed["to"])) + timedelta(days=1)
    return [words("not_met.cap.again", date=day(words, following))]


def period_of(words: Words, needed: dict[str, Any]) -> str:
    """The span a cap counts over, by name: the fiscal year by its number."""
    if needed.get("years"):
        return words("period.years", years=needed["years"])
    ends = str(needed.get("to") or "")
    year = int(ends[:4]) + BUDDHIST_YEARS if ends else ""
    return words.of("period", str(needed.get("basis", "fiscal")), year=year)


def used(words: Words, finding: Finding) -> list[str]:
    """What this year's caps have left, one line for each limit under which something was used."""
    needed, saw = finding.needed, finding.saw
    if not isinstance(needed, dict) or not isinstance(saw, dict):
        return []
    period, lines = period_of(words, needed), []
    if saw.get("used_baht"):
        lines.append(
            words(
                "used.baht",
                used=_shown(saw["used_baht"]),
                limit=_shown(needed["baht"]),
                left=_shown(saw["left_baht"]),
                period=period,
            )
        )
    if saw.get("used_nights"):
        lines.append(
            words(
                "used.nights",
                used=_shown(saw["used_nights"]),
                limit=_shown(needed["nights"]),
                left=_shown(saw["left_nights"]),
                period=period,
            )
        )
    return lines
