"""The sentence patterns grow what they say, the same every time."""

from __future__ import annotations

from random import Random

import pytest

from bot.understanding.training.data import load_examples
from bot.understanding.training.noise import augmented
from bot.understanding.training.patterns import (
    Grammar,
    PatternBroken,
    expand,
    grow,
    load_grammar,
    split_alternatives,
)


def test_alternatives_split_at_outer_bars_only() -> None:
    assert split_alternatives("a|(b|c)d|") == ["a", "(b|c)d", ""]


def test_every_alternative_and_class_is_reached() -> None:
    chance = Random(1)
    grown = {expand("(x|y){n}", {"n": ["1", "(2|3)"]}, chance) for _ in range(200)}
    assert grown == {"x1", "x2", "x3", "y1", "y2", "y3"}


@pytest.mark.parametrize("pattern", ["(a|b", "a)", "{unknown}", "{n"])
def test_a_broken_pattern_is_quoted(pattern: str) -> None:
    with pytest.raises(PatternBroken):
        expand(pattern, {"n": ["1"]}, Random(1))


def test_sentences_are_different_and_repeatable() -> None:
    grammar = Grammar({}, {"greet": ["(a|b)(c|d)"]})
    once, again = grow(grammar, 10, Random(5)), grow(grammar, 10, Random(5))
    assert once == again
    assert sorted(example.text for example in once) == ["ac", "ad", "bc", "bd"]


def test_the_shipped_patterns_expand_for_known_intents() -> None:
    grammar = load_grammar()
    known = {example.intent for example in load_examples()}
    assert set(grammar.lines) <= known
    assert all(not set("(){}|") & set(example.text) for example in grow(grammar, 3, Random(1)))


def test_noise_is_the_same_for_the_same_chance() -> None:
    assert augmented("นอนโรงพยาบาลได้กี่บาท", Random(3)) == augmented("นอนโรงพยาบาลได้กี่บาท", Random(3))
