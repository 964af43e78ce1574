"""The stopped funds that are being brought back: how far each is, which visits are due (domain.md S0-16, S1-23)."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack, say
from bot.handlers import talk
from bot.handlers.context import Turn
from bot.services import authority, revivals
from bot.services.authority import Deed
from bot.services.revivals import OpenCase

INTENT = "revival.list"
WAITING = frozenset({"stopped", "reviving"})
MOST_TAPS = 6


async def handle(turn: Turn) -> Reply:
    """Open cases of the speaker's area, the next visits first, and stopped funds that nobody has begun with."""
    words = turn.words
    if not turn.speaker.roles:
        return await talk.later(turn)
    scope = await authority.scope(turn.session, turn.speaker, Deed.SEE)
    if not scope:
        return say(words("form.not_yours"))
    cases = await revivals.open_cases(turn.session, scope)
    begun = {case.fund.id for case in cases}
    left = [fund for fund in scope.funds if fund.status in WAITING and fund.id not in begun]
    if not cases and not left:
        return say(words("revival_list.none"))
    sections = [Section(tuple(_row(turn, case) for case in cases), words("revival_list.open"))] if cases else []
    if left:
        rows = tuple(Row(words.of("form.fund_state.status", fund.status), fund.tambon) for fund in left)
        sections.append(Section(rows, words("revival_list.left")))
    own = await authority.scope(turn.session, turn.speaker, Deed.FUND)
    offered = [fund for fund in (*(case.fund for case in cases), *left) if own.fund(fund.id) is not None]
    taps = tuple(
        Choice(words("revival_list.tap", fund=fund.tambon), Press(pack("ask", "revival.log", fund_id=fund.id)))
        for fund in offered[:MOST_TAPS]
    )
    return Reply((Card(words("revival_list.title"), sections=tuple(sections)),), taps)


def _row(turn: Turn, case: OpenCase) -> Row:
    words = turn.words
    last = figures.day(words, case.last_visit) if case.last_visit else ""
    told = words("revival_list.visits", n=case.visits, day=last)
    if case.next_visit is None:
        return Row(f"{told} {words('revival_list.no_next')}", case.fund.tambon)
    day = figures.day(words, case.next_visit)
    key = "over" if case.next_visit < turn.today else "soon" if case.due(turn.today) else "next"
    return Row(f"{told} {words.of('revival_list.next', key, day=day)}", case.fund.tambon, strong=key != "next")
