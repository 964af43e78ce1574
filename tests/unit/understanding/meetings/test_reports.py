"""Whole reports: news, minutes, blogs and messages, each with what a careful person would write down.

`reports/` were written before the reader and looked at while it was made; `unseen/` were written before it too and
scored once before anybody looked; `fresh/` came later in six lots, each scored before anything was mended.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.understanding.meetings import read_meeting

HERE = Path(__file__).parent
SPOKEN_ON = date(2026, 11, 21)
REPORTS = sorted(path for folder in ("reports", "unseen", "fresh") for path in (HERE / folder).glob("*.txt"))


@cache
def reading(path: Path) -> dict[str, Any]:
    return read_meeting(path.read_text(encoding="utf-8"), SPOKEN_ON).as_json()


@cache
def expected(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "field", ["held_from", "held_to", "venue", "attendance", "level", "hosts", "people", "resolutions"]
)
def test_a_report_gives_what_it_tells(path: Path, field: str) -> None:
    assert reading(path)[field] == expected(path)[field]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_deadline_and_no_other(path: Path) -> None:
    given, wanted = reading(path)["deadlines"], expected(path)["deadlines"]
    assert [one["due"] for one in given] == [one["due"] for one in wanted]
    for one, other in zip(given, wanted, strict=True):
        assert other["what"] in one["what"]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_figures_that_matter_are_there(path: Path) -> None:
    given = {(one["value"], one["unit"]) for one in reading(path)["figures"]}
    assert {(one["value"], one["unit"]) for one in expected(path)["figures"]} <= given


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_name_and_number_stands_in_the_report(path: Path) -> None:
    """Nothing is invented: what is given as written is written."""
    text = " ".join(path.read_text(encoding="utf-8").replace("&nbsp;", " ").split())
    given = reading(path)
    for person in given["people"]:
        assert person["name"] in text
        assert person["role"] is None or person["role"] in text
    for name in (*given["hosts"], *given["resolutions"], given["venue"]["name"] or ""):
        assert name in text


def test_there_are_many_reports() -> None:
    assert len(REPORTS) >= 20
