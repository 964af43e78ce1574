"""The icons of the rich menus, drawn with a round pen on a square of 100 × 100 units."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

Point = tuple[float, float]
Colour = tuple[int, int, int]

FINER = 4
"""Pillow draws hard edges: the icon is drawn this much larger and then reduced."""
PEN = 6.5


class Pen:
    """Strokes with round ends, and filled shapes, in units of the icon's square."""

    def __init__(self, size: int, colour: Colour, paper: Colour) -> None:
        from PIL import Image, ImageDraw

        self._size, self._unit = size, size * FINER / 100
        self._colour, self.paper = colour, paper
        self.image = Image.new("RGB", (size * FINER, size * FINER), paper)
        self._draw = ImageDraw.Draw(self.image)

    def line(self, *points: Point, width: float = PEN) -> None:
        """A line through all points."""
        at = [(x * self._unit, y * self._unit) for x, y in points]
        self._draw.line(at, self._colour, round(width * self._unit))
        for x, y in points:
            self.dot(x, y, width / 2)

    def dot(self, x: float, y: float, radius: float = PEN / 2 + 1, *, bare: bool = False) -> None:
        """A filled circle; `bare` in the colour of the paper."""
        box = [(v * self._unit) for v in (x - radius, y - radius, x + radius, y + radius)]
        self._draw.ellipse(box, self.paper if bare else self._colour)

    def ring(self, x: float, y: float, radius: float, width: float = PEN) -> None:
        """A circle."""
        self.dot(x, y, radius + width / 2)
        self.dot(x, y, radius - width / 2, bare=True)

    def arc(self, x: float, y: float, radius: float, start: float, end: float, width: float = PEN) -> None:
        """Part of a circle, degrees clockwise from three o'clock."""
        steps = [start + (end - start) * step / 48 for step in range(49)]
        self.line(*((x + radius * cos(a * pi / 180), y + radius * sin(a * pi / 180)) for a in steps), width=width)

    def box(self, left: float, top: float, right: float, bottom: float, corner: float = 7) -> None:
        """An outlined rectangle with round corners."""
        half = PEN / 2
        self.block(left - half, top - half, right + half, bottom + half, corner + half)
        self.block(left + half, top + half, right - half, bottom - half, max(corner - half, 1), bare=True)

    def block(
        self, left: float, top: float, right: float, bottom: float, corner: float = 4, *, bare: bool = False
    ) -> None:
        """A filled rectangle with round corners."""
        box = [v * self._unit for v in (left, top, right, bottom)]
        self._draw.rounded_rectangle(box, corner * self._unit, self.paper if bare else self._colour)

    def done(self) -> Image:
        """The icon at its size."""
        from PIL import Image

        return self.image.resize((self._size, self._size), Image.Resampling.LANCZOS)


def benefits(pen: Pen) -> None:
    """A parcel with a ribbon: what the fund gives."""
    pen.box(16, 46, 84, 86)
    pen.box(10, 30, 90, 46, 5)
    pen.line((50, 30), (50, 86))
    pen.arc(38, 20, 10, 60, 360)
    pen.arc(62, 20, 10, 180, 480)


def hospital(pen: Pen) -> None:
    """A bed with somebody in it."""
    pen.line((10, 24), (10, 84))
    pen.line((10, 70), (90, 70), (90, 84))
    pen.line((90, 70), (90, 56), (84, 50), (44, 50), (44, 70))
    pen.dot(27, 52, 9)
    pen.line((62, 14), (62, 36), width=8)
    pen.line((51, 25), (73, 25), width=8)


def status(pen: Pen) -> None:
    """A membership card with a face."""
    pen.box(8, 22, 92, 80)
    pen.dot(31, 43, 9)
    pen.block(17, 55, 45, 68, 9)
    pen.line((56, 41), (80, 41))
    pen.line((56, 54), (80, 54))
    pen.line((56, 66), (70, 66))


def claim(pen: Pen) -> None:
    """A sheet and a coin."""
    pen.line((54, 88), (20, 88), (20, 12), (56, 12), (76, 32), (76, 44))
    pen.line((56, 12), (56, 32), (76, 32))
    pen.line((33, 48), (56, 48))
    pen.line((33, 63), (46, 63))
    pen.ring(71, 71, 18)
    pen.line((71, 62), (71, 80))
    pen.line((63, 71), (79, 71))


def contact(pen: Pen) -> None:
    """A telephone receiver, ringing."""
    pen.line((22, 26), (24, 40), (32, 56), (44, 68), (60, 76), (74, 78), width=15)
    pen.line((20, 20), (30, 32), width=15)
    pen.line((68, 70), (80, 80), width=15)
    pen.arc(52, 48, 16, -90, 0)
    pen.arc(52, 48, 33, -90, 0)


def handoff(pen: Pen) -> None:
    """Two people who talk."""
    pen.dot(30, 50, 12)
    pen.block(12, 66, 48, 90, 16)
    pen.box(46, 12, 92, 46, 10)
    pen.line((58, 47), (54, 58), (68, 47))
    for x in (58, 69, 80):
        pen.dot(x, 29, 4)


def questions(pen: Pen) -> None:
    """A speech bubble with a question mark."""
    pen.box(8, 12, 92, 72, 16)
    pen.line((26, 73), (26, 90), (46, 73))
    pen.arc(50, 35, 11, 180, 400)
    pen.line((58, 43), (50, 49), (50, 53))
    pen.dot(50, 63, 4.5)


def help_(pen: Pen) -> None:
    """A question mark in a circle."""
    pen.ring(50, 50, 39)
    pen.arc(50, 40, 13, 180, 405)
    pen.line((59, 49), (50, 57), (50, 61))
    pen.dot(50, 73, 5)


def meeting(pen: Pen) -> None:
    """Three people behind a table."""
    for x, y in ((22, 36), (50, 28), (78, 36)):
        pen.dot(x, y, 10)
        pen.block(x - 13, y + 13, x + 13, 66, 9)
    pen.line((8, 72), (92, 72), width=8)
    pen.line((18, 72), (18, 88))
    pen.line((82, 72), (82, 88))


def missing(pen: Pen) -> None:
    """A sheet that has not come: a report with an exclamation mark."""
    pen.line((50, 88), (18, 88), (18, 12), (54, 12), (74, 32), (74, 42))
    pen.line((54, 12), (54, 32), (74, 32))
    pen.line((31, 48), (50, 48))
    pen.line((31, 64), (44, 64))
    pen.ring(70, 70, 19)
    pen.line((70, 60), (70, 72))
    pen.dot(70, 80, 4)


def funds(pen: Pen) -> None:
    """A bar chart."""
    pen.line((12, 12), (12, 88), (90, 88))
    pen.block(24, 54, 40, 82)
    pen.block(46, 36, 62, 82)
    pen.block(68, 18, 84, 82)


def audit(pen: Pen) -> None:
    """A magnifying glass over a tick."""
    pen.ring(42, 42, 30)
    pen.line((64, 64), (88, 88), width=11)
    pen.line((29, 43), (39, 53), (56, 33))


def handbook(pen: Pen) -> None:
    """An open book."""
    pen.line(
        (50, 26), (36, 17), (10, 17), (10, 78), (36, 78), (50, 86), (64, 78), (90, 78), (90, 17), (64, 17), (50, 26)
    )
    pen.line((50, 26), (50, 86))
    pen.line((22, 36), (36, 36))
    pen.line((22, 52), (36, 52))
    pen.line((64, 36), (78, 36))
    pen.line((64, 52), (78, 52))


def deadline(pen: Pen) -> None:
    """A calendar with a day marked."""
    pen.box(12, 20, 88, 88)
    pen.line((12, 42), (88, 42))
    pen.line((32, 10), (32, 26))
    pen.line((68, 10), (68, 26))
    pen.block(54, 56, 74, 76, 5)
    pen.dot(32, 60, 4.5)
    pen.dot(32, 75, 4.5)


def assessment(pen: Pen) -> None:
    """A list of ticks."""
    pen.box(16, 12, 84, 90)
    for y in (34, 54, 74):
        pen.line((28, y), (33, y + 5), (42, y - 6))
        pen.line((52, y), (72, y))


ICONS: dict[str, Callable[[Pen], None]] = {
    "benefits": benefits,
    "hospital": hospital,
    "status": status,
    "claim": claim,
    "contact": contact,
    "handoff": handoff,
    "questions": questions,
    "help": help_,
    "meeting": meeting,
    "missing": missing,
    "funds": funds,
    "audit": audit,
    "handbook": handbook,
    "deadline": deadline,
    "assessment": assessment,
}


def icon(name: str, size: int, colour: Colour, paper: Colour) -> Image:
    """One icon as a picture of `size` pixels, on `paper`."""
    pen = Pen(size, colour, paper)
    ICONS[name](pen)
    return pen.done()
