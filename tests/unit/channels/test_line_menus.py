"""The rich menus as drawn and as given to LINE: what a thumb meets and an elderly eye reads."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from PIL import Image

from bot.channels.line_menu_icons import ICONS
from bot.channels.line_menu_picture import BOLD, LETTERS, draw, font
from bot.channels.line_menus import HEIGHT, MENUS, TILES, WIDTH, Menu, bounds, label, menu_object
from bot.chat import unpack
from bot.handlers.registry import HANDLERS
from bot.words import load_words
from tests.contracts.line_rules import graphemes, utf16

WORDS = load_words()
ALL = pytest.mark.parametrize("menu", MENUS, ids=lambda menu: menu.role)


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    return {menu.role: draw(menu, WORDS) for menu in MENUS}


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


@ALL
def test_the_picture_is_as_line_wants_it(menu: Menu, pictures: dict[str, bytes]) -> None:
    picture = pictures[menu.role]
    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= 1_000_000
    assert opened(picture).size == (WIDTH, HEIGHT) == (2500, 1686)


@ALL
def test_areas_cover_the_picture_without_gap_or_overlap(menu: Menu) -> None:
    places = bounds(menu)
    assert sum(place.width * place.height for place in places) == WIDTH * HEIGHT
    spans = [(place.x, place.y, place.x + place.width, place.y + place.height) for place in places]
    for number, one in enumerate(spans):
        assert 0 <= one[0] < one[2] <= WIDTH
        assert 0 <= one[1] < one[3] <= HEIGHT
        for other in spans[number + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def luminance(colour: tuple[int, ...]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@ALL
def test_every_tile_has_its_icon_and_words_in_strong_contrast(menu: Menu, pictures: dict[str, bytes]) -> None:
    picture = opened(pictures[menu.role])
    for place in bounds(menu):
        inside = (place.x + 40, place.y + 40, place.x + place.width - 40, place.y + place.height - 40)
        tile = picture.crop(inside)
        middle = tile.height * 45 // 100
        for half in (tile.crop((0, 0, tile.width, middle)), tile.crop((0, middle, tile.width, tile.height))):
            counted = sorted(half.getcolors(half.width * half.height) or [], reverse=True)
            paper, ink = counted[0][1], counted[1][1]
            assert contrast(paper, ink) >= 7, (menu.role, paper, ink)
            assert counted[1][0] > half.width * half.height * 0.015, "too little is drawn"
            edges = [half.getpixel((x, y)) for x in (0, half.width - 1) for y in (half.height // 2,)]
            assert edges == [paper, paper], "words and icons keep away from the edge"


@ALL
def test_each_letter_has_a_glyph_and_each_line_fits(menu: Menu) -> None:
    nothing = font(LETTERS).getmask("\ue000").getbbox(), bytes(font(LETTERS).getmask("\ue000"))
    for tile in menu.tiles:
        for line in WORDS.of("menu.tile", tile).split("\n"):
            left, top, right, bottom = font(LETTERS).getbbox(line)
            assert 0 < right - left <= WIDTH // 3 - 52
            assert 0 < bottom - top <= LETTERS * 1.6
            for letter in line:
                drawn = font(LETTERS).getmask(letter)
                assert (drawn.getbbox(), bytes(drawn)) != nothing, f"no glyph for {letter!r}"


def test_tone_marks_stand_above_vowels() -> None:
    """With a shaper a mark stands higher over a vowel than over the bare consonant; without one it does not."""
    bare, stacked = font(LETTERS).getbbox("ก่"), font(LETTERS).getbbox("กี่")
    assert stacked[1] < bare[1] - 10
    assert font(LETTERS).getlength("กี่") == font(LETTERS).getlength("ก"), "marks take no room of their own"
    assert BOLD[0] >= 600


@ALL
def test_what_line_is_given(menu: Menu, pictures: dict[str, bytes]) -> None:
    made = menu_object(menu, WORDS, pictures[menu.role])
    assert utf16(made["chatBarText"]) <= 14
    assert utf16(made["name"]) <= 300
    assert len(made["areas"]) == len(menu.tiles) <= 20
    for area, tile in zip(made["areas"], menu.tiles, strict=True):
        action = area["action"]
        assert action["type"] == "postback"
        assert graphemes(action["label"]) <= 20
        assert action["displayText"] == action["label"] == label(tile, WORDS)
        assert "\n" not in action["label"]


def test_the_same_menu_has_the_same_name_and_another_another(pictures: dict[str, bytes]) -> None:
    names = [menu_object(menu, WORDS, pictures[menu.role])["name"] for menu in MENUS]
    assert len(set(names)) == len(MENUS)
    assert names == [menu_object(menu, WORDS, draw(menu, WORDS))["name"] for menu in MENUS]
    assert menu_object(MENUS[0], WORDS, b"another picture")["name"] != names[0]
    assert all(one.rsplit(" ", 1)[0] != other.rsplit(" ", 1)[0] for one, other in pairwise(names))


def test_every_tile_leads_to_what_the_bot_answers() -> None:
    assert set(TILES) == set(ICONS) == {tile for menu in MENUS for tile in menu.tiles} | {"hospital", "handoff"}
    for data in TILES.values():
        verb, names, _ = unpack(data)
        assert verb == "questions" or (verb == "ask" and names[0] in HANDLERS)
