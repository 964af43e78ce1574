"""How long one message takes to be understood: every training utterance once, after warming up. Prints JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

LOCALES = Path(__file__).resolve().parent.parent / "locales/th/intents"


def utterances(limit: int) -> list[str]:
    """Up to `limit` of the sentences that people are known to say, evenly taken from all intents."""
    found: list[str] = []
    for path in sorted(LOCALES.glob("*.yaml")):
        found += _strings(yaml.safe_load(path.read_text(encoding="utf-8")))
    return found[:: max(1, len(found) // limit)][:limit]


def _strings(node: object) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        return [text for value in node.values() for text in _strings(value)]
    return [text for value in node for text in _strings(value)] if isinstance(node, list) else []


def measure(understand: Callable[[str], object], texts: list[str]) -> dict[str, float]:
    """Milliseconds: p50 and p99."""
    for text in texts[:50]:
        understand(text)
    took = []
    for text in texts:
        started = time.perf_counter()
        understand(text)
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    return {"p50": took[len(took) // 2], "p99": took[int(len(took) * 0.99)], "texts": len(took)}


def main() -> None:
    """Measures the project's understanding."""
    from datetime import date

    from bot.understanding.understand import Understander

    understander = Understander.load()
    figures = measure(lambda text: understander.read(text, date(2026, 11, 21)), utterances(2000))
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
