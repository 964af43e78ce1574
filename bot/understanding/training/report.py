"""What the shipped model is worth: cross-validation on our own data, and what spelling noise costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np

from bot.understanding.evaluate import Row, evaluate
from bot.understanding.result import OUT_OF_SCOPE
from bot.understanding.training import noise
from bot.understanding.training.data import Example
from bot.understanding.training.fit import SEED, curves, grown_beside, guesses, material, out_of_fold, scores_of
from bot.understanding.training.patterns import Grammar
from bot.understanding.understand import Understander

NOISES: dict[str, Callable[[str, Random], str]] = {
    "clean": lambda text, _: text,
    "tone marks dropped": noise.drop_tones,
    "two vowels swapped": noise.swap_vowel_signs,
    "two letters mistaken": noise.swap_vowels,
    "one letter held": noise.elongate,
    "wrong keyboard layout": lambda text, _: noise.wrong_layout(text),
    "two slips of the thumb": noise.slip,
}


def cross_validated(examples: list[Example], grammar: Grammar) -> dict[str, float]:
    """Accuracy over hand-written in-scope utterances (a rejected one is wrong), and both sides of rejection.

    The patterns are in every fold's training data and were written after looking at errors: take the figure as an
    upper bound, and a file of unseen messages as the measure.
    """
    stuff = material(examples, grown_beside(examples, grammar))
    margins, labels = out_of_fold(stuff)
    found = curves(margins, labels, stuff.labels)
    rejected = scores_of(margins, labels, found["gate"]) < found["threshold"]
    right = np.array([guess == label for guess, label in zip(guesses(margins, labels), stuff.labels, strict=True)])
    inside = np.array([label != OUT_OF_SCOPE for label in stuff.labels])
    return {
        "n": len(examples),
        "grown": len(stuff.grown_labels),
        "accuracy": round(float((right & ~rejected)[inside].mean()), 4),
        "accuracy_before_rejection": round(float(right[inside].mean()), 4),
        "in_scope_rejected": round(float(rejected[inside].mean()), 4),
        "out_of_scope_recall": round(float(rejected[~inside].mean()), 4),
    }


def noise_table(rows: list[Row]) -> dict[str, Any]:
    """Per kind of noise the figures of a file whose every message was spoilt that way."""
    understander = Understander.load()
    table = {}
    for name, spoil in NOISES.items():
        chance = Random(SEED)
        figures = evaluate(understander, [replace(row, text=spoil(row.text, chance)) for row in rows])
        wanted = ("accuracy", "out_of_scope_recall", "in_scope_rejected", "slot_f1", "p50_ms", "p99_ms")
        table[name] = {key: figures[key] for key in wanted}
    return table
