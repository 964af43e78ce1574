"""The handbook's pages: locales/th/handbook, one Markdown file each, read once (docs/handbook.md)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from bot.understanding.lexicon import FOLDER, parse_yaml

HANDBOOK = FOLDER / "handbook"
ROLES = frozenset(
    {
        "member",
        "officer",
        "treasurer",
        "fund_secretary",
        "chair",
        "coordinator",
        "assistant",
        "secretary",
        "joint_secretary",
        "observer",
    }
)
"""Whom a page may be for; everybody may read every page."""
FENCE = "---\n"


class BrokenPage(ValueError):
    """A page whose head or text is not as docs/handbook.md says."""


@dataclass(frozen=True)
class Passage:
    """Lines of a page under one heading; the first passage of a page has none."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page. `label` is its short name (20 graphemes at most), `topics` as in the intent's slot, main one first.

    `sources`: rows of domain.md it is written from; `written_from`: the same as a reader may know it.
    """

    slug: str
    title: str
    label: str
    roles: tuple[str, ...]
    topics: tuple[str, ...]
    keywords: tuple[str, ...]
    version: str
    sources: tuple[str, ...]
    written_from: str
    related: tuple[str, ...]
    order: int
    passages: tuple[Passage, ...]

    @property
    def text(self) -> str:
        """The page as plain text, as long as a reader gets it."""
        return "\n".join(line for passage in self.passages for line in (passage.heading, *passage.lines) if line)


@cache
def pages() -> tuple[Page, ...]:
    """All pages, most wanted first. Raises BrokenPage where one cannot be read."""
    found = [read_page(path.stem, path.read_text(encoding="utf-8")) for path in sorted(HANDBOOK.glob("*.md"))]
    return tuple(sorted(found, key=lambda page: (page.order, page.slug)))


def page(slug: str) -> Page | None:
    """The page of that name, or None."""
    return next((each for each in pages() if each.slug == slug), None)


def pages_for(roles: frozenset[str]) -> tuple[Page, ...]:
    """The pages for any of these roles, most wanted first; those for members where there is no role."""
    wanted = roles or frozenset({"member"})
    return tuple(each for each in pages() if wanted & set(each.roles))


def read_page(slug: str, content: str) -> Page:
    """A page from its file's content: a YAML head between fences, then Markdown. Raises BrokenPage."""
    start, _, rest = content.partition(FENCE)
    head, fence, body = rest.partition("\n" + FENCE)
    if start.strip() or not fence:
        raise BrokenPage(f"{slug}: no head between ---")
    try:
        data: dict[str, Any] = parse_yaml(head)
        return Page(
            slug=slug,
            title=str(data["title"]),
            label=str(data["label"]),
            roles=_names(data["roles"]),
            topics=_names(data["topics"]),
            keywords=_names(data["keywords"]),
            version=str(data["version"]),
            sources=_names(data["sources"]),
            written_from=str(data["from"]),
            related=_names(data.get("related", [])),
            order=int(data.get("order", 50)),
            passages=_passages(body),
        )
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise BrokenPage(f"{slug}: {error}") from error


def _names(values: list[object]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _passages(body: str) -> tuple[Passage, ...]:
    """Every line is one of the card's; `## ` begins a passage, `- ` a point."""
    made: list[tuple[str, list[str]]] = [("", [])]
    for line in (raw.strip() for raw in body.splitlines()):
        if line.startswith("## "):
            made.append((line[3:].strip(), []))
        elif line:
            made[-1][1].append(f"• {line[2:]}" if line.startswith("- ") else line)
    return tuple(Passage(heading, tuple(lines)) for heading, lines in made if lines)
