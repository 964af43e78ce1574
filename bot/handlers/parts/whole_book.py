"""A whole rulebook in sentences, as the committee signs it: the very words that members are told, with examples."""

from __future__ import annotations

from collections.abc import Iterator

from bot.entitlement.findings import Outcome
from bot.entitlement.periods import add_years
from bot.entitlement.rulebook import Benefit, Rulebook
from bot.exchange.worked import Worked, worked
from bot.figures import baht, count, day, number
from bot.handlers.parts import amounts, rule, wording
from bot.words import Words


def told(words: Words, book: Rulebook) -> Iterator[str]:
    """The rulebook line by line, plain text; a blank line between its parts."""
    yield words("book.title", fund=book.fund, version=book.version)
    yield words("book.approved", by=book.approved_by or words("book.nobody"))
    if book.effective_to is None:
        yield words("book.from", start=day(words, book.effective_from))
    else:
        yield words("book.span", start=day(words, book.effective_from), end=day(words, book.effective_to))
    yield words.of("book.status", book.status)
    yield from _part(words("book.paying"), [*_paying(words, book), *_arrears(words, book)])
    yield from _part(words("book.leaving"), [*_leaving(words, book), *_joining(words, book)])
    yield from _part(words("book.common"), [words.of("book.waiting_from", book.waiting_from), _late(words, book)])
    for benefit in book.benefits:
        yield from _part(words("rule.heading", benefit=benefit.name, clause=benefit.clause), _clause(words, benefit))
        yield from (words("book.example", text=_example(words, benefit, each)) for each in worked(book, benefit))
    yield ""
    yield words("book.sign")


def _part(heading: str, lines: list[str]) -> Iterator[str]:
    yield ""
    yield heading
    yield from (f"  {line}" for line in lines)


def _clause(words: Words, benefit: Benefit) -> list[str]:
    lines = [words("book.pays", amount=amounts.amount(words, benefit))]
    lines += [
        words("book.step", condition=condition, amount=amount) for condition, amount in amounts.steps(words, benefit)
    ]
    if benefit.part_of:
        lines.append(words("book.part_of", code=benefit.part_of))
    lines += rule.conditions(words, benefit)
    papers = rule.papers(words, benefit.documents)
    lines.append(words("book.papers", papers=words("list.join").join(papers)) if papers else words("papers.none"))
    lines += rule.deadlines(words, benefit, None)
    if benefit.discretion:
        lines.append(words("book.discretion"))
    return lines


def _paying(words: Words, book: Rulebook) -> Iterator[str]:
    given = book.contribution
    if given.monthly_satang is not None:
        yield words("book.monthly", amount=number(given.monthly_satang))
    if given.yearly_satang is not None:
        yield words("book.yearly", amount=number(given.yearly_satang))
    if given.entry_fee_satang:
        yield words("book.entry_fee", amount=number(given.entry_fee_satang))
    yield words("book.due_day", day=given.due_day) if given.due_day else words("book.due_end")


def _arrears(words: Words, book: Rulebook) -> Iterator[str]:
    rules = book.arrears
    if rules.warn_months is not None:
        yield words("book.warn", months=rules.warn_months)
    if rules.deduct:
        yield words("book.deduct")
    if rules.suspend_months is not None:
        yield words("book.suspend", months=rules.suspend_months, days=rules.reinstate_wait_days)
    if rules.reset_days is not None:
        yield words("book.reset", days=rules.reset_days)
    if rules.notice_months is not None:
        yield words("book.notice", months=rules.notice_months, days=rules.notice_days)
    if rules.terminate_months is not None:
        yield words("book.terminate", months=rules.terminate_months)
    yield words.of("book.basis", rules.basis)


def _leaving(words: Words, book: Rulebook) -> Iterator[str]:
    yield words.of("book.refund", book.resign.refund, percent=book.resign.percent or 0)
    again = book.rejoin
    if not again.allowed:
        yield words("book.rejoin_no")
        return
    yield words("book.rejoin")
    if again.cooloff_months or again.cooloff_days:
        unit, wait = ("month", again.cooloff_months) if again.cooloff_months else ("day", again.cooloff_days)
        yield words("book.cooloff", time=count(words, unit, wait))
    if again.entry_fee:
        yield words("book.rejoin_fee")
    if again.waiting_restart:
        yield words("book.rejoin_restart")


def _joining(words: Words, book: Rulebook) -> Iterator[str]:
    given = book.admission
    if given.residence:
        known = words.has(f"residence.{given.residence}")
        yield words("book.residence", place=words.of("residence", given.residence) if known else given.residence)
    if given.age_min is not None:
        yield words("needs.age", years=given.age_min)
    if given.guardian_under is not None:
        yield words("book.guardian", years=given.guardian_under)
    if given.documents:
        yield words("book.papers", papers=words("list.join").join(rule.papers(words, given.documents)))
    if given.note:
        yield given.note


def _late(words: Words, book: Rulebook) -> str:
    return words.of("book.late", book.late_claims)


def _example(words: Words, benefit: Benefit, each: Worked) -> str:
    """Who, what, and what comes of it."""
    born = each.membership.born
    age = each.on.year - born.year - (add_years(born, each.on.year - born.year) > each.on) if born else 0
    told = [words("book.example.member", age=age, joined=day(words, each.joined))]
    told.append(words("book.example.behind", n=each.behind) if each.behind else words("book.example.paid"))
    told.append(words("book.example.event", benefit=benefit.name, date=day(words, each.on)))
    if each.event.nights:
        told.append(count(words, "night", each.event.nights))
    if (each.event.count or 1) > 1:
        told.append(words("book.example.children", n=each.event.count))
    if each.event.level:
        told.append(words("book.example.level", level=each.event.level))
    if each.event.gpa and benefit.conditions.gpa_min is not None:
        told.append(words("book.example.gpa", gpa=f"{each.event.gpa:.2f}"))
    return " ".join([*told, words("book.example.arrow"), _outcome(words, benefit, each)])


def _outcome(words: Words, benefit: Benefit, each: Worked) -> str:
    judged = each.assessment
    if judged.outcome is Outcome.ENTITLED and judged.satang is not None:
        total = baht(words, judged.satang)
        mine = next((part.satang for part in judged.parts if part.code == benefit.code), None)
        if "up_to" in judged.notes:
            return words("book.example.up_to", amount=total)
        if mine is not None and len([part for part in judged.parts if part.satang]) > 1:
            return words("book.example.together", amount=baht(words, mine), total=total)
        return words("book.example.gets", amount=total)
    if judged.outcome is Outcome.UNKNOWN:
        return words("book.example.meeting" if "resolution" in judged.missing else "book.example.unknown")
    reasons = wording.reasons(words, judged.findings, words("book.example.on", date=day(words, each.on)))
    return words("book.example.nothing", why=reasons[0] if reasons else words("book.example.resting"))
