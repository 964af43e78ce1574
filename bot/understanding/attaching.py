"""The answer to "does this picture go with that record?": what sort of picture it is, yes, or no."""

from __future__ import annotations

from bot.understanding.dialog_words import is_cancel, read_yes_no
from bot.understanding.lexicon import words
from bot.understanding.normalise import squash

MOST = 30
"""A longer message says something else."""


def read_attach(text: str) -> str | None:
    """ "no", "sign_in" (the list of who came), "activity", or "other" for a plain yes; None for no answer."""
    said = squash(text)
    if not said or len(said) > MOST:
        return None
    for answer in ("no", "sign_in", "activity", "other"):
        if any(squash(word) in said for word in words("attaching", answer)):
            return answer
    if is_cancel(text):
        return "no"
    yes = read_yes_no(text)
    return None if yes is None else "other" if yes else "no"
