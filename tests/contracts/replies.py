"""Replies of every sort for contract tests: each kind of part and choice, far over every limit now and then."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.chat import Attachment, Card, Choice, GoPrivate, OpenLink, PickDate, Press, Reply, Row, Say, Section, Text

LETTERS = st.sampled_from([*"กขคน้ำท่ีๆ์ 1a-", "\n", "😀", "👨‍👩‍👧", "é", "<", "{", '"', "\\"])
SHORT = st.lists(LETTERS, max_size=12).map("".join)
WORDS = (
    SHORT
    | st.lists(LETTERS, min_size=30, max_size=60).map("".join)
    | st.builds(lambda piece, n: piece * n, SHORT, st.integers(1, 900))
)
SOME = WORDS.filter(str.strip)
DATA = st.text(st.sampled_from("abc:?=&._1"), min_size=1, max_size=64)
DAYS = st.none() | st.sampled_from([date(1569, 1, 1), date(2026, 11, 20), date(2026, 11, 21), date(2569, 11, 21)])
ACTS = st.one_of(
    st.builds(Press, DATA, st.none() | WORDS),
    st.builds(Say, SOME),
    st.builds(GoPrivate, WORDS),
    st.sampled_from([OpenLink("https://example.org/กองทุน?q=ก ข"), OpenLink("tel:0200000000")]),
    st.builds(PickDate, DATA, DAYS, DAYS, DAYS),
)
CHOICES = st.builds(Choice, SOME, ACTS)
ROWS = st.builds(Row, WORDS, SHORT | WORDS, st.booleans(), st.booleans(), st.none() | st.floats(-1, 2))
SECTIONS = st.builds(Section, st.lists(ROWS, max_size=6).map(tuple) | st.lists(ROWS, max_size=40).map(tuple), SHORT)
TONES = st.sampled_from(["calm", "good", "warn", "sorrow"])
CARDS = st.builds(
    Card,
    SOME,
    WORDS,
    st.lists(SECTIONS, max_size=4).map(tuple),
    WORDS,
    st.lists(CHOICES, max_size=4).map(tuple),
    TONES,
)
NAMES = st.sampled_from(["รายงาน.xlsx", "สรุป โซนเมือง.png", "a" * 200 + ".txt"])
FILES = st.builds(
    Attachment,
    st.just("x" * 32),
    NAMES,
    st.sampled_from(["image/png", "text/plain", "application/zip"]),
    WORDS,
    st.integers(0, 9_000_000),
)
PARTS = st.builds(Text, SOME) | CARDS | FILES
REPLIES = st.builds(
    Reply, st.lists(PARTS, min_size=1, max_size=8).map(tuple), st.lists(CHOICES, max_size=16).map(tuple)
)

SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=60
)
"""Fewer examples, and patience: these replies are large and slow to make."""
