"""The catalogues as files: every key with its sentence, its place and the placeholders it wants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po

from tools.checks.source import told

KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)+")


@dataclass(frozen=True)
class Sentence:
    """One entry of a catalogue."""

    key: str
    text: str
    path: Path
    line: int

    @property
    def placeholders(self) -> frozenset[str]:
        """The names between braces. Raises ValueError for an unpaired brace."""
        names = (name for _, name, _, _ in Formatter().parse(self.text) if name is not None)
        return frozenset(re.split(r"[.\[]", name)[0] for name in names)


def read(root: Path) -> tuple[dict[str, Sentence], list[str]]:
    """All sentences by key, and the faults of the files themselves: doubles, empty or broken sentences, odd keys."""
    sentences: dict[str, Sentence] = {}
    faults: list[str] = []
    for path in sorted((root / "locales/th/LC_MESSAGES").glob("*.po")):
        for sentence in _entries(path):
            here = (root, path, sentence.line)
            if sentence.key in sentences:
                faults.append(told(*here, f"{sentence.key} is defined twice"))
                continue
            sentences[sentence.key] = sentence
            if not KEY.fullmatch(sentence.key):
                faults.append(told(*here, f"{sentence.key}: a key is dotted and lower case"))
            if not sentence.text.strip():
                faults.append(told(*here, f"{sentence.key} has no words"))
            try:
                unnamed = {name for name in sentence.placeholders if not name.isidentifier()}
            except ValueError as error:
                faults.append(told(*here, f"{sentence.key}: {error}"))
            else:
                if unnamed:
                    faults.append(told(*here, f"{sentence.key}: placeholders need a name"))
    return sentences, faults


def _entries(path: Path) -> Iterator[Sentence]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = re.compile(r'^msgid "(.+)"$')
    keys = [(match.group(1), number) for number, line in enumerate(lines, start=1) if (match := found.match(line))]
    with path.open("rb") as file:
        texts = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    for key, line in keys:
        yield Sentence(key, texts.get(key, ""), path, line)
