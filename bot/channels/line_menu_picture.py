"""Draws the rich menus: big dark words on white cards, one colour a role, readable at arm's length."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.channels.line_menu_icons import icon
from bot.channels.line_menus import HEIGHT, WIDTH, Bounds, Colour, Menu, bounds
from bot.words import Words

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

LETTERS = 142
"""Pixels of 2,500: about 22 points where the menu fills a phone."""
FEWEST_LETTERS = 96
BOLD = (700, 100)
"""Weight and width on the font's axes."""
ICON = 280
MARGIN = 26
CORNER = 64
LINE_HEIGHT = 1.3
"""Thai stacks vowels and tone marks over each other: lines stand further apart than Latin ones."""
COLOURS = 96
WHITE: Colour = (255, 255, 255)


class CannotDraw(RuntimeError):
    """This machine cannot draw Thai rightly; the message says what is missing."""


def draw(menu: Menu, words: Words) -> bytes:
    """The picture of a menu as PNG, at most 1 MB. Raises CannotDraw where Thai marks would be misplaced."""
    from PIL import Image, ImageDraw, features

    if not features.check("raqm"):
        raise CannotDraw("Pillow has no raqm here, so tone marks would be misplaced: install Pillow from its wheel")
    picture = Image.new("RGB", (WIDTH, HEIGHT), _mix(menu.colour, WHITE, 0.82))
    brush = ImageDraw.Draw(picture)
    for number, (tile, place) in enumerate(zip(menu.tiles, bounds(menu), strict=True)):
        ink, paper = (WHITE, menu.colour) if number == 0 else (menu.colour, WHITE)
        box = (place.x + MARGIN, place.y + MARGIN, place.x + place.width - MARGIN, place.y + place.height - MARGIN)
        brush.rounded_rectangle(box, CORNER, paper)
        lines = words.of("menu.tile", tile).split("\n")
        top = place.y + (152 if len(lines) == 1 else 74)
        picture.paste(icon(tile, ICON, ink, paper), (place.x + (place.width - ICON) // 2, top))
        _write(brush, lines, place, top + ICON + 30, WHITE if number == 0 else _mix(menu.colour, (0, 0, 0), 0.45))
    out = io.BytesIO()
    picture.quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(brush: ImageDraw, lines: list[str], place: Bounds, top: int, ink: Colour) -> None:
    room = place.width - 2 * MARGIN - 60
    size = LETTERS
    while size > FEWEST_LETTERS and max(font(size).getlength(line) for line in lines) > room:
        size -= 2
    for number, line in enumerate(lines):
        middle = top + round(size * LINE_HEIGHT * (number + 0.5))
        brush.text((place.x + place.width / 2, middle), line, ink, font(size), anchor="mm", language="th")


@cache
def font(size: int) -> FreeTypeFont:
    """The menus' font, bold, at `size` pixels."""
    from PIL import ImageFont

    file = files("fontpkg_noto_sans_thai") / "files" / "NotoSansThai[wdth,wght].ttf"
    with file.open("rb") as stream:
        loaded = ImageFont.truetype(io.BytesIO(stream.read()), size, layout_engine=ImageFont.Layout.RAQM)
    loaded.set_variation_by_axes(list(BOLD))
    return loaded


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
