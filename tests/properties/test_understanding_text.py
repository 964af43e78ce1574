"""Normalising and masking hold for every text, and reading never fails."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.understanding.masking import mask
from bot.understanding.normalise import normalise, squash, tidy
from bot.understanding.understand import Understander

THAI = st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B)
thai_text = st.text(THAI | st.sampled_from(" 0123456789./-\u200b"), max_size=60)
READER = Understander.load()
TODAY = date(2026, 11, 18)


@given(thai_text | st.text(max_size=60))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(thai_text)
def test_digits_keep_their_places(text: str) -> None:
    assert len(tidy(text)) == len(normalise(text))
    assert "\u0e4d\u0e32" not in normalise(text)


@given(thai_text)
def test_squash_holds_no_blank(text: str) -> None:
    assert not re.search(r"\s", squash(text))


def shapes(digits: str) -> list[str]:
    """A citizen id as people write it."""
    a, b, c, d, e = digits[0], digits[1:5], digits[5:10], digits[10:12], digits[12]
    return [digits, f"{a}-{b}-{c}-{d}-{e}", f"{a} {b} {c} {d} {e}", " ".join(digits)]


@given(st.text("0123456789", min_size=13, max_size=13), st.sampled_from(["{}", "เลขบัตร {} ค่ะ", "id:{}นะ"]))
def test_no_citizen_id_survives(digits: str, sentence: str) -> None:
    for written in shapes(digits):
        for shown in (written, written.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))):
            assert not any(character.isdecimal() for character in mask(sentence.format(shown)))


@given(st.text(max_size=80))
@example("1-2345-67890-12-3")
def test_masking_keeps_length_and_is_idempotent(text: str) -> None:
    assert len(mask(text)) == len(text)
    assert mask(mask(text)) == mask(text)


@given(thai_text | st.text(max_size=120))
@example("")
@example("?")
@example("ก" * 5000)
@settings(max_examples=150)
def test_any_message_is_read(text: str) -> None:
    result = READER.read(text, TODAY)
    assert 0.0 <= result.confidence <= 1.0
    assert 0.0 <= result.in_domain <= 1.0
    assert all(0.0 <= chance <= result.confidence for _, chance in result.alternatives)
    assert READER.read(text, TODAY) == result
