"""deadline.list: what is due when where the speaker works, and who has not sent it yet (domain.md S4-23)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, Text, pack
from bot.handlers import deadline_set, talk
from bot.handlers.context import Turn
from bot.handlers.parts.seeing import Seen, where
from bot.reminders import debts
from bot.reminders.digest import title, when
from bot.reminders.policy import Debt
from bot.services import areas, authority, deadlines, funds, past_meetings
from bot.services.authority import Deed
from bot.services.deadlines import Due
from bot.services.obligations import RESOLUTION, template
from bot.understanding.dates import first_date
from bot.understanding.deadline_words import read_obligation
from bot.understanding.hearing import hears

INTENT = "deadline.list"
LOOKS_BACK = timedelta(days=60)
MOST_MATTERS, MOST_NAMES = 8, 6


@dataclass(frozen=True)
class Matter:
    """One deadline as it is listed: its title, its day, and who of those that owe it has not sent."""

    heading: str
    due_on: date
    missing: tuple[Debt, ...]
    owed: int


async def handle(turn: Turn) -> Reply:
    """The list; a sentence that sets or moves a deadline begins that form instead."""
    if hears(turn.incoming.text, deadline_set.EXEMPT):
        return await deadline_set.exempt(turn)
    if hears(turn.incoming.text, deadline_set.SET):
        return await deadline_set.handle(turn)
    if not turn.speaker.roles and not turn.in_group:
        return await talk.later(turn)
    seen = await where(turn)
    if isinstance(seen, Reply):
        return seen
    span = _months(turn)
    standing = await deadlines.standing(turn.session)
    matters = [one for one in await _matters(turn, seen, standing) if _within(one, span, turn.today)]
    lead = turn.words("deadline.list.months") if span else ""
    bare = () if span else _bare(turn, seen, standing)
    if not matters and not bare:
        return Reply((Text(turn.words("deadline.list.none")),), _taps(turn))
    tambons = {fund.area_id: fund.tambon for fund in await funds.all_funds(turn.session)}
    sections = [await _section(turn, one, tambons) for one in matters[:MOST_MATTERS]]
    if len(matters) > MOST_MATTERS:
        sections.append(Section((Row(turn.words("list.and_more", n=len(matters) - MOST_MATTERS), faint=True),)))
    if bare:
        names = ", ".join(dict.fromkeys(turn.words.of("obligation", each.obligation) for each in bare))
        sections.append(Section((Row(names),), turn.words("deadline.list.bare")))
    foot = turn.words("info.as_of", date=figures.day(turn.words, turn.today))
    heading = turn.words("deadline.list.title", area=seen.name)
    return Reply((Card(heading, lead, tuple(sections), foot),), _taps(turn))


async def _matters(turn: Turn, seen: Seen, standing: Sequence[Due]) -> list[Matter]:
    """What the area owes, by deadlines and decisions, the nearest day first."""
    every = await debts.read(turn.session, turn.today, turn.clock.zone, every=True)
    inside = [one for one in every if one.area_id in seen.scope.area_ids]
    named = read_obligation(turn.incoming.text) if turn.incoming.text else None
    dues = {each.id: each for each in standing}
    found: dict[tuple[str, date], list[Debt]] = {}
    for one in inside:
        found.setdefault((one.matter, one.due_on), []).append(one)
    matters = []
    for (matter, due_on), group in found.items():
        due = dues.get(int(matter[1:])) if matter[0] == "d" else None
        if named is not None and (due is None or due.obligation != named):
            continue
        heading = await _heading(turn, matter, due)
        if heading:
            matters.append(Matter(heading, due_on, tuple(one for one in group if not one.done), len(group)))
    return sorted(matters, key=lambda one: (one.due_on, one.heading))


async def _heading(turn: Turn, matter: str, due: Due | None) -> str:
    if due is not None:
        return title(turn.words, due.obligation, due.year)
    decision = await past_meetings.decision(turn.session, int(matter[1:])) if matter[0] == "r" else None
    return title(turn.words, RESOLUTION, 0, decision.text) if decision else ""


async def _section(turn: Turn, one: Matter, tambons: Mapping[int, str]) -> Section:
    words = turn.words
    rows = [Row(when(words, one.due_on, turn.today))]
    if not one.missing:
        rows.append(Row(words("deadline.list.all_sent", n=one.owed)))
    elif one.owed > 1:
        names = await _names(turn, one.missing, tambons)
        rows.append(Row(words("deadline.list.missing", n=len(one.missing), of=one.owed, names=names)))
    else:
        rows.append(Row(words("deadline.list.not_yet", place=await _names(turn, one.missing, tambons))))
    return Section(tuple(rows), one.heading)


async def _names(turn: Turn, missing: Sequence[Debt], tambons: Mapping[int, str]) -> str:
    shown = [
        tambons.get(one.area_id) or (await areas.place(turn.session, one.area_id)).name for one in missing[:MOST_NAMES]
    ]
    rest = len(missing) - MOST_NAMES
    return ", ".join(shown) + (turn.words("deadline.list.more", n=rest) if rest > 0 else "")


def _bare(turn: Turn, seen: Seen, standing: Sequence[Due]) -> tuple[Due, ...]:
    """What is owed but has no day yet, for the speaker's own provinces."""
    if read_obligation(turn.incoming.text) is not None or not authority.roots(turn.speaker, Deed.DEADLINE):
        return ()
    tops = {place.id for place in seen.tops}
    return tuple(
        each for each in standing if each.area_id in tops and each.due_on is None and each.obligation in template()
    )


def _months(turn: Turn) -> tuple[date, date] | None:
    """The first and last day that the question is about; None for "what is coming"."""
    span = first_date(turn.incoming.text, turn.today, future=True) if turn.incoming.text else None
    if span is None or span.first is None or span.last is None:
        return None
    return span.first, span.last


def _within(one: Matter, span: tuple[date, date] | None, today: date) -> bool:
    if span is not None:
        return span[0] <= one.due_on <= span[1]
    return one.due_on >= today or bool(one.missing and one.due_on >= today - LOOKS_BACK)


def _taps(turn: Turn) -> tuple[Choice, ...]:
    wanted = [("tap.report.submit", "report.submit", Deed.REPORT), ("nudge.tap.later", "deadline.extend", Deed.REPORT)]
    wanted.append(("deadline.tap.set", deadline_set.SET, Deed.DEADLINE))
    if turn.in_group:
        return ()
    return tuple(
        Choice(label, Press(pack("ask", intent), said=label))
        for name, intent, deed in wanted
        if authority.roots(turn.speaker, deed) and (label := turn.words(name))
    )
