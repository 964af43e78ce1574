"""Photos as they are kept: upright, without where they were taken, and nothing that is no photo."""

from __future__ import annotations

import contextlib
import io

import pytest
from PIL import Image
from PIL.ExifTags import IFD

from bot.exchange.photos import LONGEST_SIDE, PhotoFault, reencode
from bot.transcript.pictures import PICTURES, picture


def test_where_it_was_taken_is_gone_and_it_stands_upright() -> None:
    with Image.open(io.BytesIO(picture("gps.jpg"))) as sent:
        assert sent.getexif().get_ifd(IFD.GPSInfo), "the picture that is sent does tell"
        assert sent.size == (640, 480)
    kept = reencode(picture("gps.jpg"))
    assert (kept.width, kept.height) == (480, 640)
    with Image.open(io.BytesIO(kept.data)) as stored:
        assert stored.format == "JPEG"
        assert dict(stored.getexif()) == {}
        assert "exif" not in stored.info
        assert stored.size == (480, 640)
    assert b"NONGBAHT-TEST-PHONE" not in kept.data


def test_a_large_page_is_made_smaller_but_stays_readable() -> None:
    kept = reencode(picture("sheet.jpg"))
    assert max(kept.width, kept.height) == LONGEST_SIDE
    assert (kept.width, kept.height) == (1200, 1600)
    assert len(kept.data) < len(picture("sheet.jpg"))


@pytest.mark.parametrize(
    ("name", "why"), [("words.jpg", "format"), ("half.jpg", "broken"), ("huge.jpg", "large"), ("bomb.png", "large")]
)
def test_what_is_no_photo_is_refused_with_a_reason(name: str, why: str) -> None:
    with pytest.raises(PhotoFault) as caught:
        reencode(picture(name))
    assert caught.value.why == why


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("mode", ["RGBA", "P", "L"])
def test_other_kinds_of_picture(kind: str, mode: str) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (30, 20), (200, 0, 0, 0)).convert(mode).save(out, kind)
    if kind in ("GIF", "BMP"):
        with pytest.raises(PhotoFault, match="format"):
            reencode(out.getvalue())
        return
    kept = reencode(out.getvalue())
    assert (kept.width, kept.height) == (30, 20)
    if mode == "RGBA":
        with Image.open(io.BytesIO(kept.data)) as stored:
            assert min(stored.convert("RGB").getpixel((5, 5))) > 250, "see-through is white, not black"  # type: ignore[arg-type]


def test_bytes_after_a_pictures_end_are_not_kept() -> None:
    kept = reencode(picture("photo.jpg") + b"<?php something hidden ?>")
    assert b"hidden" not in kept.data


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_damaged_bytes_raise_nothing_else(cut: int) -> None:
    data = bytearray(picture("photo.jpg"))
    data[10 + cut : 40 + cut] = b"\xff" * 30
    with contextlib.suppress(PhotoFault):
        assert reencode(bytes(data)).width


def test_there_is_a_picture_for_every_case() -> None:
    assert {"photo.jpg", "gps.jpg", "words.jpg", "huge.jpg"} <= set(PICTURES)
