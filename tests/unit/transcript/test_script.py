"""The transcript language: what a line means, and what is said where one is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.transcript.script import As, At, Do, Expect, In, ScriptFault, matches, parse


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_kind_of_line(tmp_path: Path) -> None:
    steps = parse(
        written(
            tmp_path,
            "# comment\n@as malee\n@in village\n@at 2026-11-21T10:00\n> สวัสดี\n> [button ตกลง]\n> [date 2026-11-15]\n"
            "> [sticker]\n< *ดี*\n<! *600*\n< (silence)\n<treasurer *ถาม*\n",
        )
    )
    assert [type(step) for step in steps] == [As, In, At, Do, Do, Do, Do, Expect, Expect, Expect, Expect]
    assert steps[4] == Do(6, "button", "ตกลง")
    assert steps[8] == Expect(10, "*600*", negated=True)
    assert steps[9] == Expect(11, "(silence)", silence=True)
    assert steps[10] == Expect(12, "*ถาม*", reader="treasurer")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("hello", "a line begins with @as, @in, @at, >, < or #"),
        ("@at yesterday", "write @at 2026-11-21T10:00"),
        ("> [date 15/11/69]", "write > [date 2026-11-15]"),
    ],
)
def test_a_wrong_line_is_named_with_its_remedy(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(ScriptFault, match=r"talk\.txt:1: ") as fault:
        parse(written(tmp_path, line))
    assert told in str(fault.value)


@pytest.mark.parametrize(
    ("glob", "text", "outcome"),
    [
        ("*400*บาท*", "ได้ 400\n บาท ค่ะ", True),
        ("400 บาท", "400   บาท", True),
        ("400", "ได้ 400", False),
        ("*รพ.*", "รพX", False),
        ("*ABC*", "xabcx", True),
    ],
)
def test_globs(glob: str, text: str, outcome: bool) -> None:
    assert matches(glob, text) is outcome
