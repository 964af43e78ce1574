"""The result of an assessment as a card: points, a bar for each part, what is weakest, and the one before."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Row, Section
from bot.services import rubrics
from bot.services.assessments import Kept
from bot.services.funds import FundFacts
from bot.services.rubrics import Part
from bot.words import Words

MOST_WEAK = 3
WEAK_SHARE = 0.5
GOOD_SHARE = 0.75


def result_card(words: Words, fund: FundFacts, kept: Kept, before: Kept | None = None) -> Card:
    """The card of one assessment; an open question counts neither for nor against the fund."""
    share = kept.score / kept.most if kept.most else 0.0
    sections = [Section(tuple(_bar(words, part, kept) for part in kept.rubric.parts))] if kept.rubric else []
    if weak := _weak(words, kept):
        sections.append(Section(weak, words("assessment.weak")))
    if before is not None:
        sections.append(Section((Row(_compared(words, kept, before)),)))
    title = words("assessment.title", fund=fund.tambon, year=kept.for_year)
    lead = words("assessment.lead", points=kept.score, most=kept.most, percent=round(share * 100))
    return Card(title, lead, tuple(sections), _foot(words, kept), tone="good" if share >= GOOD_SHARE else "calm")


def _bar(words: Words, part: Part, kept: Kept) -> Row:
    total = rubrics.score(part.questions, kept.answers)
    shown = words("assessment.of", points=total.points, most=total.most) if total.most else words("assessment.unknown")
    return Row(shown, part.title, share=total.share)


def _weak(words: Words, kept: Kept) -> tuple[Row, ...]:
    """The questions with the fewest points, up to three: where to begin."""
    asked = kept.rubric.questions if kept.rubric else ()
    low = [each for each in asked if kept.answers.get(each.number, each.most) / each.most <= WEAK_SHARE]
    low.sort(key=lambda each: (kept.answers[each.number] / each.most, each.number))
    return tuple(
        Row(words("assessment.of", points=kept.answers[each.number], most=each.most), f"{each.number} {each.short}")
        for each in low[:MOST_WEAK]
    )


def _compared(words: Words, kept: Kept, before: Kept) -> str:
    """Against the one before, in hundredths: versions and open questions may differ."""
    now, then = (round(100 * each.score / each.most) if each.most else 0 for each in (kept, before))
    way = "up" if now > then else "down" if now < then else "same"
    day = figures.day(words, before.day)
    return words(f"assessment.compared.{way}", day=day, percent=then, change=abs(now - then))


def _foot(words: Words, kept: Kept) -> str:
    by = words(f"form.assessment.made_by.{kept.made_by}")
    asked = len(kept.rubric.questions) if kept.rubric else len(kept.answers)
    told = words("assessment.foot", by=by, day=figures.day(words, kept.day), answered=len(kept.answers), asked=asked)
    if kept.rubric is None:
        return told
    return f"{told} · {words('assessment.version', version=kept.rubric.version, note=kept.rubric.note)}"
