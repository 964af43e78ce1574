"""Words and code agree: every key that is asked for exists, every key that exists is asked for, every blank is filled.

A key is asked for as `words("a.key", name=…)`, as a member of a family (`words.of("family", member)` or
`words(f"family.{member}")`), or stands in the code as a string of its own that some table leads to.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.checks.catalogue import Sentence, read
from tools.checks.source import parse, python_files, told

CALLED = {"words", "_words"}


@dataclass(frozen=True)
class Use:
    """One place where code asks for words; `given` is None where the values come as a mapping."""

    path: Path
    line: int
    keys: frozenset[str]
    family: str
    given: frozenset[str] | None


def faults(root: Path) -> list[str]:
    """Missing and unused keys, and placeholders that code and catalogue do not share."""
    sentences, found = read(root)
    asked: set[str] = set()
    families: set[str] = set()
    for path in python_files(root):
        tree = parse(path)
        strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is str}
        asked |= strings & sentences.keys()
        for use in _uses(path, tree):
            asked |= use.keys
            families |= {use.family} - {""}
            found += [told(root, path, use.line, what) for what in _against(use, sentences)]
    for key, sentence in sentences.items():
        if key not in asked and not any(key.startswith(family) for family in families):
            found.append(told(root, sentence.path, sentence.line, f"{key} is asked for nowhere"))
    return found


def _against(use: Use, sentences: dict[str, Sentence]) -> Iterator[str]:
    if use.family and not any(key.startswith(use.family) for key in sentences):
        yield f"the catalogues have no family {use.family}"
    for key in sorted(use.keys - sentences.keys()):
        yield f"the catalogues have no {key}"
    if use.given is None:
        return
    members = [sentences[key] for key in sorted(use.keys & sentences.keys())]
    members += [sentence for key, sentence in sentences.items() if use.family and key.startswith(use.family)]
    for sentence in members:
        for name in sorted(_wanted(sentence) - use.given):
            yield f"{sentence.key} wants {{{name}}}, which is not given"
    for name in sorted(use.given - frozenset().union(*map(_wanted, members))) if members else ():
        yield f"{name} is given, but {members[0].key if len(members) == 1 else 'no such sentence'} has no place for it"


def _wanted(sentence: Sentence) -> frozenset[str]:
    try:
        return sentence.placeholders
    except ValueError:
        return frozenset()


def _uses(path: Path, tree: ast.Module) -> Iterator[Use]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        family = _name(node.func) in {"of", "has"} and isinstance(node.func, ast.Attribute)
        asks = _name(node.func.value) in CALLED if isinstance(node.func, ast.Attribute) and family else False
        if not asks and _name(node.func) not in CALLED:
            continue
        open_ended = any(keyword.arg is None for keyword in node.keywords)
        given = None if open_ended else frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
        first = node.args[0]
        if asks and _name(node.func) == "of":
            for name in _strings(first):
                members = _strings(node.args[1]) if len(node.args) > 1 else []
                if members:
                    yield Use(path, node.lineno, frozenset(f"{name}.{member}" for member in members), "", given)
                else:
                    yield Use(path, node.lineno, frozenset(), f"{name}.", given)
        elif asks:
            yield Use(path, node.lineno, frozenset(), "", None)
        else:
            if keys := [key for key in _strings(first) if "." in key]:
                yield Use(path, node.lineno, frozenset(keys), "", given)
            for prefix in _prefixes(first):
                yield Use(path, node.lineno, frozenset(), prefix, given)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _strings(node: ast.expr) -> list[str]:
    """The strings that the expression can be, as far as it says so itself."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return _strings(node.body) + _strings(node.orelse) if isinstance(node, ast.IfExp) else []


def _prefixes(node: ast.expr) -> list[str]:
    """The family that an f-string picks from: what stands before its first blank."""
    if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
        return [str(node.values[0].value)]
    return _prefixes(node.body) + _prefixes(node.orelse) if isinstance(node, ast.IfExp) else []
