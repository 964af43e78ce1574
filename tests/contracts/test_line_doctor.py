"""`nongbaht doctor` on configurations right and wrong, against the fake platform."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import typer
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from typer.testing import CliRunner

from bot.channels.line_menu_shelf import publish
from bot.channels.line_menus import HEIGHT, MENUS, WIDTH
from bot.clock import SystemClock
from bot.commands.doctor import doctor, findings
from bot.commands.doctor_finding import Finding
from bot.web.ingest import Ingest
from bot.web.server import running
from bot.web.simulator.faults import Fault
from bot.web.webhooks import line_routes
from bot.words import load_words
from storage import session as storage_session
from storage.keys import check_keys
from tests.contracts.line_house import SECRET, TOKEN, Line, line, png

WEBHOOK = "https://bot.example.org/line/webhook"


@pytest.fixture
async def at() -> AsyncIterator[Line]:
    async with line() as made:
        made.fake.webhook_url = WEBHOOK
        yield made


@pytest.fixture
async def set_up(at: Line, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """Everything right, in the environment."""
    values = {
        "NONGBAHT_DATABASE_URL": database_url,
        "NONGBAHT_DATA_KEY": base64.b64encode(bytes(range(32))).decode(),
        "NONGBAHT_LINE_CHANNEL_SECRET": SECRET,
        "NONGBAHT_LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "NONGBAHT_LINE_API_URL": str(at.channel.api._url),
        "NONGBAHT_PUBLIC_URL": "https://bot.example.org",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    engine = storage_session.engine(database_url)
    await check_keys(engine, SystemClock().now())
    await engine.dispose()
    return values


async def seen(send_test: bool = False) -> list[Finding]:
    return [finding async for finding in findings(send_test)]


async def mend(send_test: bool = False) -> list[str]:
    """What must be mended."""
    return [finding.text for finding in await seen(send_test) if finding.sort == "bad"]


@contextmanager
def without(monkeypatch: pytest.MonkeyPatch, **values: str | None) -> Iterator[None]:
    with monkeypatch.context() as patch:
        for name, value in values.items():
            if value is None:
                patch.delenv(f"NONGBAHT_{name}")
            else:
                patch.setenv(f"NONGBAHT_{name}", value)
        yield


async def test_a_right_configuration_needs_nothing(set_up: dict[str, str]) -> None:
    told = await seen()
    assert [finding for finding in told if finding.sort == "bad"] == []
    lines = "\n".join(finding.text for finding in told)
    for words in (
        "reachable and migrated",
        "data key",
        "this is",
        "@216ru",
        WEBHOOK,
        "300 of 300",
        "bot.example.org/files/",
    ):
        assert words in lines
    assert TOKEN not in lines
    assert SECRET not in lines


async def test_without_an_address_the_doctor_says_what_people_miss(
    set_up: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with without(monkeypatch, PUBLIC_URL=None):
        assert await mend() == []
        told = [finding.text for finding in await seen() if finding.sort == "advice"]
    assert any("LINE cannot be given files or charts" in text for text in told)


async def test_what_is_missing_is_named_with_its_remedy(
    set_up: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"LINE_CHANNEL_SECRET": None}, "LINE_CHANNEL_SECRET is not set: copy it"),
        ({"LINE_CHANNEL_SECRET": TOKEN}, "LINE_CHANNEL_SECRET holds the access token"),
        ({"LINE_CHANNEL_ACCESS_TOKEN": None}, "LINE_CHANNEL_ACCESS_TOKEN is not set: issue one"),
        ({"LINE_CHANNEL_ACCESS_TOKEN": "expired"}, "not valid (any more): issue a new one"),
        ({"LINE_API_URL": "http://127.0.0.1:9"}, "check this machine's way to the internet"),
        ({"PUBLIC_URL": "http://bot.example.org"}, "write the address of this machine as https://"),
        ({"PUBLIC_URL": "https://bot.example.org/line/webhook"}, "nothing behind it"),
        ({"TIMEZONE": "Asia/Siam"}, "write Asia/Bangkok"),
        ({"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/none.db"}, "run `nongbaht migrate`"),
        ({"DATABASE_URL": "mysql://x"}, "is not supported"),
        ({"DATABASE_URL": "postgresql+psycopg://postgres@127.0.0.1:9/x"}, "check NONGBAHT_DATABASE_URL"),
        ({"DATA_KEY": base64.b64encode(bytes(32)).decode()}, "put back the key"),
    ]
    for change, remedy in cases:
        with without(monkeypatch, **change):
            (told,) = await mend()
            assert remedy in told, change
    assert not (tmp_path / "none.db").exists()


async def test_the_traps_at_line(set_up: dict[str, str], at: Line) -> None:
    at.fake.webhook_url = None
    assert "enter https://YOUR.HOST/line/webhook" in (await mend())[0]
    at.fake.webhook_url = "https://bot.example.org/callback"
    assert "must end in /line/webhook" in (await mend())[0]
    at.fake.webhook_url, at.fake.webhook_active = WEBHOOK, False
    assert 'turn on "Use webhook"' in (await mend())[0]
    at.fake.webhook_active = True
    at.fake.quota.spend(280)
    assert any(finding.sort == "advice" and "20 of 300" in finding.text for finding in await seen())
    assert any(finding.sort == "advice" and "rich-menus --upload" in finding.text for finding in await seen())
    await publish(at.channel.api, load_words(), {menu.role: png(WIDTH, HEIGHT) for menu in MENUS})
    assert any(finding.sort == "good" and "menus of 4 roles" in finding.text for finding in await seen())
    at.fake.quota.spend(20)
    assert "0 of 300 messages left" in (await mend())[0]
    at.fake.faults.always("quota", Fault.SERVER)
    assert "does not tell the quota" in (await mend())[0]


async def test_a_test_webhook_tells_whether_the_secret_is_right(
    set_up: dict[str, str], at: Line, database_url: str
) -> None:
    engine = storage_session.engine(database_url)
    ingest = Ingest(storage_session.sessions(engine), at.clock)
    for secret, outcome in ((SECRET, []), ("another", ["a test webhook was refused by us"])):
        async with running(Starlette(routes=list(line_routes(ingest, secret)))) as url:
            at.fake.webhook_url = f"{url}/line/webhook"
            assert [text.split(":")[0] for text in await mend(send_test=True)] == outcome
    async with running(Starlette(routes=[Route("/other", PlainTextResponse("x"))])) as url:
        at.fake.webhook_url = f"{url}/line/webhook"
        assert "is `nongbaht serve` running there?" in (await mend(send_test=True))[0]
    await ingest.close()
    await engine.dispose()


def test_the_command_ends_with_1_where_something_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command()(doctor)
    result = CliRunner().invoke(app, [])
    assert result.exit_code == 1
    assert "✗ NONGBAHT_LINE_CHANNEL_SECRET is not set" in result.stdout
    assert "✓ time zone Asia/Bangkok" in result.stdout
    assert list(tmp_path.iterdir()) == []
