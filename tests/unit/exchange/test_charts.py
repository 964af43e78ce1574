"""Charts: small enough to send, drawn with the Thai font, shaped by a shaper."""

from __future__ import annotations

import io
import warnings

import pytest
from PIL import Image

from bot.exchange.charts import bar_chart, figure_of

ROWS = [("ต.บ้านสวน", 298, "ส่งแล้ว"), ("กองทุนน้ำใจปู่ย่า", 295, ""), ("กลุ่มกตัญญู", 120.5, ""), ("ตั้งใหม่", 0, "")]


def test_a_chart_is_a_small_picture_as_wide_as_a_phone_shows() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a letter that the font lacks would warn
        data = bar_chart("จำนวนสมาชิก โซนเมือง", ROWS, "ข้อมูล ณ วันที่ 21 พ.ย. 2569", "คน")
    assert len(data) < 300_000
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.width) == ("PNG", 1000)
        assert 400 < picture.height < 800


def test_bars_are_as_long_as_their_values() -> None:
    with Image.open(io.BytesIO(bar_chart("ก", [("a", 100, ""), ("b", 50, ""), ("c", 0, "")], "ข", ""))) as opened:
        picture = opened.convert("RGB")
    blue = [(x, y) for y in range(picture.height) for x in range(0, 1000, 5) if _is_blue(picture.getpixel((x, y)))]
    lines = {y: [x for x, of in blue if of == y] for y in {y for _, y in blue}}
    widths = sorted({max(xs) - min(xs) for xs in lines.values()})
    assert widths[-1] == pytest.approx(910, abs=10)
    assert widths[0] == pytest.approx(455, abs=10)
    assert len(widths) <= 4


def _is_blue(point: object) -> bool:
    assert isinstance(point, tuple)
    return bool(point[2] > 140 and point[0] < 80)


def test_matplotlib_shapes_thai_itself() -> None:
    """From 3.11 on it has a shaper; before, tone marks would stand in the air."""
    from matplotlib import ft2font

    assert ft2font.__libraqm_version__


def test_twenty_long_rows_still_fit() -> None:
    rows = [("กองทุนสวัสดิการชุมชนเทศบาลตำบลที่ชื่อยาวมากกว่าใคร" * 2, 10.0**n, "หมายเหตุยาว " * 9) for n in range(20)]
    with Image.open(io.BytesIO(bar_chart("หัวเรื่อง" * 40, rows, "ณ" * 200, "บาท"))) as picture:
        assert picture.width == 1000


@pytest.mark.parametrize("rows", [[], [("a", -1, "")], [("a", 1, "")] * 21])
def test_what_is_no_chart_is_refused(rows: list[tuple[str, float, str]]) -> None:
    with pytest.raises(ValueError, match="1 to 20 bars"):
        bar_chart("ก", rows, "ข", "คน")


def test_figures_are_written_as_people_write_them() -> None:
    assert (figure_of(1234), figure_of(12.5), figure_of(0)) == ("1,234", "12.5", "0")
