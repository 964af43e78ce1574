"""How well a file of labelled messages is read: the figures of `nongbaht understand --evaluate`."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.understanding.result import OUT_OF_SCOPE
from bot.understanding.understand import Understander

SPOKEN_ON = date(2026, 11, 18)
"""The day from which relative dates of the evaluation files count."""


class FileNotReadable(ValueError):
    """The file lacks a column or holds slots that are no JSON object; the message names the line."""


@dataclass(frozen=True)
class Row:
    """One labelled message."""

    text: str
    intent: str
    slots: dict[str, object]


def read_rows(path: Path) -> list[Row]:
    """The rows of a tab-separated file with columns utterance, intent and (optional) slots; raises FileNotReadable."""
    rows = []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = {"utterance", "intent"} - set(table.fieldnames or ())
        if missing:
            raise FileNotReadable(f"{path}: the header lacks the column {sorted(missing)[0]!r}")
        for number, line in enumerate(table, start=2):
            try:
                slots = json.loads(line.get("slots") or "{}")
            except json.JSONDecodeError as error:
                raise FileNotReadable(f"{path}, line {number}: slots are no JSON object ({error.msg})") from error
            rows.append(Row(line["utterance"] or "", line["intent"] or "", slots))
    return rows


def evaluate(understander: Understander, rows: list[Row], today: date = SPOKEN_ON) -> dict[str, Any]:
    """Accuracy over in-scope rows (a rejected row is wrong), macro F1, slots, rejection and latency in milliseconds."""
    said: list[str] = []
    took: list[float] = []
    slots = Counter[str]()
    for row in rows:
        begun = perf_counter()
        result = understander.read(row.text, today)
        took.append((perf_counter() - begun) * 1000)
        said.append(result.intent)
        if row.intent != OUT_OF_SCOPE:
            slots.update(_compare(row.slots, dict(result.slots)))
    inside = [(row.intent, guess) for row, guess in zip(rows, said, strict=True) if row.intent != OUT_OF_SCOPE]
    outside = [guess for row, guess in zip(rows, said, strict=True) if row.intent == OUT_OF_SCOPE]
    per_intent = _per_intent([row.intent for row in rows], said)
    confusion: dict[str, Counter[str]] = {}
    for row, guess in zip(rows, said, strict=True):
        confusion.setdefault(row.intent, Counter())[guess] += 1
    return {
        "n": len(rows),
        "accuracy": _share(sum(intent == guess for intent, guess in inside), len(inside)),
        "macro_f1": macro_f1([row.intent for row in rows], said),
        "slot_f1": _share(2 * slots["right"], 2 * slots["right"] + slots["missed"] + slots["invented"]),
        "out_of_scope_recall": _share(sum(guess == OUT_OF_SCOPE for guess in outside), len(outside)),
        "in_scope_rejected": _share(sum(guess == OUT_OF_SCOPE for _, guess in inside), len(inside)),
        "p50_ms": round(percentile(took, 50), 3),
        "p99_ms": round(percentile(took, 99), 3),
        "per_intent": per_intent,
        "confusion": {intent: dict(guesses.most_common()) for intent, guesses in sorted(confusion.items())},
    }


def macro_f1(truth: list[str], said: list[str]) -> float:
    """The mean F1 over the labels that occur in `truth`."""
    figures = _per_intent(truth, said)
    return _share(sum(figure["f1"] for figure in figures.values()), len(figures))


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` percent of `values` lie; 0.0 of nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]


def _compare(wanted: dict[str, object], got: dict[str, object]) -> Counter[str]:
    pairs = {(name, json.dumps(value, ensure_ascii=False)) for name, value in wanted.items()}
    found = {(name, json.dumps(value, ensure_ascii=False)) for name, value in got.items()}
    return Counter(right=len(pairs & found), missed=len(pairs - found), invented=len(found - pairs))


def _per_intent(truth: list[str], said: list[str]) -> dict[str, dict[str, float]]:
    figures = {}
    for intent in sorted(set(truth)):
        right = sum(a == b == intent for a, b in zip(truth, said, strict=True))
        precision = _share(right, said.count(intent))
        recall = _share(right, truth.count(intent))
        f1 = _share(2 * precision * recall, precision + recall)
        figures[intent] = {"n": truth.count(intent), "precision": precision, "recall": recall, "f1": f1}
    return figures


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0
