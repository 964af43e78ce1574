"""The data in the repository builds the weights that ship, and serving them needs no scikit-learn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest

from bot.understanding.model import WEIGHTS, IntentModel
from bot.understanding.tokens import tokenise
from bot.understanding.training.data import fingerprint, load_examples
from bot.understanding.training.noise import slip
from bot.understanding.understand import prepare


def test_the_weights_know_which_data_made_them() -> None:
    with np.load(WEIGHTS) as stored:
        assert str(stored["data"]) == fingerprint(load_examples()), "run: python -m bot.understanding.training"


@pytest.mark.slow
def test_the_data_builds_the_weights() -> None:
    fit = pytest.importorskip("bot.understanding.training.fit")
    patterns = pytest.importorskip("bot.understanding.training.patterns")
    examples = load_examples()
    built = IntentModel({**_shipped(), **fit.fitted_part(examples, patterns.load_grammar())})
    shipped = IntentModel.load()
    assert built.labels == shipped.labels
    chance = Random(1)
    texts = [prepare(slip(example.text, chance, 1)) for example in chance.sample(examples, 300)]
    for text in texts:
        tokens = tokenise(text)
        # float16 and the order of summing differ by machine: the scores agree to the third digit, the answer exactly
        np.testing.assert_allclose(built.margins(text, tokens), shipped.margins(text, tokens), atol=0.01)


def test_serving_imports_no_scikit_learn(root: Path) -> None:
    program = (
        "import sys; from datetime import date; from bot.understanding.understand import Understander; "
        "assert Understander.load().read('สวัสดี', date(2026, 11, 18)).intent == 'greet'; "
        "assert not {'sklearn', 'scipy'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _shipped() -> dict[str, object]:
    with np.load(WEIGHTS) as stored:
        return {name: stored[name] for name in stored.files}
