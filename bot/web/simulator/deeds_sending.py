"""What a visitor sends that is not words: pictures, stickers, voice, places."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Awaitable, Callable
from functools import cache
from io import BytesIO

from bot.channels.line_menu_picture import font
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.records import Json
from bot.web.simulator.reel import Reel
from bot.words import Words

MOST_BYTES = 3_000_000
PACKAGE = "11537"
STICKERS = frozenset("123456")
"""The ids of the page's stickers."""
PLACES = {"office": (13.7563, 100.5018), "temple": (13.7512, 100.4927), "hospital": (13.7580, 100.4850)}
"""Fictional places by their key in the words `simulator.place.…`: latitude and longitude in degrees."""
LONGEST_VOICE = 300


class Sending:
    """The deeds by name in `table`."""

    def __init__(self, fake: FakeLine, words: Words, reel: Reel) -> None:
        self._fake, self._words, self._reel = fake, words, reel
        self.table: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "picture": self.picture,
            "sticker": self.sticker,
            "voice": self.voice,
            "place": self.place,
        }

    async def picture(self, asked: Json) -> Json:
        """Sends the visitor's picture (`data`: base64 of a PNG or JPEG), or a sample of a paper that funds ask for."""
        given = asked.get("data")
        picture = b64decode(str(given), validate=True) if given else sample_paper(self._words)
        if len(picture) > MOST_BYTES or not picture.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8")):
            raise ValueError("a PNG or JPEG picture of up to 3 MB can be sent")
        await self._fake.send_image(str(asked["user"]), asked.get("chat"), picture)
        self._reel.note(asked, "> [image]")
        return {}

    async def sticker(self, asked: Json) -> Json:
        """Sends one of the page's stickers."""
        sticker = str(asked.get("sticker", "1"))
        if sticker not in STICKERS:
            raise LookupError("no such sticker")
        await self._fake.send_sticker(str(asked["user"]), asked.get("chat"), PACKAGE, sticker)
        self._reel.note(asked, f"> [sticker {sticker}]")
        return {}

    async def voice(self, asked: Json) -> Json:
        """Sends a voice message of some seconds; it holds no sound."""
        seconds = int(asked.get("seconds", 3))
        if not 1 <= seconds <= LONGEST_VOICE:
            raise ValueError(f"1 to {LONGEST_VOICE} seconds can be sent")
        await self._fake.send_audio(str(asked["user"]), asked.get("chat"), milliseconds=seconds * 1000)
        self._reel.note(asked, f"> [audio {seconds}]")
        return {}

    async def place(self, asked: Json) -> Json:
        """Shares a known `place`, or the point `at`: latitude and longitude in degrees."""
        if "at" in asked:
            latitude, longitude = (float(degrees) for degrees in str(asked["at"]).split(","))
            title = ""
        else:
            key = str(asked.get("place", "office"))
            (latitude, longitude), title = PLACES[key], self._words.of("simulator.place", key)
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError("a point is latitude -90 to 90, longitude -180 to 180")
        address = self._words("simulator.place_address") if title else ""
        await self._fake.send_location(
            str(asked["user"]), asked.get("chat"), latitude, longitude, title=title, address=address
        )
        self._reel.note(asked, f"> [location {latitude},{longitude}]")
        return {}


@cache
def sample_paper(words: Words) -> bytes:
    """A made-up medical certificate as PNG, plainly marked as a sample."""
    from PIL import Image, ImageDraw, features

    paper = Image.new("RGB", (600, 780), (252, 252, 248))
    brush = ImageDraw.Draw(paper)
    brush.rectangle((24, 24, 576, 756), outline=(90, 110, 130), width=4)
    if features.check("raqm"):
        for number, line in enumerate(words("simulator.sample_paper").split("\n")):
            face = font(46 if number == 0 else 32)
            brush.text((300, 110 + 84 * number), line, (35, 48, 60), face, anchor="mm", language="th")
    out = BytesIO()
    paper.save(out, "PNG", optimize=True)
    return out.getvalue()
