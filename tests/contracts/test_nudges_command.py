"""`nongbaht nudges`: what would be said at a moment, to whom, by which way, at which cost; nothing is sent."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bot.cli import app
from storage.errors import StorageError

RUN = CliRunner()


def look(*arguments: str) -> str:
    """What the command prints about the demo network."""
    result = RUN.invoke(app, ["nudges", "--demo", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_three_days_before_as_json() -> None:
    told = json.loads(look("--at", "2026-11-27T09:00", "--json"))
    assert told["quiet"] is False
    assert told["total"] == {"digests": 3, "nudges": 7, "cost": 3}
    by_name = {digest["to"]: digest for digest in told["digests"]}
    assert set(by_name) == {"ผู้ประสานงาน", "ประสานริมน้ำ", "เลขาจังหวัด"}
    river = by_name["ประสานริมน้ำ"]
    assert (river["channel"], river["way"], river["cost"]) == ("line", "push", 1)
    assert river["send_at"] == "2026-11-27T09:00:00+07:00"
    (line,) = river["nudges"]
    assert (line["what"], line["stage"], line["part"], line["due"]) == (
        "annual_report 2569",
        "d3",
        "stand_in",
        "2026-11-30",
    )
    assert "โคกสะอาด" in line["place"]


def test_at_night_and_on_a_holiday_the_next_open_hour_is_shown() -> None:
    told = json.loads(look("--at", "2026-12-06T20:00", "--json"))
    assert told["quiet"] is True
    assert {digest["send_at"][:10] for digest in told["digests"]} == {"2026-12-08"}


def test_as_lines() -> None:
    text = look("--at", "2026-11-23T10:00")
    assert "3 digests" in text
    assert "annual_report 2569" in text


def test_a_moment_that_is_none() -> None:
    result = RUN.invoke(app, ["nudges", "--demo", "--at", "tomorrow"])
    assert isinstance(result.exception, StorageError)
    assert "2026-11-27T09:00" in str(result.exception)


@pytest.mark.parametrize("word", ["--at", "--json"])
def test_the_help_names_its_options(word: str) -> None:
    assert word in RUN.invoke(app, ["nudges", "--help"]).output
