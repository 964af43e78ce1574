"""Charts as PNG, for whoever asks for a picture: lying bars with their values, big letters, Thai shaped by HarfBuzz."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import regex

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

Bar = tuple[str, float, str]
"""Label, value, and a note that stands before the value in grey; "" for none."""
MOST_BARS = 20
DPI = 100
WIDTH, ROW, HEAD, FOOT = 10.0, 1.12, 1.5, 0.85
"""Inches: of the whole, of a bar with its words, above and below the bars."""
LEFT, ROOM = 0.045, 0.91
INK, GREY, BAR, TRACK = "#1a1a1a", "#5a5a5a", "#1F5FA8", "#E9EDF2"
"""One hue, and every value in letters: nobody has to tell colours apart."""
TITLE, LABEL, NOTE, SMALLEST = 37, 30, 22, 20
"""Points of a picture that a phone shows at four tenths of its size: 30 are read as 16."""
COLOURS = 64


def bar_chart(title: str, rows: Sequence[Bar], as_of: str, unit: str) -> bytes:
    """A PNG 1,000 points across, under 300 kB: one bar a row in the order given, the longest as wide as there is room.

    `as_of` is the line that dates the figures, `unit` stands behind every value. Takes half a second: call it in a
    thread. Raises ValueError for no rows, more than 20, or a value below 0.
    """
    if not 1 <= len(rows) <= MOST_BARS or any(value < 0 for _, value, _ in rows):
        raise ValueError(f"a chart has 1 to {MOST_BARS} bars of 0 and more")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = HEAD + ROW * len(rows) + FOOT
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes: Axes = figure.add_axes((LEFT, FOOT / height, ROOM, ROW * len(rows) / height))
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.5, len(rows) - 0.5)
    axes.set_axis_off()
    whole = ROOM * WIDTH * DPI
    head: dict[str, Any] = {"color": INK, "path_effects": _bold(), "va": "center"}
    _fit(figure.text(LEFT, 1 - 0.72 / height, title, fontproperties=_font(TITLE), **head), whole)
    _fit(figure.text(LEFT, 0.42 / height, as_of, color=GREY, fontproperties=_font(NOTE), va="center"), whole)
    longest = max(value for _, value, _ in rows) or 1.0
    for place, row in enumerate(reversed(rows)):
        _bar(axes, place, row, longest, unit)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return _fewer_colours(out.getvalue())


def _bar(axes: Axes, y: float, row: Bar, longest: float, unit: str) -> None:
    """Label, note and value in one line, the bar below them."""
    label, value, note = row
    axes.barh(y - 0.26, 1.0, height=0.24, color=TRACK)
    axes.barh(y - 0.26, value / longest, height=0.24, color=BAR)
    line: dict[str, Any] = {"va": "center", "y": y + 0.15}
    shown = f"{figure_of(value)} {unit}".strip()
    strong: dict[str, Any] = {"color": INK, "path_effects": _bold(), "ha": "right"}
    told = axes.text(x=1, s=shown, fontproperties=_font(LABEL), **strong, **line)
    taken = _width(told) + 24
    if note.strip():
        beside: dict[str, Any] = {"x": 1 - taken / (ROOM * WIDTH * DPI), "fontproperties": _font(NOTE), "color": GREY}
        taken += _fit(axes.text(s=note, ha="right", **beside, **line), 0.35 * ROOM * WIDTH * DPI) + 24
    _fit(axes.text(x=0, s=label, color=INK, fontproperties=_font(LABEL), **line), ROOM * WIDTH * DPI - taken)


def figure_of(value: float) -> str:
    """A number as people write it: 1,234 or 12.5."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _fit(text: Text, room: float) -> float:
    """Makes words fit into so many points: smaller letters first, then fewer; gives the width that they take."""
    size = TITLE
    while (width := _width(text)) > room:
        if size > SMALLEST:
            size = min(size, int(float(text.get_fontsize()))) - 1
            text.set_fontsize(size)
            continue
        letters = regex.findall(r"\X", text.get_text().rstrip("\N{HORIZONTAL ELLIPSIS}"))
        if len(letters) <= 1:
            break
        text.set_text(
            "".join(letters[: max(1, min(len(letters) - 1, int(len(letters) * room / width)))]).rstrip()
            + "\N{HORIZONTAL ELLIPSIS}"
        )
    return width


def _width(text: Text) -> float:
    return float(text.get_window_extent().width)


def _font(size: int) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    file = files("fontpkg_noto_sans_thai") / "files" / "NotoSansThai[wdth,wght].ttf"
    return FontProperties(fname=str(file), size=size)


def _bold() -> list[Any]:
    """Letters drawn with an edge: of a variable font matplotlib knows the regular weight alone."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=1.5, foreground=INK)]


def _fewer_colours(png: bytes) -> bytes:
    """The same picture from a palette: a third of the bytes, and nobody sees it."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        out = io.BytesIO()
        picture.convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
