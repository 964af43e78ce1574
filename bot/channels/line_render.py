"""A Reply as LINE messages, within every limit of platforms.md 2.1: at most five, quick replies on the last one."""

from __future__ import annotations

import dataclasses
from typing import Any

from bot.channels.line_actions import MOST_CHIPS, chips
from bot.channels.line_files import Shelf
from bot.channels.line_flex import MOST_BYTES, MOST_CELL, Node, bubbles, worded
from bot.channels.measure import clip, fits, split
from bot.channels.reply_parts import buttons_of, leads_private, speaks
from bot.chat import Attachment, Card, Choice, GoPrivate, Part, Reply, Text
from bot.words import Words

MOST_MESSAGES = 5
MOST_UNITS = 5000
MOST_ALT = 1500
MOST_BUBBLES = 12
MOST_CAROUSEL_BYTES = 24_000
MOST_CELLS = 600
WORDED_UNITS = 900
"""Longer words stay a text message, which people can select and copy; the buttons follow in a bubble of their own."""

Message = dict[str, Any]


def render(reply: Reply, basic_id: str | None, words: Words, site: str | None = None) -> list[Message]:
    """The messages of `reply`; none for an empty one.

    `basic_id`: ours, for taps that lead into the 1:1 chat. `site`: where our files can be fetched (https).
    """
    shelf = Shelf(site, words)
    staying = tuple(choice for choice in reply.choices if isinstance(choice.act, GoPrivate))
    passing = tuple(choice for choice in reply.choices if choice not in staying)
    parts = [shelf.part(part) for part in reply.parts if speaks(part)]
    if not parts and not reply.choices:
        return []
    if not basic_id and leads_private(reply):
        parts.append(Text(words("line.private_by_hand")))
        staying = ()
    if len(passing) > MOST_CHIPS:
        rest = passing[MOST_CHIPS:]
        parts.append(Text("\n".join([words("line.more_choices"), *(f"- {choice.label}" for choice in rest)])))
    messages = _Packer(basic_id, words("line.choose"), shelf).pack(parts or [Text(words("line.choose"))], staying)
    messages[-1].update(chips(passing, basic_id))
    return messages


@dataclasses.dataclass(frozen=True)
class _Packer:
    basic_id: str | None
    prompt: str
    """What is said above buttons that have no words of their own."""
    shelf: Shelf

    def pack(self, parts: list[Part], staying: tuple[Choice, ...]) -> list[Message]:
        """The messages of all parts; the more there are, the closer they are packed. Buttons survive all packing."""
        before, last = parts[:-1], parts[-1]
        messages = [message for part in before for message in self._messages(part)] + self._ending(last, staying)
        if len(messages) > MOST_MESSAGES:
            parts = [self.shelf.card(part) for part in parts]  # pictures too: their buttons survive what follows
            before, last = parts[:-1], parts[-1]
            messages = _texts(_joined(before)) + self._ending(last, (*staying, *buttons_of(before)))
        if len(messages) > MOST_MESSAGES:
            kept = (*staying, *buttons_of(parts))
            texts = _texts(_joined(parts))[: MOST_MESSAGES - 1 if kept else MOST_MESSAGES]
            messages = texts + ([self._bubble(self.prompt, kept)] if kept else [])
        return messages

    def _ending(self, part: Part, staying: tuple[Choice, ...]) -> list[Message]:
        """The last part with the buttons that must stay: in its own foot where it has one."""
        if isinstance(part, Card):
            return self._messages(dataclasses.replace(part, buttons=(*staying, *part.buttons)))
        if isinstance(part, Attachment):
            return [self.shelf.picture(part), *([self._bubble(self.prompt, staying)] if staying else [])]
        if not staying:
            return _texts(part.text)
        if fits(part.text, WORDED_UNITS):
            return [self._bubble(part.text, staying)]
        return [*_texts(part.text), self._bubble(self.prompt, staying)]

    def _messages(self, part: Part) -> list[Message]:
        if isinstance(part, Text):
            return _texts(part.text)
        if isinstance(part, Attachment):
            return [self.shelf.picture(part)]
        contents = _contents(part, self.basic_id)
        if contents is None:
            return [*_texts(part.plain()), *([self._bubble(self.prompt, part.buttons)] if part.buttons else [])]
        return [{"type": "flex", "altText": clip(part.plain(), MOST_ALT) or self.prompt, "contents": contents}]

    def _bubble(self, text: str, choices: tuple[Choice, ...]) -> Message:
        return {"type": "flex", "altText": clip(text, MOST_ALT), "contents": worded(text, choices, self.basic_id)}


def _contents(card: Card, basic_id: str | None) -> Node | None:
    """The card as a bubble or a carousel of them; None where it is too long for Flex without losing words."""
    cells = (card.title, card.lead, card.foot, *_cells(card))
    if len(cells) > MOST_CELLS or not all(fits(cell, MOST_CELL) for cell in cells):
        return None
    made = bubbles(card, basic_id)
    weights = [bytes_ for _, bytes_ in made]
    if len(made) > MOST_BUBBLES or max(weights) > MOST_BYTES or sum(weights) > MOST_CAROUSEL_BYTES:
        return None
    contents = [one for one, _ in made]
    return contents[0] if len(contents) == 1 else {"type": "carousel", "contents": contents}


def _cells(card: Card) -> list[str]:
    return [
        cell for section in card.sections for row in section.rows for cell in (section.heading, row.label, row.value)
    ]


def _texts(text: str) -> list[Message]:
    return [{"type": "text", "text": piece} for piece in split(text.strip(), MOST_UNITS)]


def _joined(parts: list[Part]) -> str:
    return "\n\n".join(part.text if isinstance(part, Text) else part.plain() for part in parts)
