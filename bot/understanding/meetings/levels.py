"""Whose meeting it was, from fund to nation, and which zones are named."""

from __future__ import annotations

import re

from bot.understanding.lexicon import lexicon
from bot.understanding.meetings.cues import LETTERS, cue, table
from bot.understanding.meetings.held import Day
from bot.understanding.meetings.page import Page, open_page
from bot.understanding.numbers import either

_HEAD = 420
_ANSWER = 14


def read_level(text: str) -> str | None:
    """fund, zone, district, province, region or nation, out of an answer or a message; None when not told."""
    found = find_level(open_page(text), None)
    if found or len(text) > _ANSWER:
        return found
    plain = open_page(text).lines[0].plain if open_page(text).lines else ""
    listed = table("level_answer").items()
    return next((str(level) for level, forms in reversed(listed) if re.search(either(forms), plain)), None)


def find_level(page: Page, held: Day | None) -> str | None:
    """The level that the head of a report tells: its title, then the sentence with the day."""
    heads = [page.lines[held.line].plain[max(0, held.start - 120) : held.start + _HEAD]] if held else []
    heads.extend(line.plain[:_HEAD] for line in page.lines[:3])
    if page.chat:
        heads = [" ".join(line.plain for line in page.lines)[:_HEAD], *heads]
    for tier in lexicon("meetings")["level"]:
        for level, forms in tier.items():
            if any(re.search(either(forms), head) for head in heads):
                return str(level)
    # a blog tells the province's committee further down
    body = not page.chat and any(cue("level_body").search(line.plain) for line in page.lines)
    return "province" if body else None


def read_zones(text: str) -> list[str]:
    """The names behind the word for zone, each once, as written and without the word."""
    return find_zones(open_page(text))


def find_zones(page: Page) -> list[str]:
    """The zones named in a report."""
    found: list[str] = []
    for line in page.lines:
        for match in cue("zone", "", rf"(?P<name>{LETTERS}{{2,30}})").finditer(line.plain):
            if cue("zone_never").match(line.plain, match.start()):
                continue
            name = cue("zone_stop", "(?<=..)").split(match["name"])[0]
            if len(name) > 1 and name not in found:
                found.append(line.typed[match.start("name") : match.start("name") + len(name)])
    return list(dict.fromkeys(found))
