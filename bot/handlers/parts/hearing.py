"""Needs that are heard by their words alone, whatever the intent model makes of them."""

from __future__ import annotations

from bot.chat import Kind
from bot.handlers.context import Turn
from bot.handlers.parts.fund_hearing import fund_heard
from bot.handlers.parts.meeting_hearing import meeting_heard
from bot.understanding import hearing as understanding
from bot.understanding.announcing import read_announcement
from bot.understanding.dialog_words import read_yes_no
from bot.understanding.masking import mask
from bot.understanding.meetings import is_report
from bot.understanding.normalise import squash

HEARD = (
    "broadcast.send",
    "nudge.now",
    "digest.stop",
    "digest.wanted",
    "digest.show",
    "meeting.log",
    "channel.unlink",
    "channel.link",
    "list.give",
    "revival.log",
    "revival.list",
    "fund.unchanged",
    "matching.check",
    "target.set",
    "target.progress",
    "record.withdraw",
    "deadline.exempt",
    "deadline.extend",
    "deadline.set",
    "helper.offer",
    "helper.ask",
    "complaint",
    "others.ask",
    "talk.papers_sent",
    "member.beneficiary",
    "member.rejoin",
    "member.moved",
    "member.arrears",
    "member.fee",
    "member.rectify",
    "member.days",
    "review.twin",
    "review.state",
    "assessment.result",
    "plan.done",
    "plan.check",
    "plan.list",
    "plan.item",
    "resolution.done",
    "meeting.open",
    "news.draft",
    "report.bulk",
    "report.sent",
    "list.population",
    "list.elderly",
    "list.stopped",
    "list.stale",
    "network.budget",
    "network.targets",
    "list.count",
    "zone.summary",
    "fund.told",
    "fund.change",
    "benefit.why",
    "claim.status",
    "greet",
    "benefit.eligibility",
)
"""By their names in the registry, first match first; the words of each stand in lexicon/hearing.yaml."""
AT_WORK = frozenset(
    {
        *("list.give", "resolution.done", "meeting.open", "news.draft", "report.bulk", "report.sent"),
        *("revival.log", "revival.list", "fund.unchanged", "fund.told"),
        *("deadline.exempt", "deadline.extend", "deadline.set"),
        *("broadcast.send", "nudge.now", "digest.stop", "digest.wanted", "digest.show"),
    }
)
"""Words that mean this only from somebody with a role; from a member they are about his own matters."""
ACKNOWLEDGED = "talk.acknowledge"
ANNOUNCED = "broadcast.send"
IDENTIFIER = "talk.identifier"
REPORT = "meeting.log"
NODS = (ACKNOWLEDGED, IDENTIFIER)
"""What is said in answer to something, and calls nothing."""
SHORTEST_ID = 8
LONGEST = 400
"""Letters beyond which a message tells a story rather than asks one of these things."""


def heard(turn: Turn) -> str | None:
    """The need that the words themselves name, None for most messages."""
    if turn.incoming.kind not in (Kind.TEXT, Kind.EDITED):
        return None
    if turn.speaker.roles and _announces(turn):
        return ANNOUNCED
    if turn.speaker.roles and is_report(turn.incoming.text, turn.today):
        return REPORT
    if len(turn.incoming.text) > LONGEST:
        return None
    pending = turn.memory.pending
    if pending is not None and pending.get("ask") == "text":
        return None  # whatever is written now is the matter itself, for a human to read
    if _only_identifier(turn.incoming.text):
        return IDENTIFIER
    said = squash(turn.incoming.text)
    found = next((name for name in HEARD if _his(turn, name) and understanding.said_fits(said, name)), None)
    if pending is None and turn.speaker.roles and (of_fund := fund_heard(turn, found)) is not None:
        return of_fund
    if pending is None and turn.speaker.roles and (held := meeting_heard(turn, found)) is not None:
        return held
    if found is None and pending is None and _acknowledges(turn.incoming.text):
        return ACKNOWLEDGED
    return found


def announces(turn: Turn) -> bool:
    """Whether `heard` gives the announcement; the other needs are looked for only where it may be one."""
    may = bool(turn.speaker.roles) and (_announces(turn) or hears(turn, ANNOUNCED))
    return may and heard(turn) == ANNOUNCED


def _announces(turn: Turn) -> bool:
    """Whether a message, however long, is headed as an announcement and tells it."""
    if turn.memory.pending is not None and turn.memory.pending.get("ask") == "text":
        return False
    told = read_announcement(turn.incoming.text)
    return told is not None and told[1] is not None and understanding.hears(told[0], ANNOUNCED)


def _his(turn: Turn, name: str) -> bool:
    return bool(turn.speaker.roles) or name not in AT_WORK


def hears(turn: Turn, name: str) -> bool:
    """Whether the message fits the pattern `name` of hearing.yaml."""
    return understanding.hears(turn.incoming.text, name)


def _only_identifier(text: str) -> bool:
    """Whether somebody typed an id, a phone or an account and nothing else."""
    hidden = mask(text)  # at the door of a messenger it is hidden already
    return hidden.count("x") >= SHORTEST_ID and not any(letter.isalnum() and letter != "x" for letter in hidden)


def _acknowledges(text: str) -> bool:
    """Whether nothing is said but yes, fine, noted."""
    words = [word for word in text.split() if squash(word)]
    return bool(words) and all(read_yes_no(word) for word in words)
