"""docs/rulebook-format.md is true: its examples run, and it names every key and every finding there is."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import yaml

from bot.demo.rulebooks import demo_rulebooks
from bot.entitlement.answers import as_json
from bot.entitlement.assess import assess
from bot.entitlement.case import read_cases
from bot.entitlement.reading import load_text

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "rulebook-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
READERS = ("amount_forms", "case", "clauses", "reading")
READS = {
    "text",
    "word",
    "whole",
    "years",
    "number",
    "baht",
    "flag",
    "day",
    "month",
    "texts",
    "node",
    "nodes",
    "raw",
    "_word",
}


def first_texts(path: Path, calls: set[str]) -> set[str]:
    """The first text each call of those names is given."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in calls and texts:
            found.add(texts[0])
    return found


def test_the_examples_of_the_page_run() -> None:
    rulebook, case = EXAMPLES
    [book] = load_text(rulebook)
    [read] = read_cases(yaml.safe_load(case), lambda name: demo_rulebooks()[name], dt.date(2026, 11, 21))
    told = as_json(assess(read.rulebooks, read.membership, read.history, read.event, read.asked_on))
    assert (book.code, book.version, [benefit.clause for benefit in book.benefits]) == ("RB-A", 2, ["13", "15"])
    assert told["baht"] == 400
    assert as_json(assess(book, read.membership, read.history, read.event, read.asked_on))["baht"] == 400


def test_the_page_names_every_key_of_both_files() -> None:
    keys = set()
    for module in READERS:
        keys |= first_texts(ROOT / "bot" / "entitlement" / f"{module}.py", READS)
    assert len(keys) > 60
    missing = sorted(key for key in keys if not re.search(rf"\b{key}\b", PAGE))
    assert not missing


def test_the_page_names_every_finding() -> None:
    rules = set()
    for path in (ROOT / "bot" / "entitlement").glob("*.py"):
        rules |= first_texts(path, {"Finding"})
    assert len(rules) > 20
    table = PAGE[PAGE.index("| finding |") : PAGE.index("## Choices")]
    assert not sorted(rule for rule in rules if f"`{rule}`" not in table)
