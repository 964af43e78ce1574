"""A Reply as Telegram messages: joined where they fit, since a chat takes only one a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.channels.reply_parts import speaks
from bot.channels.telegram_buttons import Button, keyboard, spoken
from bot.channels.telegram_text import MOST_UNITS, Block, Line, blocks, clipped, lines
from bot.chat import Attachment, Card, Choice, GoPrivate, PickDate, Reply, Text
from bot.words import Words

MOST_CHOICES = 24
MOST_CAPTION = 1024


@dataclass(frozen=True)
class Bubble:
    """One message: its words and the buttons under it; with `file` the words are that file's caption."""

    block: Block
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: Attachment | None = None


@dataclass
class _Open:
    """What is being gathered for one message."""

    laid: list[Line] = field(default_factory=list)
    buttons: list[Choice] = field(default_factory=list)


def render(reply: Reply, username: str | None, words: Words) -> list[Bubble]:
    """The messages of `reply`; none for an empty one. `username`: ours, for taps that lead into the 1:1 chat.

    A card's own buttons stay with it, so it ends its message; choices stand under the last one.
    """
    choices, rest = reply.choices[:MOST_CHOICES], reply.choices[MOST_CHOICES:]
    parts = [part for part in reply.parts if speaks(part)]
    if not parts and not choices:
        return []
    parts = parts or [Text(words("telegram.choose"))]
    if rest:
        more = [words("telegram.more_choices"), *(f"{number}. {one.label}" for number, one in enumerate(rest, 1))]
        parts.append(Text("\n".join(more)))
    made: list[Bubble] = []
    gathered = _Open()
    for part in parts:
        if isinstance(part, Attachment):
            made += _closed(gathered, username, words)
            gathered = _Open()
            made.append(Bubble(Block(clipped(part.alt.strip(), MOST_CAPTION)), (), part))
            continue
        laid = lines(part) or [Line(words("telegram.choose"))]
        gathered.laid += [Line(), *laid] if gathered.laid else laid
        if isinstance(part, Card) and part.buttons:
            gathered.buttons += part.buttons
            if part is not parts[-1]:
                made += _closed(gathered, username, words)
                gathered = _Open()
    if gathered.laid:
        gathered.buttons += choices
        return made + _closed(gathered, username, words)
    return made[:-1] + _ended(made[-1], choices, username, words)


def _closed(gathered: _Open, username: str | None, words: Words) -> list[Bubble]:
    """The messages of what was gathered: buttons under the last, what can be no button as lines above them."""
    if not gathered.laid:
        return []
    said = _instead(gathered.buttons, username, words, [line.text for line in gathered.laid])
    laid = [*gathered.laid, *([Line()] if said else []), *(Line(text) for text in said)]
    made = [Bubble(block) for block in blocks(laid, MOST_UNITS)]
    return [*made[:-1], replace(made[-1], buttons=_frozen(keyboard(gathered.buttons, username)))]


def _ended(last: Bubble, choices: Sequence[Choice], username: str | None, words: Words) -> list[Bubble]:
    """A file at the end with the choices under it, and a message of its own for what they say in words."""
    said = _instead(choices, username, words)
    ended = replace(last, buttons=_frozen(keyboard(choices, username)))
    return [ended, *(Bubble(block) for block in blocks(Line(text) for text in said))]


def _instead(choices: Sequence[Choice], username: str | None, words: Words, above: Sequence[str] = ()) -> list[str]:
    """In words what the choices would do, where Telegram has no button for it."""
    said = spoken(choices, above)
    if username is None and any(isinstance(choice.act, GoPrivate) for choice in choices):
        said.append(words("telegram.private_by_hand"))
    if any(isinstance(choice.act, PickDate) and not keyboard([choice], username) for choice in choices):
        said.append(words("telegram.type_the_day"))
    return said


def _frozen(rows: Sequence[Sequence[Button]]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(row) for row in rows)
