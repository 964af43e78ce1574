"""Words and code agree: every key that is asked for exists, every key that exists is asked for, every blank is filled.

A key is asked for as `words("a.key", name=…)`, as a member of a family (`words.of("family", member)` or
`words(f"family.{member}")`), or stands in the code as a string that some table or variable leads to.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.checks.catalogue import Sentence, read
from tools.checks.source import parse, python_files, told

CALLED = {"words", "_words"}
ANY = ".+"


@dataclass(frozen=True)
class Use:
    """One place where code asks for words: `key` is what it asks for, with ANY where only the run will tell.

    `given`: the names of the values, None where they come as a mapping.
    """

    path: Path
    line: int
    key: str
    given: frozenset[str] | None

    @property
    def exact(self) -> bool:
        """Whether the key is said in full."""
        return ANY not in self.key

    @property
    def pattern(self) -> re.Pattern[str]:
        """What the keys look like that may be meant."""
        return re.compile(ANY.join(map(re.escape, self.key.split(ANY))))

    def meant(self, sentences: dict[str, Sentence]) -> list[Sentence]:
        """The sentences that may be meant."""
        return [sentence for key, sentence in sentences.items() if self.pattern.fullmatch(key)]


def faults(root: Path) -> list[str]:
    """Missing and unused keys, and placeholders that code and catalogue do not share."""
    sentences, found = read(root)
    uses: list[Use] = []
    asked: set[str] = set()
    for path in python_files(root):
        tree = parse(path)
        asked |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is str}
        asked |= _built(tree, sentences)
        uses += _uses(path, tree)
    named = {use.key for use in uses if use.exact}
    for use in uses:
        meant = use.meant(sentences)
        asked |= {sentence.key for sentence in meant}
        # a member that is asked for by its full name elsewhere has blanks of its own
        checked = meant if use.exact else [sentence for sentence in meant if sentence.key not in named]
        found += [told(root, use.path, use.line, what) for what in _against(use, meant, checked)]
    for key, sentence in sentences.items():
        if key not in asked:
            found.append(told(root, sentence.path, sentence.line, f"{key} is asked for nowhere"))
    return found


def _built(tree: ast.Module, sentences: dict[str, Sentence]) -> set[str]:
    """Keys that f-strings with a family's name in front may come to, wherever they stand."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and re.match(r"[a-z_]+\.", pattern := _keys(node)[0]):
            found |= {sentence.key for sentence in Use(Path(), 0, pattern, None).meant(sentences)}
    return found


def _against(use: Use, meant: list[Sentence], checked: list[Sentence]) -> Iterator[str]:
    if not meant:
        yield f"the catalogues have no {use.key.replace(ANY, '…')}"
    if use.given is None or not checked:
        return
    for sentence in checked:
        for name in sorted(_wanted(sentence) - use.given):
            yield f"{sentence.key} wants {{{name}}}, which is not given"
    for name in sorted(use.given - frozenset().union(*map(_wanted, checked))):
        yield f"{name} is given, but {use.key.replace(ANY, '…')} has no place for it"


def _wanted(sentence: Sentence) -> frozenset[str]:
    try:
        return sentence.placeholders
    except ValueError:
        return frozenset()


def _uses(path: Path, tree: ast.Module) -> Iterator[Use]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        open_ended = any(keyword.arg is None for keyword in node.keywords)
        given = None if open_ended else frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
        for key in _asked(node):
            yield Use(path, node.lineno, key, given)


def _asked(call: ast.Call) -> Iterable[str]:
    """The keys of one call; none where it asks for no words or says nothing of the key."""
    name = _name(call.func)
    if name == "of" and isinstance(call.func, ast.Attribute) and _name(call.func.value) in CALLED:
        members = _keys(call.args[1]) if len(call.args) > 1 else [ANY]
        return [f"{family}.{member}" for family in _keys(call.args[0]) for member in members]
    if name in CALLED:
        return [key for key in _keys(call.args[0]) if "." in key and key != ANY]
    return []


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _keys(node: ast.expr) -> list[str]:
    """What the expression can be, with ANY for what it does not say itself."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _keys(node.body) + _keys(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else ANY for part in node.values)]
    return [ANY]
