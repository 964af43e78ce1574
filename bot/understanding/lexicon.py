"""The word lists of locales/th/lexicon, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

import bot

FOLDER = Path(bot.__file__).parent.parent / "locales" / "th"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """The content of one YAML file, by the C parser where there is one."""
    return parse_yaml(path.read_text(encoding="utf-8"))


def parse_yaml(text: str) -> Any:
    """The content of YAML text, by the C parser where there is one. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, chosen above


@cache
def lexicon(name: str) -> Any:
    """The mapping in locales/th/lexicon/`name`.yaml; raises FileNotFoundError for an unknown name."""
    return read_yaml(FOLDER / "lexicon" / f"{name}.yaml")


def words(name: str, key: str) -> tuple[str, ...]:
    """The list `key` of lexicon `name`, longest first, so that a regex alternation prefers the longer word."""
    return tuple(sorted((str(word) for word in lexicon(name)[key]), key=lambda word: (-len(word), word)))
