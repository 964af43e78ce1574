"""Every golden transcript, on every channel: what people say and what they must read; traffic is judged too."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from bot.demo.identities import GROUPS
from bot.transcript import line_stage
from bot.transcript.play import CHANNELS, Player
from bot.transcript.script import parse
from bot.transcript.stage import DemoDatabase
from bot.transcript.telegram_stage import TelegramStage
from bot.transcript.theatre import Theatre
from bot.understanding.understand import Understander
from tests.conversations import telegram_judge

FOLDER = Path(__file__).parents[1] / "transcripts"
FILES = sorted(FOLDER.rglob("*.txt"))
JUDGE = "NONGBAHT_LINE_JUDGE"

Judge = Callable[[dict[str, Any]], list[str]]


@pytest.fixture(scope="session")
def judge() -> Judge | None:
    """LINE's own description of its API, applied by code that is not ours; None where there is none."""
    if JUDGE not in os.environ:
        return None
    spec = spec_from_file_location("line_judge", os.environ[JUDGE])
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Judge = module.judge
    return found


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
async def test_transcript(
    path: Path,
    channel: str,
    understander: Understander,
    databases: dict[str, DemoDatabase],
    judge: Judge | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    traffic = tmp_path / "traffic.jsonl"
    monkeypatch.setenv(line_stage.TRAFFIC, str(traffic))
    async with Theatre(channel, databases[channel], understander).stage() as stage:
        player = Player(path, channel, stage, frozenset(GROUPS))
        mismatches = await player.play(parse(path))
        taps = stage.fake.taps if isinstance(stage, TelegramStage) else {}
    assert not mismatches, "\n".join(map(str, mismatches))
    judges = {"line": judge, "telegram": telegram_judge.judge}
    if (judged := judges.get(channel)) is not None:
        lines = [json.loads(line) for line in traffic.read_text(encoding="utf-8").splitlines()]
        assert lines
        assert [fault for line in lines for fault in judged(line)] == []
    assert all(taps.values()), "a tap was not answered"


def test_line_traffic_is_judged() -> None:
    if JUDGE not in os.environ:
        pytest.skip(f"{JUDGE} is not set: the transcripts' LINE traffic was not judged")
    assert Path(os.environ[JUDGE]).exists()


def test_there_are_transcripts_for_every_theme() -> None:
    assert len(FILES) >= 50
