"""Short answers inside a running dialog: yes, no, cancel, back, skip. Only whole messages count."""

from __future__ import annotations

from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import squash


def read_yes_no(text: str) -> bool | None:
    """True for a yes, False for a no, None when the message says something else."""
    if _is(text, "no"):
        return False
    return True if _is(text, "yes") else None


def read_consent(text: str) -> bool | None:
    """As read_yes_no, but only explicit words are a yes: an "mm" consents to nothing (PDPA s.19)."""
    if _is(text, "no"):
        return False
    return True if _is(text, "consent") else None


def is_cancel(text: str) -> bool:
    """Whether the whole message gives the running dialog up."""
    return _is(text, "cancel")


def is_back(text: str) -> bool:
    """Whether the whole message asks for the question before."""
    return _is(text, "back")


def is_skip(text: str) -> bool:
    """Whether the whole message leaves the question unanswered."""
    return _is(text, "skip")


def is_enough(text: str) -> bool:
    """Whether the whole message says that no more details follow."""
    return _is(text, "enough")


def is_fix(text: str) -> bool:
    """Whether the whole message asks to change something, and does not say what."""
    return _is(text, "fix")


def is_pause(text: str) -> bool:
    """Whether the whole message only asks us to wait a moment."""
    return _is(text, "pause")


def is_go_on(text: str) -> bool:
    """Whether the whole message says to go on with what was begun."""
    return _is(text, "go_on") or read_yes_no(text) is True


def is_drop(text: str) -> bool:
    """Whether the whole message says to throw the old draft away."""
    return _is(text, "drop")


def steers(text: str) -> bool:
    """Whether the whole message is a yes, a no, or steers a dialog: back, skip, cancel, enough."""
    return any(
        _is(text, kind) for kind in ("yes", "no", "cancel", "back", "skip", "enough", "fix", "pause", "go_on", "drop")
    )


def _is(text: str, kind: str) -> bool:
    known, around = _words(kind)
    said = squash(text)
    if said in known:
        return True
    while said:
        shorter = next((said[: -len(word)] for word in around if said.endswith(word)), None)
        if shorter is None:
            shorter = next((said[len(word) :] for word in around if said.startswith(word)), None)
        if not shorter:
            return False
        said = shorter
        if said in known:
            return True
    return False


@lru_cache(maxsize=16)
def _words(kind: str) -> tuple[frozenset[str], tuple[str, ...]]:
    table = lexicon("dialog")
    around = sorted((squash(str(word)) for word in table["around"]), key=len, reverse=True)
    return frozenset(squash(str(word)) for word in table[kind]), tuple(word for word in around if word)
