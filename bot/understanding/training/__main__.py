"""`python -m bot.understanding.training`: makes weights/intents.npz from the utterances in locales/.

With `--report FILE.tsv` nothing is stored: cross-validation on our own data and the noise table of a file are printed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from bot.understanding.evaluate import FileNotReadable, read_rows
from bot.understanding.model import WEIGHTS
from bot.understanding.training.data import load_examples
from bot.understanding.training.fit import train
from bot.understanding.training.patterns import load_grammar
from bot.understanding.training.report import cross_validated, noise_table


def main(arguments: list[str]) -> int:
    """Trains and stores, or reports; exit code 2 with one line when a file is faulty."""
    try:
        if arguments[:1] == ["--report"] and len(arguments) == 2:
            rows = read_rows(Path(arguments[1]))
            figures = {"cross_validation": cross_validated(load_examples(), load_grammar()), "noise": noise_table(rows)}
            print(json.dumps(figures, indent=2))
            return 0
        if arguments:
            raise ValueError("give nothing, or --report FILE.tsv")
        examples = load_examples()
        stored = train(examples, load_grammar())
    except (OSError, FileNotReadable, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    WEIGHTS.parent.mkdir(exist_ok=True)
    np.savez_compressed(WEIGHTS, **stored)
    print(f"{len(examples)} utterances, {WEIGHTS.stat().st_size // 1024} KB written to {WEIGHTS.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
