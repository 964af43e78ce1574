"""Who has sent the annual report and who has not; of one fund, when it last told anything (domain.md U97, S3-05)."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, Text, pack, say
from bot.dialogs.fields import named_fund
from bot.handlers.context import Turn
from bot.handlers.parts import asked, owed_status, seeing
from bot.handlers.parts.fund_lists import listed
from bot.handlers.parts.hearing import hears
from bot.handlers.parts.listing import shown
from bot.services import authority, funds, submissions
from bot.services.authority import Deed
from bot.services.fiscal import reported_year
from bot.services.funds import FundFacts
from bot.services.submissions import ANNUAL_REPORT

INTENT = "report.status"
MONTH = len("2026-09")


async def handle(turn: Turn) -> Reply:
    """The state of reporting in an area, or of one fund where one is named."""
    if turn.speaker.roles:
        if (fund := await _fund(turn)) is not None:
            return await _of_fund(turn, fund)
        if (name := str(turn.slots.get("fund") or "")) and turn.incoming.text:
            return await _unknown(turn, name)
    if turn.speaker.roles and (code := owed_status.asked(turn)) is not None:
        return await owed_status.handle(turn, code)
    listing = await listed(turn, "report", asked.number(turn, "a"), asked.year(turn))
    if isinstance(listing, Reply):
        return listing
    reply = shown(turn, listing, _note(turn))
    if hears(turn, "monthly") or len(str(turn.slots.get("date") or "")) == MONTH:
        return Reply((Text(turn.words("report.no_months")), *reply.parts), reply.choices)
    return reply


async def _fund(turn: Turn) -> FundFacts | None:
    """The one fund that the message names; an officer's own where he says "ours"."""
    if not turn.incoming.text:
        return None
    every = await funds.all_funds(turn.session)
    if (named := named_fund(turn.incoming.text, every)) is not None:
        return named
    own = [fund for fund in every if fund.id in turn.speaker.officer_of]
    alone = len(own) == 1 and all(role.fund_id is not None for role in turn.speaker.roles)
    return own[0] if alone and not turn.in_group and not hears(turn, "area.named") else None


async def _of_fund(turn: Turn, fund: FundFacts) -> Reply:
    """One fund: this year's report, the last one, and the day of its last figures."""
    if not await seeing.may_see(turn, fund.area_id):
        return await _elsewhere(turn, fund)
    words = turn.words
    year = asked.year(turn) or reported_year(turn.today)
    sent = await submissions.sent(turn.session, fund.id, ANNUAL_REPORT, year)
    last = await submissions.last(turn.session, fund.id, ANNUAL_REPORT)
    told = figures.day(words, sent.sent_on) if sent else ""
    rows = [Row(words("report.on", date=told) if sent else words("report.not_yet"), words("report.year", year=year))]
    if last is not None and last.for_year != year:
        value = words("report.last_value", year=last.for_year, date=figures.day(words, last.sent_on))
        rows.append(Row(value, words("report.last")))
    elif last is None:
        rows.append(Row(words("report.never"), words("report.last")))
    if fund.figures_as_of is not None:
        rows.append(Row(figures.day(words, fund.figures_as_of), words("report.figures")))
    if fund.status != "active":
        rows.append(Row(words.of("form.fund_state.status", fund.status), words("column.state")))
    foot = words("info.as_of", date=figures.day(words, turn.today))
    return Reply(
        (Card(fund.name, "", (Section(tuple(rows)),), foot, tone="good" if sent else "warn"),),
        _note(turn, fund) if not sent else (),
    )


async def _unknown(turn: Turn, name: str) -> Reply:
    """A fund that no register of ours knows by that name."""
    every = await authority.scope(turn.session, turn.speaker, Deed.SEE)
    own = " · ".join(place.name for place in every.roots[: seeing.MOST_AREAS])
    return say(turn.words("seeing.unknown_fund", asked=name, areas=own))


async def _elsewhere(turn: Turn, fund: FundFacts) -> Reply:
    """A fund that the speaker does not look after, or not in this group."""
    every = await authority.scope(turn.session, turn.speaker, Deed.SEE)
    own = " · ".join(place.name for place in every.roots[: seeing.MOST_AREAS])
    if not every:
        return say(turn.words("seeing.nobody_here" if turn.in_group else "seeing.nobody"))
    key = "seeing.fund_private" if turn.in_group and fund.area_id in every.area_ids else "seeing.outside"
    return say(turn.words(key, asked=fund.name, areas=own))


def _note(turn: Turn, fund: FundFacts | None = None) -> tuple[Choice, ...]:
    """The tap to note that a fund has sent, for whoever may note it."""
    if not any(Deed.REPORT in authority.ALLOWED.get(role.role, ()) for role in turn.speaker.roles):
        return ()
    label = turn.words("tap.report.submit")
    return (Choice(label, Press(pack("ask", "report.submit", fund=fund.code if fund else None), said=label)),)
