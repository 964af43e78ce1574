"""The tambons, amphoe and provinces of the country, by the names people type (the package geothai, offline)."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import tidy

Level = Literal["tambon", "amphoe", "province"]
LEVELS: tuple[Level, ...] = ("tambon", "amphoe", "province")
_BANGKOK = "10"


class Area(NamedTuple):
    """A real place by its official names, without announcing words; a larger place has no smaller part."""

    tambon: str | None
    amphoe: str | None
    province: str


def areas(level: Level, name: str) -> tuple[Area, ...]:
    """Every real place of this level with this name; none for a name the country does not know."""
    return _index()[level].get(name, ())


def longest(level: Level) -> int:
    """The letters in the longest name of a level: how far a reader has to look."""
    return _longest()[level]


def fitting(tambon: str | None, amphoe: str | None, province: str | None) -> list[Area]:
    """The real places that fit every name given; the smallest name decides whether tambons or amphoe are listed."""
    level: Level = "tambon" if tambon else "amphoe" if amphoe else "province"
    found = areas(level, tambon or amphoe or province or "")
    if tambon and amphoe:
        towns = {(area.amphoe, area.province) for area in areas("amphoe", amphoe)}
        found = tuple(area for area in found if (area.amphoe, area.province) in towns)
    if level != "province" and province:
        provinces = {area.province for area in areas("province", province)}
        found = tuple(area for area in found if area.province in provinces)
    return list(found)


@lru_cache(maxsize=1)
def _index() -> dict[Level, dict[str, tuple[Area, ...]]]:
    # about 0.12 s and 9 MB: paid by the first message read
    import geothai

    table = lexicon("places")
    found: dict[Level, defaultdict[str, list[Area]]] = {level: defaultdict(list) for level in LEVELS}
    for province in geothai.provinces():
        whole = Area(None, None, province.name_th)
        for name in {*_keys(province.name_th), *table["aliases"].get(province.name_th, ())}:
            found["province"][name].append(whole)
        for district in geothai.districts(province.code):
            amphoe = _bare(district.name_th)
            keys = set(_keys(amphoe))
            # the amphoe around the town has the first number everywhere but in Bangkok
            if district.code.endswith("01") and province.code != _BANGKOK:
                keys.update(table["capital"])
            for name in keys:
                found["amphoe"][name].append(Area(None, amphoe, province.name_th))
            for tambon in geothai.subdistricts(district.code):
                for name in _keys(tambon.name_th):
                    found["tambon"][name].append(Area(tambon.name_th, amphoe, province.name_th))
    return {level: {name: tuple(group) for name, group in names.items()} for level, names in found.items()}


@lru_cache(maxsize=1)
def _longest() -> dict[Level, int]:
    return {level: max(map(len, names)) for level, names in _index().items()}


def _bare(amphoe: str) -> str:
    for word in lexicon("places")["amphoe_before"]:
        amphoe = amphoe.removeprefix(word)
    return amphoe


def _keys(name: str) -> set[str]:
    """The spellings a name is found by: tidied as messages are, without a second name in brackets, hyphen or not."""
    plain = tidy(name.split("(")[0])
    return {plain, plain.replace("-", "")}
