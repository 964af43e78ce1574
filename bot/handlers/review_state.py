"""How far the verification of an area is: followed up, done and passed are counted apart (domain.md A3)."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Reply, Row, Section, say
from bot.handlers.context import Turn
from bot.handlers.parts import seeing
from bot.services import reviews
from bot.services.fiscal import reported_year
from bot.services.reviews import PENDING, RESULTS, ReviewState

STATE = "review.state"
MOST_NAMED = 20


async def handle(turn: Turn) -> Reply:
    """The card of the area that is asked about, for whoever may see it."""
    seen = await seeing.where(turn)
    if isinstance(seen, Reply):
        return seen
    state = await reviews.state_of(turn.session, seen.scope, reported_year(turn.today))
    if not state.standing and not state.not_yet:
        return say(turn.words("review.state.nothing"))
    return Reply((_card(turn, state, seen),))


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
