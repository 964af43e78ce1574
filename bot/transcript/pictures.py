"""The pictures that personas of transcripts send, made when asked for: `> [image gps.jpg]`."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

TOO_MANY_BYTES = 10_000_001


def picture(name: str) -> bytes:
    """The bytes of a picture by name; without a name, photo.jpg. Raises LookupError for an unknown one."""
    made = PICTURES.get(name or "photo.jpg")
    if made is None:
        raise LookupError(f"no picture {name!r}; there are: {', '.join(PICTURES)}")
    return made()


@cache
def photo() -> bytes:
    """A small photo: sky over a field."""
    return _jpeg()


@cache
def sheet() -> bytes:
    """A page with lines, as a sign-in sheet is, larger than what is kept."""
    from PIL import Image, ImageDraw

    page = Image.new("RGB", (1800, 2400), "white")
    brush = ImageDraw.Draw(page)
    for row in range(300, 2300, 100):
        brush.line((150, row, 1650, row), (60, 60, 60), 4)
    return _jpeg(page)


@cache
def gps() -> bytes:
    """A phone's photo: taken upright but stored lying down, and telling where it was taken."""
    from PIL import Image
    from PIL.ExifTags import GPS, IFD, Base

    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = "NONGBAHT-TEST-PHONE"
    place = {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (13.0, 45.0, 22.0)}
    exif[IFD.GPSInfo] = place | {GPS.GPSLongitudeRef: "E", GPS.GPSLongitude: (100.0, 30.0, 6.0)}
    return _jpeg(exif=exif.tobytes())


def words() -> bytes:
    """A text that calls itself a picture."""
    return b"this is no picture, whatever its name says\n" * 20


@cache
def half() -> bytes:
    """A photo that was cut off on its way."""
    return sheet()[:4000]


def huge() -> bytes:
    """More bytes than are taken."""
    return photo() + bytes(TOO_MANY_BYTES - len(photo()))


@cache
def bomb() -> bytes:
    """A small file that would fill the memory once decoded: 14,000 x 14,000 points."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("1", (14_000, 14_000)).save(out, "PNG")
    return out.getvalue()


PICTURES: dict[str, Callable[[], bytes]] = {
    "photo.jpg": photo,
    "sheet.jpg": sheet,
    "gps.jpg": gps,
    "words.jpg": words,
    "half.jpg": half,
    "huge.jpg": huge,
    "bomb.png": bomb,
}


def _jpeg(page: object = None, exif: bytes = b"") -> bytes:
    from PIL import Image, ImageDraw

    if not isinstance(page, Image.Image):
        page = Image.new("RGB", (640, 480), (150, 190, 230))
        ImageDraw.Draw(page).rectangle((0, 300, 640, 480), (110, 150, 80))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=75, exif=exif)
    return out.getvalue()
