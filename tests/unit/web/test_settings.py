"""Settings from the environment."""

from __future__ import annotations

import pytest

from bot.settings import Settings


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "LINE_CHANNEL_SECRET", "PUBLIC_URL"])
def test_an_empty_value_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"NONGBAHT_{name}", "")
    assert getattr(Settings(), name.lower()) is None
