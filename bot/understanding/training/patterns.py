"""Sentences grown from the patterns of locales/th/patterns: breadth beside the utterances written by hand.

A pattern is a line with alternatives `(a|b|)`, which may nest, and word classes `{name}` of classes.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.understanding.lexicon import FOLDER, read_yaml
from bot.understanding.training.data import Example

PATTERNS = FOLDER / "patterns"
_TRIES = 6
"""How often a line is tried again when it gives a sentence that is already there."""


class PatternBroken(ValueError):
    """A pattern has a bracket too many or names an unknown class; the message quotes it."""


@dataclass(frozen=True)
class Grammar:
    """Word classes and, per intent, the pattern lines."""

    classes: dict[str, list[str]]
    lines: dict[str, list[str]]


def load_grammar(folder: Path = PATTERNS) -> Grammar:
    """The patterns as written."""
    classes = {name: split_alternatives(str(words)) for name, words in read_yaml(folder / "classes.yaml").items()}
    lines: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "classes.yaml":
            for intent, text in read_yaml(path).items():
                lines.setdefault(str(intent), []).extend(
                    line.strip() for line in str(text).splitlines() if line.strip()
                )
    return Grammar(classes, lines)


def grow(grammar: Grammar, per_line: int, chance: Random) -> list[Example]:
    """Up to `per_line` different sentences of every line, in a fixed order for a given `chance`."""
    found: list[Example] = []
    seen: set[str] = set()
    for intent, lines in sorted(grammar.lines.items()):
        for line in lines:
            for _ in range(per_line):
                for _ in range(_TRIES):
                    text = expand(line, grammar.classes, chance).strip()
                    if text and text not in seen:
                        seen.add(text)
                        found.append(Example(text, intent))
                        break
    return found


def expand(pattern: str, classes: dict[str, list[str]], chance: Random) -> str:
    """One sentence of a pattern; raises PatternBroken."""
    pieces: list[str] = []
    place = 0
    while place < len(pattern):
        character = pattern[place]
        if character == "(":
            end = _closing(pattern, place)
            choice = chance.choice(split_alternatives(pattern[place + 1 : end]))
            pieces.append(expand(choice, classes, chance))
            place = end + 1
        elif character == "{":
            end = pattern.find("}", place)
            name = pattern[place + 1 : end]
            if end < 0 or name not in classes:
                raise PatternBroken(f"unknown class {name!r} in {pattern!r}")
            pieces.append(expand(chance.choice(classes[name]), classes, chance))
            place = end + 1
        elif character == ")":
            raise PatternBroken(f"a closing bracket too many in {pattern!r}")
        else:
            pieces.append(character)
            place += 1
    return "".join(pieces)


def split_alternatives(text: str) -> list[str]:
    """The alternatives of a group: split at bars that stand in no inner bracket."""
    parts, depth, begun = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "({") - (character in ")}")
        if character == "|" and depth == 0:
            parts.append(text[begun:place])
            begun = place + 1
    return [*parts, text[begun:]]


def _closing(text: str, start: int) -> int:
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    raise PatternBroken(f"no closing bracket in {text!r}")
