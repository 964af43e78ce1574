"""The training utterances of locales/th/intents."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.understanding.lexicon import FOLDER, read_yaml
from bot.understanding.normalise import squash

INTENTS = FOLDER / "intents"


@dataclass(frozen=True)
class Example:
    """One utterance and what is meant by it."""

    text: str
    intent: str


def load_examples(folder: Path = INTENTS) -> list[Example]:
    """All examples in a fixed order, each text once; raises ValueError when one text stands under two intents."""
    found: dict[str, Example] = {}
    for path in sorted(folder.glob("*.yaml")):
        content = read_yaml(path)
        intent = str(content["intent"])
        for text in _texts(content["utterances"]):
            key = squash(text) or text
            before = found.get(key)
            if before is not None and before.intent != intent:
                raise ValueError(f"{path.name}: {text!r} also stands under {before.intent}")
            found.setdefault(key, Example(text, intent))
    return list(found.values())


def fingerprint(examples: list[Example]) -> str:
    """A hash of all the weights are made of: the examples, the patterns and the lexicons that shape the features."""
    digest = hashlib.sha256()
    digest.update(json.dumps([[example.intent, example.text] for example in examples], ensure_ascii=False).encode())
    shaping = [FOLDER / "lexicon" / f"{name}.yaml" for name in ("concepts", "layout", "particles", "words")]
    for path in (*shaping, *sorted((FOLDER / "patterns").glob("*.yaml"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _texts(listed: Any) -> list[str]:
    """A plain list, or a mapping of out-of-scope type to list."""
    if isinstance(listed, dict):
        return [str(text) for texts in listed.values() for text in texts]
    return [str(text) for text in listed]
