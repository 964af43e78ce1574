"""Offices in a message: which one, how many people, for how many days, and who is to follow."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.understanding.hearing import asks
from bot.understanding.lexicon import lexicon
from bot.understanding.names import read_person
from bot.understanding.normalise import arabic, normalise, squash, tidy
from bot.understanding.numbers import either

LONGEST_NAME = 40


def read_role(text: str) -> str | None:
    """The office named in a message by its longest word; None where none is."""
    said = squash(text)
    return next((role for word, role in _roles() if word in said), None)


def wants_newcomer(text: str) -> bool:
    """Whether somebody new is meant without saying for which office."""
    said = squash(text)
    return any(squash(str(word)) in said for word in lexicon("roles")["newcomer"])


def read_people(text: str) -> int | None:
    """For how many people: "3 khon"; None where it is not said."""
    found = _people().search(arabic(normalise(text)))
    return int(found[1]) if found else None


def bare_area(name: str) -> str:
    """An area's own name without the words before it, squashed: "zone Mueang" is "Mueang"."""
    plain = squash(name)
    return next(
        (plain[len(word) :] for word in _before_area() if plain.startswith(word) and len(plain) > len(word)), plain
    )


def names_area(text: str) -> bool:
    """Whether a short message is nothing but an area announced as one, and asks nothing."""
    said = squash(text)
    return len(said) <= LONGEST_NAME and not asks(text) and said.startswith(_before_area()) and bare_area(text) != said


def is_nobody(text: str) -> bool:
    """Whether the whole message says that nobody follows."""
    said = squash(text)
    for word in (squash(str(word)) for word in lexicon("dialog")["around"]):
        said = said.removesuffix(word) if word and said != word else said
    return said in {squash(str(word)) for word in lexicon("roles")["nobody"]}


def read_follower(text: str) -> str | None:
    """Who is to follow, where a message that gives an office up names him; None where it does not."""
    typed = tidy(text)
    found = _follows().search(typed)
    if found is not None and (name := _cut(typed[found.end() :])):
        return name
    person = read_person(text)
    return _cut(person) if person else None


def read_name(text: str) -> str | None:
    """A name given as the whole answer, title and particles taken off; None for a sentence or a number."""
    typed = _cut(tidy(text))
    if not typed or len(typed) > LONGEST_NAME or any(letter.isdigit() for letter in arabic(typed)):
        return None
    return typed


def _cut(text: str) -> str:
    name = _ends().split(text.strip(), maxsplit=1)[0].strip(" .,:-")
    return name if len(name) <= LONGEST_NAME else ""


@lru_cache(maxsize=1)
def _roles() -> tuple[tuple[str, str], ...]:
    pairs = [(squash(str(word)), role) for role, words in lexicon("roles")["roles"].items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=1)
def _before_area() -> tuple[str, ...]:
    words = {squash(str(word)) for word in lexicon("roles")["before_area"]}
    return tuple(sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _people() -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9])([0-9]{{1,2}})\s*{either(lexicon('roles')['people_unit'])}")


@lru_cache(maxsize=1)
def _follows() -> re.Pattern[str]:
    return re.compile(rf"{either(lexicon('roles')['follows'])}\s*")


@lru_cache(maxsize=1)
def _ends() -> re.Pattern[str]:
    table = lexicon("roles")
    apart = rf"\s+(?:{either(table['after_name_apart'])})(?=\s|$)"
    return re.compile(rf"\s*(?:{either(table['after_name'])})|{apart}|[\n,;]|\s{{2,}}")
