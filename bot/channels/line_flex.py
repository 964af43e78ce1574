"""Cards as LINE Flex bubbles, made to be read without glasses: big letters that follow the reader's own setting."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from bot.channels.line_actions import BUTTON_LABEL, action
from bot.channels.measure import clip, is_longer
from bot.chat import Card, Choice, Row, Section

MOST_BUTTONS = 8
MOST_BYTES = 14_000
"""LINE allows 30 KB for a bubble; nobody knows whether it counts Thai escaped, twice as long (platforms.md 4.2)."""
MOST_CELL = 1000
LONG_LEAD = 16
SHORT_VALUE = 20
"""A longer value gets a line of its own below its label: in half the width of a phone it would be cut into bits."""

_TITLE_ON = {"calm": "#1F5FA8", "good": "#1E7B45", "warn": "#9A5B00", "sorrow": "#4A4A4A"}
_LEAD, _TEXT, _LABEL, _FAINT, _LINE, _TRACK = "#111111", "#222222", "#555555", "#666666", "#DDDDDD", "#E6E6E6"

Node = dict[str, Any]


def bubble(card: Card, basic_id: str | None) -> Node:
    """One bubble with the whole card in it, however long."""
    colour = _TITLE_ON[card.tone]
    body: list[Node] = []
    if card.lead:
        size = "xl" if is_longer(card.lead, LONG_LEAD) else "xxl"
        body.append(_text(card.lead, size=size, weight="bold", color=_LEAD))
    for section in card.sections:
        lines = _section(section, colour)
        if lines and body:
            body.append({"type": "separator", "margin": "lg", "color": _LINE})
            lines[0] = {**lines[0], "margin": "lg"}
        body += lines
    if card.foot:
        body.append(_text(card.foot, size="sm", color=_FAINT, margin="xl"))
    made: Node = {
        "type": "bubble",
        "size": "mega",
        "header": _box(
            [_text(card.title, size="lg", weight="bold", color="#FFFFFF")], backgroundColor=colour, paddingAll="lg"
        ),
    }
    if body:
        made["body"] = _box(body, spacing="md", paddingAll="xl")
    if footer := buttons(card.buttons, basic_id, colour):
        made["footer"] = footer
    return made


def worded(text: str, choices: Sequence[Choice], basic_id: str | None) -> Node:
    """A bubble of plain words with buttons that stay, for what must not vanish as quick replies do."""
    made: Node = {"type": "bubble", "size": "mega", "body": _box([_text(text)], paddingAll="xl")}
    if footer := buttons(choices, basic_id, _TITLE_ON["calm"]):
        made["footer"] = footer
    return made


def buttons(choices: Sequence[Choice], basic_id: str | None, colour: str) -> Node | None:
    """The foot of a bubble, the first button the strongest; None without buttons."""
    actions = [tap for choice in choices if (tap := action(choice, BUTTON_LABEL, basic_id))][:MOST_BUTTONS]
    if not actions:
        return None
    made: list[Node] = [
        {"type": "button", "action": each, "height": "md", "adjustMode": "shrink-to-fit"}
        | ({"style": "primary", "color": colour} if index == 0 else {"style": "secondary"})
        for index, each in enumerate(actions)
    ]
    return _box(made, spacing="sm", paddingAll="lg")


def bubbles(card: Card, basic_id: str | None) -> list[tuple[Node, int]]:
    """The card in one bubble, or in several where it is too long for one, each with its bytes: rows stay whole."""
    whole = bubble(card, basic_id)
    size = weight(whole)
    rows = [(section.heading, row) for section in card.sections for row in section.rows]
    if size <= MOST_BYTES or len(rows) < 2:
        return [(whole, size)]
    half = len(rows) // 2
    head = dataclasses.replace(card, sections=_sections(rows[:half]), foot="", buttons=())
    tail = dataclasses.replace(card, lead="", sections=_sections(rows[half:]))
    return bubbles(head, basic_id) + bubbles(tail, basic_id)


def weight(node: Node) -> int:
    """The node's size in bytes as LINE's description counts it."""
    return len(json.dumps(node, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def _sections(rows: Sequence[tuple[str, Row]]) -> tuple[Section, ...]:
    made: list[Section] = []
    for heading, row in rows:
        if made and made[-1].heading == heading:
            made[-1] = Section((*made[-1].rows, row), heading)
        else:
            made.append(Section((row,), heading))
    return tuple(made)


def _section(section: Section, colour: str) -> list[Node]:
    heading = [_text(section.heading, weight="bold", color=colour)] if section.heading else []
    return heading + [line for row in section.rows for line in _row(row, colour)]


def _row(row: Row, colour: str) -> list[Node]:
    if not row.label and not row.value.strip():
        return []
    style: Node = {"color": _FAINT if row.faint else _TEXT, "size": "sm" if row.faint else "md"}
    if row.strong:
        style["weight"] = "bold"
    label = {**style, "color": _FAINT if row.faint else _LABEL}
    if not row.label:
        line = _text(row.value, **style)
    elif is_longer(row.value, SHORT_VALUE):
        line = _box([_text(row.label, **label), _text(row.value, **style)])
    else:
        beside = [_text(row.label, **label, flex=5), _text(row.value, **style, flex=6, align="end")]
        line = _box(beside, layout="horizontal", spacing="md")
    return [line] if row.share is None else [line, _bar(row.share, colour)]


def _bar(share: float, colour: str) -> Node:
    percent = round(100 * min(max(share, 0.0), 1.0))
    filled = _box([], width=f"{percent}%", height="8px", backgroundColor=colour, cornerRadius="4px")
    return _box([filled] if percent else [], height="8px", backgroundColor=_TRACK, cornerRadius="4px")


def _text(text: str, **style: Any) -> Node:
    words = clip(text, MOST_CELL) if text.strip() else "-"
    return {"type": "text", "text": words, "wrap": True, "scaling": True, "size": "md", "color": _TEXT, **style}


def _box(contents: list[Node], layout: str = "vertical", **style: Any) -> Node:
    return {"type": "box", "layout": layout, "contents": contents, **style}
