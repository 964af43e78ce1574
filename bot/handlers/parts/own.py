"""A member's own case as a card: the amount first, then why, papers, until when. Said in the 1:1 chat only."""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Card, Row, Section
from bot.entitlement.findings import Check, Outcome
from bot.entitlement.standing import Standing, standing
from bot.figures import baht, day, month, number
from bot.handlers.context import Turn
from bot.handlers.parts import amounts, reckoning, rule, wording
from bot.handlers.parts.event import Told
from bot.handlers.parts.wording import Tone
from bot.services.entitlements import Case

STALE = timedelta(days=31)
"""A register older than this may not know of the latest payments."""


def own_card(turn: Turn, case: Case, told: Told, *, opening: bool = True) -> Card:
    """The answer to a member's own case that is decided; `opening`: the first row says that it is a right."""
    words, found = turn.words, case.assessment
    sections = [Section(tuple(Row(line) for line in why(turn, case, told, opening=opening)))]
    if (ladder := _death_ladder(turn, case)) is not None:
        sections.append(ladder)
    if found.outcome is Outcome.ENTITLED or found.if_accepted_satang:
        sections += [rule.paper_section(words, found.documents)]
    if found.outcome is Outcome.ENTITLED and (until := until_lines(turn, case, told)):
        sections.append(Section(tuple(Row(line) for line in until), heading=words("heading.deadline")))
    foot = wording.foot(
        words, [part.clause for part in found.parts if part.outcome is found.outcome], case.rulebook, case.line.as_of
    )
    return Card(
        title(turn, case, told),
        lead(turn, case),
        tuple(section for section in sections if section.rows),
        foot,
        tone=tone(case),
    )


def tone(case: Case) -> Tone:
    """How the card looks."""
    benefit = case.rulebook.benefit(case.assessment.benefit or "")
    kind = benefit.kind if benefit is not None else ""
    return wording.tone_of(kind, "good" if case.assessment.outcome is Outcome.ENTITLED else "warn")


def _owed(turn: Turn, case: Case) -> Standing:
    """The standing of today, for "if you pay today"; that of the event's day where nothing is owed any more."""
    now = standing(case.rulebook, case.line.membership, turn.today)
    return case.standing if now.state in ("good", "unknown") else now


def _death_ladder(turn: Turn, case: Case) -> Section | None:
    """All steps of the rule beside a member's own: whoever asks of a death may mean somebody else's."""
    benefit = case.rulebook.benefit(case.assessment.benefit or "")
    if benefit is None or benefit.kind != "death":
        return None
    rows = tuple(Row(value, label) for label, value in amounts.steps(turn.words, benefit))
    return Section(rows, heading=turn.words("heading.rule")) if rows else None


def title(turn: Turn, case: Case, told: Told) -> str:
    """What was asked, as it was understood: the benefit, the nights, the day."""
    words, event = turn.words, told.event
    benefit = case.rulebook.benefit(case.assessment.benefit or "")
    name = benefit.name if benefit is not None else words.of("kind", event.kind)
    if event.kind == "death":
        return words("own.yourself", benefit=name)
    if event.nights and event.kind == "hospital":
        name = words("own.with_nights", benefit=name, nights=event.nights)
    if event.count and event.count > 1:
        name = words("own.with_children", benefit=name, n=event.count)
    return words("own.on_day", benefit=name, date=day(words, told.day)) if told.said else name


def lead(turn: Turn, case: Case) -> str:
    """The one big line: the amount, or why there is none now."""
    words, found = turn.words, case.assessment
    if found.outcome is Outcome.ENTITLED:
        notes = [note for note in ("up_to", "per_month", "per_year") if note in found.notes]
        return words.of("own.lead", notes[0] if notes else "amount", amount=number(found.satang or 0))
    if overdue := overdue_days(case):
        return words("own.lead.late", days=overdue)
    if suspended(case):
        return words("own.lead.now_nothing")
    return words("own.lead.not_yet" if found.waits_until else "own.lead.nothing")


def suspended(case: Case) -> bool:
    """Whether what is owed stands in the way."""
    return any(finding.rule == "arrears" and finding.outcome is Check.NOT_MET for finding in case.assessment.findings)


def overdue_days(case: Case) -> int | None:
    """Days by which the filing window was missed where nothing else stands in the way, None otherwise."""
    failed = [finding for finding in case.assessment.findings if finding.outcome is Check.NOT_MET]
    if [finding.rule for finding in failed] != ["window"] or not isinstance(failed[0].saw, dict):
        return None
    return int(str(failed[0].saw["overdue_days"]))


def why(turn: Turn, case: Case, told: Told, *, opening: bool = True) -> list[str]:
    """The reckoning of an amount, or what stands in the way and how it passes."""
    words, found = turn.words, case.assessment
    if found.outcome is Outcome.ENTITLED:
        first = "own.beneficiary" if "named_beneficiary" in found.notes else "own.entitled"
        return [*([words(first)] if opening else []), *reckoning.lines(words, case)]
    on = words("on.today") if told.day == turn.today else words("on.day", date=day(words, told.day))
    lines = [*arrears_lines(turn, case), *wording.reasons(words, found.findings, on)]
    if (gives := _gives_later(turn, case)) is not None:
        lines.append(gives)
    if overdue_days(case) and found.claim_until:
        lines.append(words("own.late.until", until=day(words, found.claim_until)))
        lines.append(words("own.late.committee" if found.if_accepted_satang else "own.late.refused"))
        if found.if_accepted_satang:
            lines.append(words("own.late.amount", amount=baht(words, found.if_accepted_satang)))
    return lines


def _gives_later(turn: Turn, case: Case) -> str | None:
    """What the rule pays once the age is reached, for those who only wait for that."""
    failed = {finding.rule for finding in case.assessment.findings if finding.outcome is Check.NOT_MET}
    benefit = case.rulebook.benefit(case.assessment.benefit or "")
    if benefit is None or benefit.kind != "elderly" or "age" not in failed:
        return None
    return turn.words("own.gives_later", amount=amounts.amount(turn.words, benefit))


def arrears_lines(turn: Turn, case: Case) -> list[str]:
    """What is owed, what to pay and when the right returns (domain.md T14); empty where nothing stands in the way."""
    if not suspended(case):
        return []
    words, owed = turn.words, _owed(turn, case)
    lines = []
    if owed.months_behind and owed.paid_to:
        key = "arrears.ended" if owed.state == "ended" else "arrears.behind"
        lines.append(words(key, months=owed.months_behind, paid_to=month(words, owed.paid_to)))
    if owed.state == "ended":
        return [*lines, words("arrears.join_again")]
    if owed.arrears_satang:
        lines.append(words("arrears.pay", amount=baht(words, owed.arrears_satang)))
    if owed.reason == "tenure_reset":
        lines.append(words("arrears.reset"))
    elif owed.restores_on is not None:
        key = "arrears.returns_waiting" if owed.reason == "reinstating" else "arrears.returns"
        lines.append(words(key, date=day(words, owed.restores_on)))
    if owed.terminates_on is not None:
        lines.append(words("arrears.ends", date=day(words, owed.terminates_on)))
    if turn.today - case.line.as_of > STALE:
        lines.append(words("arrears.paid_since"))
    return lines


def until_lines(turn: Turn, case: Case, told: Told) -> list[str]:
    """Until when to claim: a date where the event's day was told, else the rule with today's reckoning."""
    words, found = turn.words, case.assessment
    benefit = case.rulebook.benefit(found.benefit or "")
    if benefit is None or benefit.claim_window is None:
        return []
    if found.claim_until is None:
        return [rule.deadline(words, benefit)]
    until = day(words, found.claim_until)
    if told.said or benefit.claim_window.days is None:
        return [words("until.by", until=until)]
    if told.day != turn.today:
        return [rule.deadline(words, benefit)]
    return [
        rule.deadline(words, benefit),
        words("until.if_today", until=until, start=rule.event_day(words, benefit.kind)),
    ]
