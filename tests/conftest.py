"""What every test may rely on: no settings of this machine, no downloads, no stopwatch on properties."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from bot.understanding.understand import Understander

os.environ["PYTHAINLP_OFFLINE"] = "1"
os.environ["PYTHAINLP_READ_ONLY"] = "1"

KEPT = {"NONGBAHT_TEST_POSTGRES_URL", "NONGBAHT_LINE_JUDGE"}

# A busy machine is no fault of the property.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _settings_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own settings never reach a test."""
    for name in set(os.environ) - KEPT:
        if name.startswith("NONGBAHT_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _logs_of_nobody() -> Iterator[None]:
    """A command under test sets up logging for its own process; the next test starts without."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def understander() -> Understander:
    """Reads every test's messages: loading it is slow beside most of them."""
    from bot.understanding.understand import Understander  # only now: its tokenizer looks at the settings above

    return Understander.load()


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parent.parent
