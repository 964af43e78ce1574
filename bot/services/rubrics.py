"""The questions of an assessment, by version: locales/th/rubrics/<code>.yaml, read once, checked (docs/rubrics.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.understanding.lexicon import FOLDER, read_yaml

DEFAULT = "fund_quality"
MOST_POINTS = 6
"""So many taps of points fit under a question beside the ways out."""
LONGEST_SHORT = 13
"""Letters of a question's short name: with its number it stands on a tap of 20."""


class BadRubric(ValueError):
    """A rubric's file that cannot be used; says where and why."""


@dataclass(frozen=True)
class Question:
    """One question: `number` counts through all parts; `ref` is its number on the official form, if it has one."""

    number: int
    short: str
    text: str
    most: int
    help: str = ""
    evidence: str = ""
    ref: str | None = None


@dataclass(frozen=True)
class Part:
    """A headed group of questions."""

    code: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Rubric:
    """One version of a rubric. `scale`: what each number of points means; `note`: how settled it is."""

    code: str
    version: int
    title: str
    note: str
    since: date
    scale: Mapping[int, str]
    parts: tuple[Part, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for part in self.parts for question in part.questions)

    @property
    def key(self) -> str:
        """Its code and version, as drafts keep them."""
        return f"{self.code}:{self.version}"

    def question(self, number: int | str) -> Question | None:
        """The question of a number, or of the official form's number such as "9.1"."""
        said = str(number)
        return next((each for each in self.questions if said in (str(each.number), each.ref)), None)


@dataclass(frozen=True)
class Score:
    """Points of `most`, over the questions that are answered: an open question is not a bad one."""

    points: int
    most: int
    answered: int
    asked: int

    @property
    def share(self) -> float:
        """0..1, 0 where nothing is answered."""
        return self.points / self.most if self.most else 0.0


def score(questions: tuple[Question, ...], answers: Mapping[int, int]) -> Score:
    """What the answers (question number → points) come to among these questions."""
    known = [each for each in questions if each.number in answers]
    points = sum(answers[each.number] for each in known)
    return Score(points, sum(each.most for each in known), len(known), len(questions))


@cache
def versions(code: str = DEFAULT) -> tuple[Rubric, ...]:
    """Every version of a rubric, oldest first. Raises BadRubric, FileNotFoundError."""
    return read(FOLDER / "rubrics" / f"{code}.yaml")


def current(code: str = DEFAULT) -> Rubric:
    """The version by which is assessed now."""
    return versions(code)[-1]


def find(key: str) -> Rubric | None:
    """The version that a draft's or record's key names; None where its file holds it no more."""
    code, _, version = key.partition(":")
    try:
        return next((each for each in versions(code) if str(each.version) == version), None)
    except FileNotFoundError:
        return None


def read(path: Path) -> tuple[Rubric, ...]:
    """The versions in a file. Raises BadRubric with the place of the fault."""
    table = read_yaml(path)
    try:
        found = tuple(_version(table, given) for given in table["versions"])
    except (KeyError, TypeError, AttributeError) as fault:
        raise BadRubric(f"{path.name}: {fault!r} is missing or of the wrong kind") from fault
    for rubric in found:
        _check(rubric, path.name)
    if not found or [rubric.version for rubric in found] != sorted({rubric.version for rubric in found}):
        raise BadRubric(f"{path.name}: versions must be there and rise")
    if path.stem != table["code"]:
        raise BadRubric(f"{path.name}: its code is {table['code']}")
    return found


def _version(table: Mapping[str, Any], given: Mapping[str, Any]) -> Rubric:
    return Rubric(
        code=str(table["code"]),
        version=int(given["version"]),
        title=str(given.get("title", table["title"])),
        note=str(given.get("note", "")),
        since=given["since"],
        scale={int(points): str(told) for points, told in given["scale"].items()},
        parts=tuple(_part(part) for part in given["parts"]),
    )


def _part(given: Mapping[str, Any]) -> Part:
    return Part(str(given["code"]), str(given["title"]), tuple(_question(each) for each in given["questions"]))


def _question(given: Mapping[str, Any]) -> Question:
    return Question(
        number=int(given["number"]),
        short=str(given["short"]),
        text=str(given["text"]),
        most=int(given["most"]),
        help=str(given.get("help", "")),
        evidence=str(given.get("evidence", "")),
        ref=str(given["ref"]) if "ref" in given else None,
    )


def _check(rubric: Rubric, name: str) -> None:
    place = f"{name} version {rubric.version}"
    numbers = [question.number for question in rubric.questions]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        raise BadRubric(f"{place}: questions must be numbered 1, 2, 3 ... through all parts")
    for question in rubric.questions:
        where = f"{place} question {question.number}"
        if not 1 <= question.most < MOST_POINTS or any(n not in rubric.scale for n in range(question.most + 1)):
            raise BadRubric(f"{where}: most is 1 to {MOST_POINTS - 1}, and the scale tells each number up to it")
        if len(question.short) > LONGEST_SHORT or not question.text:
            raise BadRubric(f"{where}: wants a text, and a short name of at most {LONGEST_SHORT} letters")
