"""The taps that somebody with an office most likely wants first."""

from __future__ import annotations

from bot.chat import Choice, Press, Say, pack
from bot.handlers.context import Turn
from bot.services.menus import COORDINATING

TAPS: tuple[tuple[frozenset[str], tuple[tuple[str, str], ...]], ...] = (
    (
        frozenset({"secretary"}),
        (
            ("role.tap.missing", "report.status"),
            ("role.tap.deadlines", "deadline.list"),
            ("role.tap.summary", "zone.summary"),
            ("role.tap.meeting", "meeting.log"),
        ),
    ),
    (
        frozenset({"coordinator", "assistant"}),
        (
            ("role.tap.meeting", "meeting.log"),
            ("role.tap.fund", "update.fund_status"),
            ("role.tap.review", "audit.log"),
            ("role.tap.missing", "report.status"),
        ),
    ),
    (
        frozenset({"joint_secretary"}),
        (
            ("role.tap.review", "audit.log"),
            ("role.tap.meeting", "meeting.log"),
            ("role.tap.summary", "zone.summary"),
        ),
    ),
    (
        frozenset({"observer"}),
        (
            ("role.tap.summary", "zone.summary"),
            ("role.tap.missing", "report.status"),
        ),
    ),
)


def role_starters(turn: Turn) -> tuple[Choice, ...]:
    """For the widest office held above a fund, in the 1:1 chat; none for all others."""
    held = {role.role for role in turn.speaker.roles}
    if turn.in_group:
        return ()
    choices = next((_asks(turn, taps) for roles, taps in TAPS if roles & held), [])
    if held & {"secretary", "coordinator"}:
        label = turn.words("invite.new")
        choices.append(Choice(label, Press(pack("invite", "new"), said=label)))
    if held & (COORDINATING | {"secretary"}):
        label = turn.words("role.tap.team")
        choices.append(Choice(label, Say(label)))
    return tuple(choices)


def _asks(turn: Turn, taps: tuple[tuple[str, str], ...]) -> list[Choice]:
    return [Choice(label, Press(pack("ask", intent), said=label)) for key, intent in taps if (label := turn.words(key))]
