"""Places as people type them: tambon, amphoe and province, joined or apart, short or long words (domain.md 4.1).

795 tambon names stand more than once in the country, so a place says how many real ones it may be; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.gazetteer import LEVELS, Area, Level, fitting
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import arabic, tidy
from bot.understanding.numbers import either
from bot.understanding.place_words import LETTER, announced, known_name, stops, unknown_name


@dataclass(frozen=True)
class Home:
    """The area of the fund that is spoken to, by names without announcing words: first where a name is ambiguous."""

    tambon: str | None = None
    amphoe: str | None = None
    province: str | None = None


@dataclass(frozen=True)
class Place:
    """A place with its official names as far as they are settled; positions are those of the tidied text.

    `matches` is the number of real places it may be: 1 is settled, more ask for the amphoe, 0 is a name (or a
    combination) that the country does not know, kept as typed.
    """

    start: int
    end: int
    text: str
    tambon: str | None
    amphoe: str | None
    province: str | None
    matches: int


@dataclass(frozen=True)
class _Part:
    start: int
    end: int
    level: Level
    name: str
    kept: bool = True
    """Whether it counts without another part beside it."""


def read_places(text: str, home: Home | None = None) -> list[Place]:
    """Every place named in `text`, left to right; the parts of one address are one place, smallest or largest first."""
    typed = tidy(text)
    plain = arabic(typed)
    parts: list[_Part] = []
    at = 0
    while at < len(plain):
        part = _announced_part(plain, at) or _bare_part(plain, at, parts)
        if part:
            parts.append(part)
        at = part.end if part else at + 1
    home = home or Home()
    groups = [group for group in _groups(plain, parts) if len(group) > 1 or group[0].kept or _is_home(group[0], home)]
    return [_settled(group, typed, home) for group in groups]


def _announced_part(plain: str, at: int) -> _Part | None:
    match = announced().match(plain, at)
    if match is None or match.lastgroup is None:
        return None
    kind, level = match.lastgroup.split("_")[0], _level(match.lastgroup)
    body = match.end()
    name = known_name(plain, body, level)
    if name:
        # "tambon mai" is rather another tambon than the one of this name
        return _Part(at, body + len(name), level, name, kept=not stops(name))
    # a space after a whole word ends the sentence as often as not; after a short form it is only a way of typing
    apart = plain[body - 1] == " " and plain[body - 2] != "."
    name = "" if kind == "known" or apart else unknown_name(plain, body)
    return _Part(at, body + len(name), level, name, kept=kind == "sure") if name else None


def _level(group: str) -> Level:
    return next(level for level in LEVELS if group.endswith(level))


def _bare_part(plain: str, at: int, parts: list[_Part]) -> _Part | None:
    """An amphoe or a province without its word: behind a smaller part, alone, or behind a word like "in"."""
    last = parts[-1] if parts and _between().fullmatch(plain, parts[-1].end, at) else None
    joined = last is not None and last.end == at
    if at and not joined and LETTER.match(plain, at - 1) and not plain.endswith(_before(), 0, at):
        return None
    if last and last.level == "tambon":
        name = known_name(plain, at, "amphoe")
        if name and fitting(last.name, name, None):
            return _Part(at, at + len(name), "amphoe", name)
    name = known_name(plain, at, "province")
    if not name:
        return None
    if name in lexicon("places")["bare_never"]:
        said = {part.level: part.name for part in parts[-2:]} if last else {}
        smaller = said.get("tambon"), said.get("amphoe")
        fits = any(smaller) and bool(fitting(*smaller, name))
        if name != plain and not fits:
            return None
    return _Part(at, at + len(name), "province", name)


def _groups(plain: str, parts: list[_Part]) -> list[list[_Part]]:
    groups: list[list[_Part]] = []
    for part in parts:
        if groups and _continues(plain, groups[-1], part):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _is_home(part: _Part, home: Home) -> bool:
    return part.name == {"tambon": home.tambon, "amphoe": home.amphoe, "province": home.province}[part.level]


def _continues(plain: str, group: list[_Part], part: _Part) -> bool:
    ranks = [LEVELS.index(one.level) for one in (*group, part)]
    ordered = ranks in (sorted(ranks), sorted(ranks, reverse=True)) and len(set(ranks)) == len(ranks)
    return ordered and _between().fullmatch(plain, group[-1].end, part.start) is not None


def _settled(group: list[_Part], typed: str, home: Home) -> Place:
    said = {part.level: part.name for part in group}
    tambon, amphoe, province = (said.get(level) for level in LEVELS)
    found = _nearest(fitting(tambon, amphoe, province), home)
    matches = len(found)
    own = tambon is not None and tambon == home.tambon and home.province is not None
    if own and matches != 1 and amphoe in (None, home.amphoe) and province in (None, home.province):
        # the fund's own tambon, also where the country's list does not know it
        names: tuple[str | None, str | None, str | None] = (tambon, home.amphoe, home.province)
        matches = 1
    elif found:
        names = (_common([area.tambon for area in found]), *_above(found, amphoe, province))
    else:
        # an unknown tambon in a known amphoe still has that amphoe's full name
        names = (tambon, *_above(fitting(None, amphoe, province) if tambon else [], amphoe, province))
    start, end = group[0].start, group[-1].end
    return Place(start, end, typed[start:end], *names, matches)


def _nearest(found: list[Area], home: Home) -> list[Area]:
    inside = [area for area in found if home.province and area.province == home.province]
    near = [area for area in inside if home.amphoe and area.amphoe == home.amphoe]
    return near or inside or found


def _above(found: list[Area], amphoe: str | None, province: str | None) -> tuple[str | None, str | None]:
    return _common([area.amphoe for area in found]) or amphoe, _common([area.province for area in found]) or province


def _common(names: list[str | None]) -> str | None:
    return names[0] if len(set(names)) == 1 else None


@lru_cache(maxsize=1)
def _between() -> re.Pattern[str]:
    table = lexicon("places")
    words = either([*table["between"], *table["village"]])
    return re.compile(rf"[\s,.()/-]*(?:{words}[\s,]*)?")


@lru_cache(maxsize=1)
def _before() -> tuple[str, ...]:
    return tuple(str(word) for word in lexicon("places")["bare_before"])
