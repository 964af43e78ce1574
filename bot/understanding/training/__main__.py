"""`python -m bot.understanding.training`: makes weights/intents.npz from the utterances in locales/."""

from __future__ import annotations

import sys

import numpy as np

from bot.understanding.model import WEIGHTS
from bot.understanding.training.data import load_examples
from bot.understanding.training.fit import train
from bot.understanding.training.patterns import load_grammar


def main() -> int:
    """Trains and stores; exit code 2 with one line when two intents claim one utterance."""
    try:
        examples = load_examples()
    except ValueError as error:
        print(f"{error}; an utterance belongs to one intent only", file=sys.stderr)
        return 2
    WEIGHTS.parent.mkdir(exist_ok=True)
    np.savez_compressed(WEIGHTS, **train(examples, load_grammar()))
    print(f"{len(examples)} utterances, {WEIGHTS.stat().st_size // 1024} KB written to {WEIGHTS.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
