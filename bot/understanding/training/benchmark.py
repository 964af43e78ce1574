"""The same pipeline trained on foreign data: how it compares with what others publish."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.svm import LinearSVC

from bot.understanding.evaluate import Row, macro_f1
from bot.understanding.training.fit import COST, SEED, buckets, counts, rarity, weighted


def benchmark(train: list[Row], test: list[Row]) -> dict[str, Any]:
    """Accuracy and macro F1 on the test rows, and accuracy on its distinct utterances that training never saw."""
    matrix = counts(buckets([row.text for row in train]))
    idf = rarity(matrix)
    machine = LinearSVC(C=COST, random_state=SEED)
    machine.fit(weighted(matrix, idf), [row.intent for row in train])
    said = [str(guess) for guess in machine.predict(weighted(counts(buckets([row.text for row in test])), idf))]
    truth = [row.intent for row in test]
    right = np.array([guess == intent for guess, intent in zip(said, truth, strict=True)])
    seen = {row.text for row in train}
    unseen: list[int] = []
    for number, row in enumerate(test):
        if row.text not in seen:
            seen.add(row.text)
            unseen.append(number)
    return {
        "n": len(test),
        "n_unseen": len(unseen),
        "accuracy": round(float(right.mean()), 4),
        "macro_f1": macro_f1(truth, said),
        "accuracy_unseen": round(float(right[unseen].mean()), 4) if unseen else None,
    }
