"""Asking for what is missing: once, with choices; after a try that failed the rule itself is the answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.chat import Choice, PickDate, Press, Reply, Text, pack
from bot.entitlement.rulebook import Benefit, ByLevel, LevelStep
from bot.handlers.context import Turn
from bot.understanding.dialog_words import read_yes_no

NIGHTS = range(1, 8)
YES, NO = "yes", "no"
MOST_CHOICES = 13
"""LINE shows 13 quick replies at most (platforms.md 1.5)."""
SHORT_LEVEL = 7
"""Letters of a school level that fits a button."""
ASKABLE = ("nights", "date", "discharged", "spouse_is_member", "gpa", "level", "occasion")
"""What a person in a chat can tell; what the register lacks, only the fund can mend."""


def tried(turn: Turn, intent: str, wanted: str) -> bool:
    """Whether this turn already answers our question for that slot: then it is not asked again."""
    pending = turn.memory.pending
    return pending is not None and pending.get("intent") == intent and pending.get("ask") == wanted


def settle(turn: Turn, intent: str) -> None:
    """Notes that our question of this need is answered or given up; others' pending questions stay."""
    if turn.memory.pending is not None and turn.memory.pending.get("intent") == intent:
        turn.memory.pending = None


def ask(
    turn: Turn,
    intent: str,
    slots: Mapping[str, Any],
    wanted: str,
    choices: tuple[Choice, ...],
    before: Reply | None = None,
    about: str | None = None,
) -> Reply:
    """Our question for one slot, remembered, with its choices; after what can be said already (`before`).

    `about` is the kind of benefit where the question is put in words of its own for it.
    """
    turn.ask(intent, slots, wanted)
    own = f"ask.{wanted}.{about}"
    question = turn.words(own if about and turn.words.has(own) else f"ask.{wanted}")
    return Reply((*(before.parts if before else ()), Text(question)), choices)


def missing(names: tuple[str, ...]) -> str | None:
    """The slot to ask for among the missing fields of a case, None where asking in a chat cannot help."""
    wanted = next((name for name in names if name in ASKABLE), None)
    return "date" if wanted == "discharged" else wanted


def choices(turn: Turn, wanted: str, benefit: Benefit | None = None) -> tuple[Choice, ...]:
    """The taps that answer a pending question for `wanted`."""
    match wanted:
        case "nights":
            return tuple(_fill(turn.words("count.night", n=n), "nights", n) for n in NIGHTS)
        case "date":
            return _dates(turn)
        case "spouse_is_member":
            return tuple(
                _fill(turn.words.of("choice", f"spouse_is_member.{value}"), wanted, value) for value in (YES, NO)
            )
        case "gpa" if benefit is not None and benefit.conditions.gpa_min is not None:
            least = benefit.conditions.gpa_min
            above, below = (turn.words.of("choice", f"gpa.{side}", gpa=f"{least:.2f}") for side in ("enough", "below"))
            return _fill(above, "gpa", f"{least:.2f}"), _fill(below, "gpa", f"{least - 0.01:.2f}")
        case "level" if benefit is not None:
            return tuple(_fill(level, "level", level) for level in levels(benefit)[:MOST_CHOICES])
        case "occasion" if benefit is not None:
            known = [each for each in benefit.occasions if turn.words.has(f"occasion.{each}")]
            return tuple(_fill(turn.words.of("occasion", each), "occasion", each) for each in known)
    return ()


def kinds(turn: Turn, known: tuple[str, ...]) -> tuple[Choice, ...]:
    """A tap for each kind of benefit, answering a pending question for "kind"."""
    return tuple(_fill(turn.words.of("kind_button", kind), "kind", kind) for kind in known[:MOST_CHOICES])


def _fill(label: str, slot: str, value: object) -> Choice:
    return Choice(label, Press(pack("fill", slot, **{slot: value}), said=label))


def _dates(turn: Turn) -> tuple[Choice, ...]:
    today, yesterday = turn.today, turn.today - timedelta(days=1)
    month = str(turn.slots.get("date") or "")
    if len(month) == len("2026-10") and month < today.isoformat()[:7]:
        start = date.fromisoformat(f"{month}-15")
        picker = PickDate(pack("fill", "date"), initial=start, latest=today)
        return (Choice(turn.words("button.pick_date"), picker),)
    return (
        _fill(turn.words("button.today"), "date", today.isoformat()),
        _fill(turn.words("button.yesterday"), "date", yesterday.isoformat()),
        Choice(turn.words("button.pick_date"), PickDate(pack("fill", "date"), initial=today, latest=today)),
    )


def levels(benefit: Benefit) -> list[str]:
    """The school levels of a clause as people say them; its longer and Latin spellings only help to read."""
    if isinstance(benefit.amount, ByLevel):
        return list(dict.fromkeys(level for step in benefit.amount.steps for level in step_levels(step)))
    return [level for level in dict.fromkeys(benefit.conditions.levels) if _short(level)]


def step_levels(step: LevelStep) -> list[str]:
    """The levels of one step by their general names, its single classes only where it has no other."""
    short = [level for level in step.levels if _short(level)]
    return [level for level in short if not any(letter.isdigit() for letter in level)] or short


def _short(level: str) -> bool:
    return not level.isascii() and len(level) <= SHORT_LEVEL


def truth(value: object) -> bool | None:
    """A yes or no in a slot, pressed or typed; None for anything else."""
    if isinstance(value, bool):
        return value
    if value in (YES, NO):
        return value == YES
    return read_yes_no(value) if isinstance(value, str) else None


def whole(value: object) -> int | None:
    """A whole number in a slot, pressed or understood."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    text = str(value) if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
