"""The benchmark in small: bot and echo answer the same signed webhooks, each a process of its own, and are measured."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import bench.__main__ as bench
from bench.processes import free_port, python, serving


@pytest.mark.parametrize("name", ["echo", "bot"])
def test_every_webhook_is_acknowledged_and_answered(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "RUN", tmp_path)
    monkeypatch.setattr(bench, "COUNT", 20)
    port = free_port()
    with (tmp_path / "servers.log").open("wb") as log:
        assert isinstance(log, io.BufferedWriter)
        with serving(python("-m", "bench.fake_api", str(port)), port, log, path="/bench") as api:
            figures = bench._round(name, 0, api, log)
    assert (figures["refused"], figures["unanswered"]) == (0, 0)
    assert figures["calls"]["POST /v2/bot/message/reply"] == 20
    assert 0 < figures["ack_p50_ms"] <= figures["ack_p99_ms"]
    assert 0 < figures["reply_p50_s"] <= figures["reply_p99_s"]
