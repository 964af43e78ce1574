"""What a doctor found is nobody's business but the patient's: it is taken out of what is kept (domain.md U118)."""

from __future__ import annotations

from bot.understanding.hearing import illnesses
from bot.words import Words


def without(words: Words, text: str) -> str:
    """The text with every illness that the lexicon names left out."""
    for name in illnesses():
        text = text.replace(name, words("diagnosis.left_out"))
    return text
