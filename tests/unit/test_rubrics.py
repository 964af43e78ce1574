"""Rubrics: the one that ships is sound, a broken one says where, an older version keeps its questions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.measure import graphemes
from bot.dialogs import assessment_fields
from bot.services import rubrics
from bot.services.rubrics import BadRubric

SCENE: Any = None
"""A question's meaning beside others needs no scene."""
SCALE = "scale: {0: ไม่มี, 1: มี}"


def write(folder: Path, versions: str) -> Path:
    path = folder / "small.yaml"
    path.write_text(f"code: small\ntitle: แบบเล็ก\nversions:\n{versions}", encoding="utf-8")
    return path


def version(number: int, short: str = "ระเบียบ", question: int = 1, most: int = 1, text: str = "มีระเบียบไหม") -> str:
    asked = f"{{number: {question}, short: {short}, text: {text}, most: {most}}}"
    return (
        f"  - version: {number}\n    since: 2026-10-01\n    {SCALE}\n    parts:\n"
        f"      - {{code: a, title: ก, questions: [{asked}]}}\n"
    )


def test_the_rubric_that_ships() -> None:
    rubric = rubrics.current()
    assert [question.number for question in rubric.questions] == list(range(1, 14))
    assert [question.ref for question in rubric.questions[:7]] == [f"9.{number}" for number in range(1, 8)]
    assert [len(part.questions) for part in rubric.parts] == [7, 6]
    assert "ร่างตั้งต้น" in rubric.note
    assert rubrics.find(rubric.key) == rubric
    assert rubrics.find("fund_quality:99") is None
    assert rubrics.find("gone:1") is None
    for points, told in rubric.scale.items():
        assert len(list(graphemes(f"{points} {told}"))) <= 20


def test_open_questions_count_neither_way() -> None:
    rubric = rubrics.current()
    total = rubrics.score(rubric.questions, {1: 3, 2: 4})
    assert (total.points, total.most, total.answered, total.asked) == (7, 8, 2, 13)
    assert rubrics.score(rubric.questions, {}).share == 0.0


def test_versions_stand_side_by_side(tmp_path: Path) -> None:
    path = write(tmp_path, version(1, "ระเบียบ") + version(2, "บัญชี"))
    old, new = rubrics.read(path)
    assert old.questions[0].short == "ระเบียบ"
    assert new.questions[0].short == "บัญชี"


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        (version(1, question=2), "numbered 1, 2, 3"),
        (version(1, most=2), "question 1"),
        (version(1, short="ชื่อที่ยาวเกินไปสำหรับปุ่ม"), "question 1"),
        (version(2) + version(1), "versions must"),
        ("  - version: 1\n", "missing"),
    ],
)
def test_a_fault_says_where(versions: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadRubric, match=told):
        rubrics.read(write(tmp_path, versions))


def test_a_file_is_named_by_its_code(tmp_path: Path) -> None:
    path = write(tmp_path, version(1)).rename(tmp_path / "other.yaml")
    with pytest.raises(BadRubric, match="code is small"):
        rubrics.read(path)


def test_a_draft_keeps_the_questions_it_began_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """After version 2 has come, an older draft still asks the questions of version 1, and a new one those of 2."""
    old = rubrics.current()
    new = replace(old, version=2, parts=old.parts[:1])
    monkeypatch.setattr(rubrics, "versions", lambda code=rubrics.DEFAULT: (old, new))
    fields = assessment_fields.question_fields()
    assert len(fields) == 13 + 7
    asked = {
        key: [field.name for field in fields if field.when is not None and field.when({"rubric": key}, SCENE)]
        for key in (old.key, new.key)
    }
    assert asked[old.key] == [f"q{number}v1" for number in range(1, 14)]
    assert asked[new.key] == [f"q{number}v2" for number in range(1, 8)]
