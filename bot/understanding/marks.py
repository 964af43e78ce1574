"""Numbers and words that mean one thing by their shape: member and claim numbers, codes, phones, actions, topics."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.understanding.forgiving import forgiving
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise


def read_mark(name: str, text: str) -> tuple[str, int, int] | None:
    """The first `name` (member_no, code, phone, id_last4, claim_no, meeting_no, village) and where its digits stand."""
    plain = normalise(text)
    for pattern in _marks(name):
        match = pattern.search(plain)
        if match:
            return match[1], match.start(1), match.end(1)
    return None


def read_choice(name: str, text: str) -> str | None:
    """The first choice of `name` (action, status, matching, topic) whose words the text holds, in lexicon order."""
    plain = normalise(text).lower()
    return next((choice for choice, pattern in _choices(name) if pattern.search(plain)), None)


@lru_cache(maxsize=16)
def _marks(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(str(pattern)) for pattern in lexicon("slots")[name])


@lru_cache(maxsize=8)
def _choices(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = lexicon("slots")
    order = table.get(f"{name}_order") or list(table[name])
    return tuple((str(choice), re.compile(forgiving(table[name][choice]))) for choice in order)
