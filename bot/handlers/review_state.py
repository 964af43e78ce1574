"""How far the verification of an area is: followed up, done and passed are counted apart (domain.md A3)."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Reply, Row, Section, say
from bot.dialogs.fields import named_fund
from bot.handlers.context import Turn
from bot.handlers.parts import seeing
from bot.handlers.parts.elsewhere import named_elsewhere
from bot.services import authority, reviews
from bot.services.authority import Deed
from bot.services.fiscal import reported_year
from bot.services.funds import FundFacts
from bot.services.reviews import PENDING, RESULTS, ReviewState

STATE = "review.state"
MOST_NAMED = 20


async def handle(turn: Turn) -> Reply:
    """The card of the area that is asked about, for whoever may see it."""
    every = await authority.scope(turn.session, turn.speaker, Deed.SEE)
    if (refused := await named_elsewhere(turn, every, known=True)) is not None:
        return refused
    fund = named_fund(turn.incoming.text, every.funds) if turn.incoming.text else None
    seen = await seeing.where(turn, fund.area_id if fund else None)
    if isinstance(seen, Reply):
        return seen
    state = await reviews.state_of(turn.session, seen.scope, reported_year(turn.today))
    if not state.standing and not state.not_yet:
        return say(turn.words("review.state.nothing"))
    return _one(turn, state, fund) if fund is not None else Reply((_card(turn, state, seen),))


def _one(turn: Turn, state: ReviewState, fund: FundFacts) -> Reply:
    words, stands = turn.words, state.standing.get(fund.id)
    if stands is None:
        return say(words("review.state.none", fund=fund.name, year=state.year))
    shown, day = words(f"form.review.result.{stands.result}"), figures.day(words, stands.done_on)
    return say(words("review.state.one", fund=fund.name, year=state.year, result=shown, day=day))


def _card(turn: Turn, state: ReviewState, seen: seeing.Seen) -> Card:
    words, names = turn.words, {fund.id: fund.tambon for fund in seen.scope.funds}
    every = len(state.standing) + len(state.not_yet)

    def counted(label: str, ids: int) -> Row:
        return Row(words("review.state.count", n=ids), label, share=ids / every)

    def named(label: str, ids: tuple[int, ...]) -> Row:
        shown = ", ".join(names[one] for one in ids[:MOST_NAMED])
        return Row(f"{len(ids)} · {shown}", label)

    totals = (
        counted(words("review.state.followed_up"), state.followed_up),
        counted(words("review.state.done"), state.done),
    )
    found = [(words(f"form.review.result.{result}"), state.of(result)) for result in RESULTS if result != PENDING]
    found += [(words("form.review.result.pending"), state.of(PENDING)), (words("review.state.not_yet"), state.not_yet)]
    return Card(
        f"{words('review.state.title', year=state.year)} · {seen.name}",
        words("review.state.lead", done=state.done, all=every),
        (Section(totals), Section(tuple(named(label, ids) for label, ids in found if ids))),
        words("review.state.foot", day=figures.day(words, turn.today)),
    )
