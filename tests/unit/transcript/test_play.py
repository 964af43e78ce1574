"""The player reports what differs: wanted and got, with file, line and channel; and nothing where all came true."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.chat import _play
from bot.log import quiet

TRUE = "@as malee\n> สวัสดีค่ะ\n< *สวัสดี*มาลี*\n<! *ลาก่อน*\n"
FALSE = "@as malee\n> สวัสดีค่ะ\n< *ลาก่อน*\n< (silence)\n> [button ไม่มีปุ่มนี้]\n<kamol *สวัสดี*\n"


async def test_a_true_transcript_is_silent_and_a_false_one_names_every_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quiet()
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(TRUE, encoding="utf-8")
    bad.write_text(FALSE, encoding="utf-8")
    assert await _play([good], ("terminal",)) == 0
    assert capsys.readouterr().out == "1 played, 0 mismatches\n"
    assert await _play([bad], ("terminal",)) == 1
    told = capsys.readouterr().out
    assert [line for line in range(1, 8) if f"bad.txt:{line} (terminal)" in told] == [3, 4, 5, 6]
    assert "wanted *ลาก่อน*" in told
    assert "got สวัสดีค่ะ คุณมาลี" in told


async def test_a_file_that_is_no_transcript_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "news.txt"
    path.write_text("ข่าววันนี้\n", encoding="utf-8")
    assert await _play([path], ("terminal",)) == 2
    assert "news.txt:1" in capsys.readouterr().err


async def test_pictures_have_names_and_a_wrong_one_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("@as malee\n> [image gps.jpg]\n< *รูป*\n> [image none.jpg]\n", encoding="utf-8")
    assert await _play([path], ("terminal", "line")) == 1
    told = capsys.readouterr().out
    assert told.count("no picture 'none.jpg'; there are: photo.jpg") == 2
    assert "talk.txt:3" not in told
