"""The first secretary's code, from the command line: good once; an operator's mistakes name the remedy."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import SystemClock
from bot.services import codes
from storage.migrations import run
from storage.models import Area, Person
from storage.session import engine as open_engine
from storage.session import sessions

RUNNER = CliRunner()


@pytest.fixture
async def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A migrated database with one province, as the environment names it."""
    made = f"sqlite+aiosqlite:///{tmp_path / 'n.db'}"
    monkeypatch.setenv("NONGBAHT_DATABASE_URL", made)
    engine = open_engine(made)
    await run.upgrade_engine(engine)
    async with sessions(engine).begin() as session:
        session.add(Area(kind="province", code="SATHIT", name="จังหวัดสาธิต"))
        session.add(Person(id=1, created_at=SystemClock().now()))
    await engine.dispose()
    return made


def ask(*words: str) -> tuple[int, str]:
    done = RUNNER.invoke(app, ["admin", "invite", *words])
    return done.exit_code, done.output


async def test_the_code_is_good(url: str) -> None:
    import asyncio

    status, said = await asyncio.to_thread(ask, "secretary", "SATHIT")
    assert status == 0, said
    code = said.split()[0]
    clock, engine = SystemClock(), open_engine(url)
    async with sessions(engine).begin() as session:
        found = await codes.try_code(session, clock.now(), clock.today(), 1, code)
        assert (found.purpose, found.code_id is not None) == ("invite", True)
        late = await codes.try_code(session, clock.now(), clock.today() + timedelta(days=8), 1, code)
        assert late.code_id is None
    await engine.dispose()


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("king", "SATHIT"), "one of secretary"),
        (("secretary", "NOWHERE"), "import areas"),
        (("treasurer", "SATHIT"), "an office of a fund"),
        (("secretary", "SATHIT", "--days", "99"), "14 days"),
    ],
)
async def test_a_mistake_names_the_remedy(url: str, words: tuple[str, ...], remedy: str) -> None:
    import asyncio

    status, said = await asyncio.to_thread(ask, *words)
    assert status == 2
    assert remedy in said
