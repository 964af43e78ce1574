"""An area at a glance: the summary of a zone or province, and the lists of its funds (domain.md U60, U101 to U104)."""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, pack
from bot.handlers.context import Handler, Turn
from bot.handlers.parts import asked
from bot.handlers.parts.fund_lists import listed
from bot.handlers.parts.listing import Listing, shown
from bot.handlers.parts.seeing import SUMMARY

INTENT = SUMMARY
MOST_ZONES = 6


async def handle(turn: Turn) -> Reply:
    """The summary of the area that is asked about, with taps to what stands behind its figures."""
    listing = await listed(turn, "overview", asked.number(turn, "a"), asked.year(turn))
    return listing if isinstance(listing, Reply) else shown(turn, listing, _further(turn, listing))


def of(name: str) -> Handler:
    """The handler that answers with the list of that name."""

    async def answer(turn: Turn) -> Reply:
        listing = await listed(turn, name, asked.number(turn, "a"), asked.year(turn))
        return listing if isinstance(listing, Reply) else shown(turn, listing)

    return answer


def _further(turn: Turn, listing: Listing) -> tuple[Choice, ...]:
    """Taps to the lists that the summary counts."""
    area, year = listing.slots.get("a"), listing.slots.get("y")
    lists = (("report.status", year), ("list.stopped", None), ("list.population", None), ("list.elderly", None))
    return tuple(
        Choice(label, Press(pack("ask", intent, a=area, y=of_year), said=label))
        for intent, of_year in lists
        if (label := turn.words.of("tap", intent))
    )
