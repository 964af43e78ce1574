"""Fits the intent model with scikit-learn and gives what is stored."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.understanding import features
from bot.understanding.model import weigh
from bot.understanding.result import OUT_OF_SCOPE
from bot.understanding.tokens import TOKENIZER, tokenise
from bot.understanding.training.data import Example, fingerprint
from bot.understanding.training.noise import augmented
from bot.understanding.training.patterns import Grammar, grow
from bot.understanding.understand import prepare

SEED = 2569
SCALES = (1.0, 1.0, 1.0, 1.0)
"""How much each block of features.BLOCKS counts."""
COST = 0.5
FOLDS = 3
GROWN_PER_LINE = 30
GROWN_WEIGHT = 1.0
"""How much a grown sentence counts beside one written by hand."""
IN_SCOPE_REJECTED = 0.045
"""The share of in-scope messages that the threshold may cost, by cross-validation."""
SMALLEST_WEIGHT = 0.004
"""Smaller weights are stored as zero: they change no answer and the file is a third of the size."""
Matrix = Any
Floats = npt.NDArray[np.float64]
Buckets = list[tuple[list[int], ...]]


@dataclass(frozen=True)
class Material:
    """The training texts as buckets, with the noisy versions of each beside it."""

    clean: Buckets
    noisy: list[Buckets]
    labels: list[str]
    grown: Buckets
    grown_labels: list[str]


def material(examples: list[Example], grown: list[Example]) -> Material:
    """The buckets of every example, of its noisy versions and of the grown sentences, the same on every machine."""
    chance = Random(SEED)
    versions = [augmented(example.text, chance) for example in examples]
    return Material(
        buckets([example.text for example in examples]),
        [buckets(list(texts)) for texts in zip(*versions, strict=True)],
        [example.intent for example in examples],
        buckets([chance.choice((example.text, *augmented(example.text, chance)[:2])) for example in grown]),
        [example.intent for example in grown],
    )


def buckets(texts: list[str]) -> Buckets:
    """The buckets of each text, read exactly as at run time."""
    prepared = [prepare(text) for text in texts]
    return [tuple(features.blocks(text, tokenise(text)).values()) for text in prepared]


def counts(rows: Buckets) -> Matrix:
    """A 0/1 matrix, one line per text, one column per bucket of every block."""
    columns: list[int] = []
    starts = [0]
    for row in rows:
        for number, block in enumerate(row):
            columns += [number * features.SIZE + bucket for bucket in block]
        starts.append(len(columns))
    shape = (len(rows), len(features.BLOCKS) * features.SIZE)
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)


def rarity(matrix: Matrix) -> Floats:
    """Smoothed idf per bucket, rounded to what is stored."""
    seen = np.asarray((matrix > 0).sum(axis=0)).ravel()
    idf = np.log((1.0 + matrix.shape[0]) / (1.0 + seen)) + 1.0
    return np.asarray(idf.astype(np.float16), dtype=np.float64)


def weighted(matrix: Matrix, idf: Floats) -> Matrix:
    """Each block times idf, brought to length one and scaled."""
    pieces = []
    for number, scale in enumerate(SCALES):
        part = slice(number * features.SIZE, (number + 1) * features.SIZE)
        block = matrix[:, part] @ diags(idf[part])
        lengths = np.sqrt(np.asarray(block.multiply(block).sum(axis=1)).ravel())
        lengths[lengths == 0] = 1.0
        pieces.append(diags(scale / lengths) @ block)
    return csr_matrix(hstack(pieces))


class Fitted:
    """A fitted linear classifier and the idf it needs."""

    def __init__(self, stuff: Material, chosen: npt.NDArray[np.int64]) -> None:
        clean = counts([stuff.clean[index] for index in chosen])
        self.idf = rarity(clean)
        noisy = [counts([version[index] for index in chosen]) for version in stuff.noisy]
        grown = counts(stuff.grown)
        matrix = vstack([weighted(part, self.idf) for part in (clean, *noisy, grown)]).tocsr()
        labels = [stuff.labels[index] for index in chosen] * (1 + len(noisy)) + stuff.grown_labels
        trust = np.ones(len(labels))
        trust[len(labels) - len(stuff.grown_labels) :] = GROWN_WEIGHT
        self._machine = LinearSVC(C=COST, tol=1e-3, random_state=SEED)
        self._machine.fit(matrix, labels, sample_weight=trust)
        self.labels = [str(label) for label in self._machine.classes_]

    def margins(self, rows: Buckets) -> Floats:
        """One row of scores per text."""
        return np.asarray(self._machine.decision_function(weighted(counts(rows), self.idf)))

    def weights(self) -> tuple[Floats, Floats]:
        """Weights (one row per bucket, one column per label) and bias."""
        return self._machine.coef_.T, self._machine.intercept_


def out_of_fold(stuff: Material) -> tuple[Floats, list[str]]:
    """For every clean text the margins of a model that has not seen it, and the labels of the columns."""
    margins: Floats | None = None
    labels: list[str] = []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for train, test in folds.split(np.zeros(len(stuff.labels)), stuff.labels):
        fitted = Fitted(stuff, train)
        labels = fitted.labels
        if margins is None:
            margins = np.zeros((len(stuff.labels), len(labels)))
        margins[test] = fitted.margins([stuff.clean[index] for index in test])
    assert margins is not None
    return margins, labels


def guesses(margins: Floats, labels: list[str]) -> list[str]:
    """The best in-scope label of each row."""
    inside = np.array([label != OUT_OF_SCOPE for label in labels])
    return [labels[int(index)] for index in np.argmax(np.where(inside, margins, -np.inf), axis=1)]


def curves(margins: Floats, labels: list[str], truth: list[str]) -> dict[str, Any]:
    """Confidence and gate curves and the threshold of rejection, from out-of-fold margins."""
    out = labels.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in labels else -1
    evidence = np.array([weigh(row.astype(np.float32), out) for row in margins])
    right = np.array([guess == label for guess, label in zip(guesses(margins, labels), truth, strict=True)])
    inside = np.array([label != OUT_OF_SCOPE for label in truth])
    gate = _curve(evidence, inside) if out >= 0 else [0.0, 0.0, 0.0, 30.0]
    threshold = np.quantile(scores_of(margins, labels, gate)[inside], IN_SCOPE_REJECTED) if out >= 0 else 0.0
    return {"confidence": _curve(evidence, right), "gate": gate, "threshold": float(threshold)}


def scores_of(margins: Floats, labels: list[str], gate: list[float]) -> Floats:
    """The probability of the gate for each row of margins."""
    out = labels.index(OUT_OF_SCOPE)
    evidence = np.array([weigh(row.astype(np.float32), out) for row in margins])
    return np.asarray(1.0 / (1.0 + np.exp(-(evidence @ np.array(gate[:-1]) + gate[-1]))))


def _curve(evidence: Floats, target: npt.NDArray[np.bool_]) -> list[float]:
    machine = LogisticRegression(C=100.0, random_state=SEED).fit(evidence, target)
    return [*(float(value) for value in machine.coef_[0]), float(machine.intercept_[0])]


def train(examples: list[Example], grammar: Grammar) -> dict[str, Any]:
    """What weights/intents.npz holds, made from the utterances and the patterns alone."""
    stuff = material(examples, grown_beside(examples, grammar))
    margins, labels = out_of_fold(stuff)
    return {**_stored(stuff, examples), **{k: np.array(v) for k, v in curves(margins, labels, stuff.labels).items()}}


def fitted_part(examples: list[Example], grammar: Grammar) -> dict[str, Any]:
    """The same without the curves of confidence, which take the cross-validation."""
    return _stored(material(examples, grown_beside(examples, grammar)), examples)


def _stored(stuff: Material, examples: list[Example]) -> dict[str, Any]:
    fitted = Fitted(stuff, np.arange(len(examples)))
    weights, bias = fitted.weights()
    return {
        "weights": np.where(np.abs(weights) < SMALLEST_WEIGHT, 0.0, weights).astype(np.float16),
        "bias": bias.astype(np.float32),
        "idf": fitted.idf.astype(np.float16),
        "scales": np.array(SCALES, dtype=np.float32),
        "labels": np.array(fitted.labels),
        "tokenizer": np.array(TOKENIZER),
        "features": np.array(features.VERSION),
        "data": np.array(fingerprint(examples)),
    }


def grown_beside(examples: list[Example], grammar: Grammar) -> list[Example]:
    """The grown sentences that nobody has written by hand; a hand-written one keeps its own intent."""
    written = {example.text for example in examples}
    return [example for example in grow(grammar, GROWN_PER_LINE, Random(SEED)) if example.text not in written]
