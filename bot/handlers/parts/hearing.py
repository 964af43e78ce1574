"""Needs that are heard by their words alone, whatever the intent model makes of them."""

from __future__ import annotations

from bot.chat import Kind
from bot.handlers.context import Turn
from bot.understanding.dialog_words import read_yes_no
from bot.understanding.normalise import squash

HEARD = (
    "helper.offer",
    "helper.ask",
    "complaint",
    "others.ask",
    "member.beneficiary",
    "member.rejoin",
    "member.moved",
    "member.days",
    "zone.summary",
    "fund.change",
    "benefit.why",
    "benefit.eligibility",
)
"""By their names in the registry, first match first; the words of each stand in hearing.po."""
ACKNOWLEDGED = "talk.acknowledge"
LONGEST = 400
"""Letters beyond which a message tells a story rather than asks one of these things."""


def heard(turn: Turn) -> str | None:
    """The need that the words themselves name, None for most messages."""
    if turn.incoming.kind not in (Kind.TEXT, Kind.EDITED) or len(turn.incoming.text) > LONGEST:
        return None
    pending = turn.memory.pending
    if pending is not None and pending.get("ask") == "text":
        return None  # whatever is written now is the matter itself, for a human to read
    found = next((name for name in HEARD if hears(turn, name)), None)
    if found is None and pending is None and _acknowledges(turn.incoming.text):
        return ACKNOWLEDGED
    return found


def hears(turn: Turn, name: str) -> bool:
    """Whether the message fits `hears.<name>`: `a|b & c & !d || e`, that is (a or b) and c and not d, or e."""
    said = squash(turn.incoming.text)
    return any(_fits(said, each) for each in turn.words.of("hears", name).split("||"))


def _fits(said: str, groups: str) -> bool:
    for group in groups.split("&"):
        wanted = group.strip()
        found = any(squash(word) in said for word in wanted.removeprefix("!").split("|"))
        if found is wanted.startswith("!"):
            return False
    return True


def _acknowledges(text: str) -> bool:
    """Whether nothing is said but yes, fine, noted."""
    words = [word for word in text.split() if squash(word)]
    return bool(words) and all(read_yes_no(word) for word in words)
