"""Counting as LINE counts: UTF-16 units for texts, what a reader sees as letters for labels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.measure import clip, graphemes, shorten, split, units

THAI = "น้ำท่วมกี่โมงครับ"
WORDS = st.text(alphabet=st.sampled_from("กขน้ำท่ี abc\n😀👨‍👩‍👧é"), max_size=120)


def test_thai_in_both_units() -> None:
    assert units(THAI) == 17
    assert len(graphemes(THAI)) == 11
    assert units("😀") == 2


def test_a_label_is_cut_between_letters_a_reader_sees() -> None:
    assert shorten(THAI, 11) == THAI
    assert shorten(THAI, 5) == "น้ำท่วม…"
    assert shorten("สองบรรทัด\nเป็นหนึ่ง", 40) == "สองบรรทัด เป็นหนึ่ง"


def test_paragraphs_stay_whole_where_they_fit() -> None:
    assert split("ก" * 6 + "\n\n" + "ข" * 6 + "\n\nค", 10) == ["กกกกกก", "ขขขขขข\n\nค"]
    assert split("  ", 10) == []


@given(WORDS, st.integers(2, 40))
def test_nothing_is_lost_in_splitting_and_every_piece_fits(text: str, most: int) -> None:
    pieces = split(text, most)
    assert all(1 <= units(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(WORDS, st.integers(2, 40))
def test_what_is_clipped_fits(text: str, most: int) -> None:
    assert units(clip(text, most)) <= most
    assert len(graphemes(shorten(text, most))) <= most
    assert clip(text, 1000) == text
