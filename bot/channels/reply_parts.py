"""What both messengers ask about a reply before they render it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat import Attachment, Card, Choice, GoPrivate, Part, Reply


def leads_private(reply: Reply) -> bool:
    """Whether a tap of the reply opens the 1:1 chat, which needs our name on the platform."""
    return any(isinstance(choice.act, GoPrivate) for choice in (*reply.choices, *buttons_of(reply.parts)))


def buttons_of(parts: Iterable[Part]) -> tuple[Choice, ...]:
    """The buttons of all cards among these parts."""
    return tuple(button for part in parts if isinstance(part, Card) for button in part.buttons)


def speaks(part: Part) -> bool:
    """Whether there is anything to show of a part."""
    if isinstance(part, Card):
        return bool(part.plain().strip() or part.buttons)
    return isinstance(part, Attachment) or bool(part.text.strip())
