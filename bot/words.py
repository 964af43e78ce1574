"""The catalogues of locales/: the only way to a Thai sentence.

Each `locales/th/LC_MESSAGES/<domain>.po` holds the sentences of one handler or form; the msgid is a key such as
`benefit.amount.lead`, the msgstr a brace-format sentence. A missing key or placeholder raises at once: a half sentence
must never reach a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "locales"


class MissingWords(KeyError):
    """A sentence was asked for that no catalogue has."""


class Words:
    """All sentences of one language, by key."""

    def __init__(self, sentences: dict[str, str]) -> None:
        self._sentences = sentences

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of `key` with its placeholders filled. Raises MissingWords, KeyError for a missing value."""
        try:
            sentence = self._sentences[key]
        except KeyError:
            raise MissingWords(key) from None
        return sentence.format(**values)

    def has(self, key: str) -> bool:
        """Whether the catalogues know `key`."""
        return key in self._sentences

    def of(self, family: str, member: str, **values: object) -> str:
        """The sentence of one member of a family of keys, e.g. of("kind", "birth") for `kind.birth`."""
        return self(f"{family}.{member}", **values)

    def keys(self) -> Iterator[str]:
        """Every key, for the catalogue check."""
        return iter(self._sentences)


@cache
def load_words(language: str = "th") -> Words:
    """The catalogues of `language`, read once. Raises ValueError where two files define the same key."""
    sentences: dict[str, str] = {}
    for path in sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if not message.id:
                    continue
                key = str(message.id)
                if key in sentences:
                    raise ValueError(f"{path.name}: {key} is defined twice")
                sentences[key] = str(message.string)
    return Words(sentences)
