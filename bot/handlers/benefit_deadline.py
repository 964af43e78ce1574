"""benefit.claim_deadline: until when one may claim."""

from __future__ import annotations

from datetime import date

from bot.chat import Card, Part, Reply, Row, Section
from bot.entitlement.rulebook import Benefit
from bot.entitlement.windows import last_day
from bot.figures import day
from bot.handlers.context import Turn
from bot.handlers.parts import event, general, rule, slots, wording
from bot.handlers.parts.need import Need, resolve

INTENT = "benefit.claim_deadline"


async def handle(turn: Turn) -> Reply:
    """The last day for a told event, or the rule and our question for the day."""
    need = await resolve(turn, INTENT)
    if isinstance(need, Reply):
        return need
    parts: tuple[Part, ...] = (*need.before, _card(turn, need))
    counts_days = any(
        benefit.claim_window is not None and benefit.claim_window.days is not None for benefit in need.rule.benefits
    )
    if not need.told.said and counts_days and not turn.in_group and not slots.tried(turn, INTENT, "date"):
        wanted = {**event.as_slots(turn, need.told), **need.chosen.carry}
        return slots.ask(turn, INTENT, wanted, "date", slots.choices(turn, "date"), Reply(parts), about=need.kind)
    slots.settle(turn, INTENT)
    choices = general.next_questions(turn, need.chosen, need.told, "documents", "amount", "claim")
    return general.answered(turn, need.chosen, parts, choices)


def _card(turn: Turn, need: Need) -> Card:
    """The window of each clause; the big line is the last day where one clause alone decides."""
    words, benefits, told = turn.words, need.rule.benefits, need.told
    ends = {
        benefit.code: _end(benefit, told.day) if told.said or not _by_days(benefit) else None for benefit in benefits
    }
    sections = []
    for benefit in benefits:
        rows = [Row(line) for line in _lines(turn, need, benefit, ends[benefit.code])]
        sections.append(Section(tuple(rows), heading=rule.heading(words, benefit, benefits)))
    if told.said:
        sections.insert(
            0, Section((Row(words("until.event", start=rule.event_day(words, need.kind), date=day(words, told.day))),))
        )
    foot = wording.foot(words, [benefit.clause for benefit in benefits], need.rule.rulebook, turn.today)
    late = ends[benefits[0].code] is not None and turn.today > (ends[benefits[0].code] or turn.today)
    name = benefits[0].name if len(benefits) == 1 else words.of("kind", need.kind)
    tone = wording.tone_of(need.kind, "warn" if late else "calm")
    return Card(
        words("until.title", benefit=name),
        _lead(turn, benefits[0], ends[benefits[0].code]),
        tuple(section for section in sections if section.rows),
        foot,
        tone=tone,
    )


def _lead(turn: Turn, benefit: Benefit, end: date | None) -> str:
    words = turn.words
    if end is None:
        return rule.deadline(words, benefit)
    if turn.today > end:
        return words("own.lead.late", days=(turn.today - end).days)
    return words("until.by", until=day(words, end))


def _lines(turn: Turn, need: Need, benefit: Benefit, end: date | None) -> list[str]:
    words = turn.words
    lines = [rule.deadline(words, benefit)] if end is not None else []
    if end is not None and turn.today > end:
        late = need.rule.rulebook.late_claims
        return [words("own.late.until", until=day(words, end)), *lines, words.of("own.late", late)]
    if end is not None:
        lines.append(words("until.left", days=(end - turn.today).days))
    return lines


def _by_days(benefit: Benefit) -> bool:
    return benefit.claim_window is not None and benefit.claim_window.days is not None


def _end(benefit: Benefit, event: date) -> date | None:
    return last_day(benefit.claim_window, event)
