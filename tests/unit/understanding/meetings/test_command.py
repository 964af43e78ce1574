"""`nongbaht understand --meeting`: one object in the agreed form, a table to read, one line for a mistake."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.understanding.meetings import read_meeting

HERE = Path(__file__).parent
NEWS = HERE / "reports" / "news_one_day.txt"
KEYS = ["held_from", "held_to", "venue", "attendance", "level", "hosts", "people", "figures", "resolutions"]
KEYS.append("deadlines")


def test_the_object_has_exactly_the_agreed_form() -> None:
    said = CliRunner().invoke(app, ["understand", "--meeting", str(NEWS), "--json"])
    assert said.exit_code == 0
    shown = json.loads(said.stdout)
    assert list(shown) == KEYS
    assert list(shown["venue"]) == ["name", "tambon", "amphoe", "province"]
    assert list(shown["attendance"]) == ["count", "qualifier"]
    assert {key for person in shown["people"] for key in person} == {"name", "role"}
    assert {key for figure in shown["figures"] for key in figure} == {"what", "value", "unit"}
    assert {key for deadline in shown["deadlines"] for key in deadline} == {"what", "due"}
    assert shown["held_from"] == "2023-05-18"


def test_what_is_absent_is_null_or_empty() -> None:
    said = CliRunner().invoke(app, ["understand", "--meeting", "-", "--json"], input="สวัสดีค่ะ")
    nothing = {"name": None, "tambon": None, "amphoe": None, "province": None}
    assert json.loads(said.stdout) == {
        "held_from": None,
        "held_to": None,
        "venue": nothing,
        "attendance": {"count": None, "qualifier": None},
        "level": None,
        **{key: [] for key in KEYS[5:]},
    }


def test_a_message_is_read_on_the_day_that_is_given() -> None:
    arguments = ["understand", "--meeting", "-", "--json", "--today", "2026-11-21"]
    said = CliRunner().invoke(app, arguments, input="วันนี้ประชุมทีมอำเภอครับ คนมายี่สิบกว่า")
    shown = json.loads(said.stdout)
    assert (shown["held_from"], shown["attendance"]) == ("2026-11-21", {"count": 20, "qualifier": "over"})


def test_without_json_it_is_a_table() -> None:
    said = CliRunner().invoke(app, ["understand", "--meeting", str(NEWS)])
    assert "attendance   46 | exact" in said.stdout
    assert "resolutions  -" in said.stdout


@pytest.mark.parametrize("name", ["no_such_file.txt", "."])
def test_a_file_that_cannot_be_read_gets_one_line(name: str, tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["understand", "--meeting", str(tmp_path / name), "--json"])
    assert said.exit_code == 2
    assert said.stdout == ""
    assert said.stderr.count("\n") == 1
    assert "cannot be read" in said.stderr


def test_bytes_of_another_encoding_do_not_stop_it(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("\ufeffเมื่อวันที่ 3 มีนาคม 2566 จัดประชุม มีผู้เข้าร่วม 12 คน".encode() + b"\xa1\xff")
    said = CliRunner().invoke(app, ["understand", "--meeting", str(path), "--json"])
    assert json.loads(said.stdout)["held_from"] == "2023-03-03"


def test_five_thousand_characters_take_less_than_150_ms() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "reports").glob("*.txt")))[:5000]
    assert len(text) == 5000
    read_meeting(text[:4999], date(2026, 11, 21))
    times = []
    for number in range(5):
        before = time.process_time()
        read_meeting(text + " " * number, date(2026, 11, 21))
        times.append(time.process_time() - before)
    assert min(times) < 0.15
