"""The intent model as it is served: exported weights and numpy, no scikit-learn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.understanding import features
from bot.understanding.result import OUT_OF_SCOPE
from bot.understanding.tokens import TOKENIZER

WEIGHTS = Path(__file__).parent / "weights" / "intents.npz"
OTHERS = 3
"""How many further guesses are kept."""
Floats = npt.NDArray[np.float32]


class WeightsDoNotFit(ValueError):
    """The stored weights were made by another tokenizer or another version of the features."""


@dataclass(frozen=True)
class Scored:
    """The best intent, how sure it is, whether the message concerns us at all, and the next best intents."""

    intent: str
    confidence: float
    in_domain: float
    rejected: bool
    alternatives: tuple[tuple[str, float], ...]


class IntentModel:
    """One-vs-rest margins over the hashed blocks; two logistic curves turn them into confidence and gate."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        if str(stored["tokenizer"]) != TOKENIZER or int(stored["features"]) != features.VERSION:
            raise WeightsDoNotFit("retrain with: python -m bot.understanding.training")
        labels = [str(label) for label in stored["labels"]]
        self.labels = labels
        self._out = labels.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in labels else -1
        # one row per bucket, so that one message gathers few memory pages
        self._weights = np.ascontiguousarray(stored["weights"].astype(np.float32))
        self._bias: Floats = stored["bias"].astype(np.float32)
        self._idf: Floats = stored["idf"].astype(np.float32)
        self._scales: Floats = stored["scales"].astype(np.float32)
        self._confidence = [float(value) for value in stored["confidence"]]
        self._gate = [float(value) for value in stored["gate"]]
        self._threshold = float(stored["threshold"])

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> IntentModel:
        """The model shipped with the package, or the one at `path`; raises WeightsDoNotFit."""
        with np.load(path, allow_pickle=False) as stored:
            return cls({name: stored[name] for name in stored.files})

    def margins(self, text: str, tokens: list[str]) -> Floats:
        """One raw score per label for a normalised text and its tokens."""
        margins = self._bias.copy()
        for number, buckets in enumerate(features.blocks(text, tokens).values()):
            rows = np.asarray(buckets, dtype=np.int64) + number * features.SIZE
            values = self._idf[rows]
            length = float(np.sqrt(np.dot(values, values)))
            if length > 0:
                margins += (values * (self._scales[number] / length)) @ self._weights[rows]
        return margins

    def score(self, text: str, tokens: list[str]) -> Scored:
        """The guess for a normalised text and its tokens."""
        margins = self.margins(text, tokens)
        evidence = weigh(margins, self._out)
        order = [int(index) for index in np.argsort(-margins) if index != self._out][: OTHERS + 1]
        confidence = logistic(self._confidence, evidence)
        in_domain = logistic(self._gate, evidence)
        spread = np.exp(2.5 * (margins[order] - margins[order[0]]))
        shares = spread / spread.sum()
        rest = max(1.0 - confidence, 0.0) / max(float(shares[1:].sum()), 1e-6)
        alternatives = tuple(
            (self.labels[index], round(min(float(share) * rest, confidence), 4))
            for index, share in zip(order[1:], shares[1:], strict=True)
        )
        return Scored(self.labels[order[0]], confidence, in_domain, in_domain < self._threshold, alternatives)


def weigh(margins: Floats, out: int) -> tuple[float, float, float]:
    """What confidence is read from: the best in-scope margin, its lead over the second, and the out-of-scope margin."""
    inside = np.delete(margins, out) if out >= 0 else margins
    second, best = np.partition(inside, -2)[-2:]
    return float(best), float(best - second), float(margins[out]) if out >= 0 else -1.0


def logistic(curve: list[float], evidence: tuple[float, ...]) -> float:
    """The probability a curve (one weight per piece of evidence, then the constant) gives."""
    total = curve[-1] + sum(weight * value for weight, value in zip(curve, evidence, strict=False))
    return 1.0 / (1.0 + exp(-max(min(total, 30.0), -30.0)))
