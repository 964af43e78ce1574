"""The simulated month runs, small: nobody is told twice, nothing is lost, the month's limit holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bench import month


async def test_a_small_province_for_three_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("FUNDS", 12), ("ZONES", 2), ("LIMIT", 10), ("FIRST", date(2026, 11, 29)), ("DAYS", 3)):
        monkeypatch.setattr(month, name, value)
    monkeypatch.setattr(month, "TICKS", ("08:00", "08:30", "09:00", "15:00", "20:00"))
    told = await month.simulate(tmp_path)
    assert (told["lost"], told["doubled"], told["after 10:00"]) == (0, 0, 0)
    assert told["delivered"] > 0
    assert all(pushes <= 10 - 2 for pushes in told["pushes charged by LINE, by month"].values())


async def test_planning_is_measured(tmp_path: Path) -> None:
    read, wrote, number = await month.planning(tmp_path, 20, queue=True)
    assert number == 20
    assert 0 < read < 60
    assert 0 < wrote < 60
