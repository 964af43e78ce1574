"""A fund as those see it who look after it: figures with their days, states told, reports, verification, meeting."""

from __future__ import annotations

from datetime import date

from bot import figures
from bot.chat import Card, Choice, Press, Row, Section, pack
from bot.handlers.context import Turn
from bot.handlers.parts import meeting_lists
from bot.services import fund_story
from bot.services.fund_story import StateTold, Story
from bot.services.funds import FundFacts
from bot.services.overview import STALE


async def card(turn: Turn, fund: FundFacts) -> Card:
    """The fuller card of a fund within the speaker's area."""
    words = turn.words
    told = await fund_story.story(turn.session, fund.id, fund.area_id)
    sections = [
        Section(tuple(_state(turn, fund, told)), words("fund_card.state")),
        Section(tuple(_figures(turn, fund)), words("fund_card.figures")),
        Section(tuple(_work(turn, told)), words("fund_card.work")),
        Section(tuple(Row(value, words(label)) for label, value in _contact(fund) if value)),
    ]
    label = words("tap.report.status")
    button = Choice(label, Press(pack("ask", "report.status", a=fund.area_id), said=label))
    foot = words("info.as_of", date=figures.day(words, turn.today))
    return Card(
        fund.name,
        sections=tuple(section for section in sections if section.rows),
        foot=foot,
        buttons=(button,),
        tone="warn" if fund.status in ("stopped", "weak") or _old(turn, fund) else "calm",
    )


def _state(turn: Turn, fund: FundFacts, told: Story) -> list[Row]:
    words = turn.words
    now = words.of("form.fund_state.status", fund.status)
    if fund.status == "stopped" and fund.stopped_since:
        now = f"{now} {words('list.since', since=_month(turn, fund.stopped_since))}"
    rows = [Row(now, words("fund_card.now"), strong=True)]
    for each in told.states:
        since = _since(turn, each)
        key = "fund_card.suspected" if each.suspected else "fund_card.told"
        state = words.of("form.fund_state.status", each.status)
        rows.append(Row(words(key, state=state, since=since, date=_day(turn, each.told_on)), faint=True))
    return rows


def _since(turn: Turn, told: StateTold) -> str:
    """Since when, no more exactly than it was told."""
    if told.since is None:
        return turn.words("list.day_unknown")
    if told.grain == "year":
        return turn.words("fund_state.year", year=told.since.year + figures.BUDDHIST_YEARS)
    return _day(turn, told.since) if told.grain == "day" else _month(turn, told.since)


def _figures(turn: Turn, fund: FundFacts) -> list[Row]:
    """Each figure with its day; old ones are marked, untold ones are said to be so."""
    words = turn.words
    as_of = _day(turn, fund.figures_as_of)
    rows = []
    if fund.members_count is not None:
        rows.append(Row(_dated(turn, figures.count(words, "person", fund.members_count), as_of), words("info.members")))
    if fund.balance_satang is not None:
        told = _dated(
            turn, figures.baht(words, fund.balance_satang), _day(turn, fund.balance_as_of or fund.figures_as_of)
        )
        rows.append(Row(told, words("info.balance")))
    if fund.elderly_count is not None:
        told = figures.count(words, "person", fund.elderly_count)
        rows.append(Row(_dated(turn, told, as_of), words("column.elderly")))
    if fund.population is not None:
        told = figures.count(words, "person", fund.population)
        rows.append(Row(_dated(turn, told, _day(turn, fund.population_as_of)), words("column.population")))
    if not rows:
        rows.append(Row(words("info.unknown")))
    elif _old(turn, fund):
        rows.append(Row(words("fund_card.old"), faint=True))
    return rows


def _work(turn: Turn, told: Story) -> list[Row]:
    words = turn.words
    sent = (
        words("report.last_value", year=told.sent.for_year, date=_day(turn, told.sent.sent_on))
        if told.sent
        else words("report.never")
    )
    rows = [Row(sent, words("report.last"))]
    if told.review is not None:
        result, day, year = told.review
        short = words.of("review_short", result)
        value = words("fund_card.review_value", result=short, date=_day(turn, day), year=year)
        rows.append(Row(value, words("summary.review")))
    else:
        rows.append(Row(words("summary.none_noted"), words("summary.review")))
    if told.score is not None:
        score, most, year = told.score
        rows.append(Row(words("fund_card.score", score=score, most=most, year=year), words("summary.assessment")))
    if told.meeting is not None:
        rows.append(Row(meeting_lists.held_on(turn, told.meeting), words("fund_card.meeting")))
    return rows


def _contact(fund: FundFacts) -> tuple[tuple[str, str | None], ...]:
    return (
        ("contact.phone", fund.phone),
        ("contact.meeting_day", fund.meeting_day),
        ("contact.office", fund.office),
    )


def _old(turn: Turn, fund: FundFacts) -> bool:
    days = [day for day in (fund.figures_as_of, fund.told_on) if day is not None]
    return bool(days) and turn.today - max(days) > STALE


def _dated(turn: Turn, value: str, as_of: str) -> str:
    return turn.words("fund_card.dated", value=value, date=as_of) if as_of else value


def _month(turn: Turn, day: date) -> str:
    return figures.month(turn.words, day.strftime("%Y-%m"))


def _day(turn: Turn, day: date | None) -> str:
    return figures.day(turn.words, day) if day is not None else ""
