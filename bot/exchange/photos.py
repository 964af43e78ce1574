"""Photos from people, made anew before they are kept: what a camera writes beside the picture (GPS!) does not survive.

Decoding what strangers send is the risk here: the first bytes must be a picture's, its size is looked at before a
single point is decoded, and only plain formats are tried.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Literal

MOST_BYTES = 10_000_000
MOST_POINTS = 50_000_000
"""More than any phone's photo, less than what would fill this machine's memory."""
LONGEST_SIDE = 1600
"""A page of names, held before a phone, can still be read."""
QUALITY = 82
MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
FORMATS = ("JPEG", "PNG", "WEBP")
MEDIA_TYPE = "image/jpeg"

Why = Literal["format", "large", "broken"]


class PhotoFault(ValueError):
    """The bytes are no photo that can be kept; `why` is format, large or broken."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True)
class Photo:
    """A picture as it is kept: JPEG without any metadata, the right way up, in points."""

    data: bytes
    width: int
    height: int


def reencode(data: bytes) -> Photo:
    """A photo (JPEG, PNG, WebP) drawn anew. Takes up to a second of processor time: call it in a thread.

    Raises PhotoFault: "large" above 10 MB or 50 million points, "format" for what is no picture, "broken" for half one.
    """
    if len(data) > MOST_BYTES:
        raise PhotoFault("large")
    if not data.startswith(MAGIC):
        raise PhotoFault("format")
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=FORMATS) as looked:
                if looked.width * looked.height > MOST_POINTS:
                    raise PhotoFault("large")
                looked.verify()
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _drawn(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoFault("large") from None
    except UnidentifiedImageError:
        raise PhotoFault("format") from None
    except PhotoFault:
        raise
    except Exception:  # decoders raise nearly anything over damaged bytes
        raise PhotoFault("broken") from None


def _drawn(picture: object) -> Photo:
    """The points alone on a fresh canvas, see-through ones white."""
    from PIL import Image

    assert isinstance(picture, Image.Image)  # noqa: S101 - Pillow is imported late; tells the type checker
    clear = picture.convert("RGBA") if "A" in picture.getbands() or "transparency" in picture.info else None
    canvas = Image.new("RGB", picture.size, "white")
    canvas.paste(clear or picture.convert("RGB"), (0, 0), clear)
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Photo(out.getvalue(), canvas.width, canvas.height)
