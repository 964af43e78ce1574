"""One message in, what is meant by it out."""

from __future__ import annotations

from datetime import date

from bot.understanding.concepts import concepts
from bot.understanding.crisis import is_crisis
from bot.understanding.kinds import read_kind
from bot.understanding.layout import mend_layout
from bot.understanding.lexicon import lexicon
from bot.understanding.model import IntentModel
from bot.understanding.normalise import arabic, normalise, tidy
from bot.understanding.pieces import split_questions
from bot.understanding.result import OUT_OF_SCOPE, Understanding
from bot.understanding.slots import read_slots
from bot.understanding.tokens import tokenise

LONGEST = 2000
"""Characters that are read of one message; LINE allows 5,000, nobody asks a question with more."""

_NOT_HOPELESS = 0.25
_SURE_OF_BOTH = 0.6


def prepare(text: str) -> str:
    """The normalised text as the intent model and the readers see it, a wrong keyboard layout mended."""
    return normalise(mend_layout(text[:LONGEST]))


class Understander:
    """Holds the dictionary, the lexicon and the weights; make one per process."""

    def __init__(self, model: IntentModel) -> None:
        self._model = model

    @classmethod
    def load(cls) -> Understander:
        """Everything in memory and warmed, so that the first member does not wait (about 0.6 s, 90 MB)."""
        understander = cls(IntentModel.load())
        for text in lexicon("slots")["warm"]:
            understander.read(text, date(2026, 11, 18))
        return understander

    def read(self, text: str, today: date) -> Understanding:
        """What `text` means; `today` (Asia/Bangkok) settles relative dates. Never raises for any text."""
        typed = tidy(mend_layout(text[:LONGEST]))
        plain = arabic(typed)
        scored = self._model.score(plain, tokenise(plain))
        rejected = _is_elsewhere(plain) or (scored.rejected and not _asks_for_a_benefit(plain, scored.in_domain))
        # slots are read for the likeliest intent even when it is rejected: a form may still want them
        return Understanding(
            intent=OUT_OF_SCOPE if rejected else scored.intent,
            confidence=round(scored.confidence, 4),
            in_domain=round(scored.in_domain, 4),
            slots=read_slots(typed, scored.intent, today),
            alternatives=scored.alternatives,
            crisis=is_crisis(typed),
            text=plain,
        )

    def read_two(self, text: str, today: date) -> tuple[Understanding, Understanding] | None:
        """Both needs of a message that asks two different things, each surely; None for all others."""
        pieces = split_questions(text[:LONGEST])
        if pieces is None:
            return None
        first, second = (self.read(piece, today) for piece in pieces)
        sure = min(first.confidence, second.confidence) >= _SURE_OF_BOTH
        asked = OUT_OF_SCOPE not in (first.intent, second.intent) and first.intent != second.intent
        return (first, second) if sure and asked else None


def _is_elsewhere(text: str) -> bool:
    """Whether a message names another scheme and not the fund: "section 40, what is paid at a death?"."""
    if "other_scheme" not in concepts(text):
        return False
    rest = text
    for word in lexicon("slots")["other_funds"]:
        rest = rest.replace(word, "")
    return not any(word in rest for word in lexicon("slots")["our_fund"])


def _asks_for_a_benefit(text: str, in_domain: float) -> bool:
    """Whether a message that looks like chat ("father died last night ...") asks for a benefit after all."""
    if in_domain < _NOT_HOPELESS or read_kind(text) is None:
        return False
    said = set(concepts(text))
    return "other_scheme" not in said and bool(said & set(lexicon("slots")["questions"]))
