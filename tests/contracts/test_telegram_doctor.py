"""`nongbaht doctor`, `serve` and `telegram webhook` for Telegram: alone, beside LINE, right and wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import typer

from bot.cli import app
from bot.commands import channels
from bot.commands.doctor_finding import Finding
from bot.commands.doctor_telegram import findings
from bot.commands.telegram_webhook import _webhook
from bot.settings import Settings
from bot.web.simulator.faults import Fault
from bot.words import load_words
from tests.contracts.telegram_house import SECRET, TOKEN, Telegram, telegram

WEBHOOK = "https://bot.example.org/telegram/webhook"


@pytest.fixture
async def at(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Telegram]:
    async with telegram() as made:
        made.fake.webhook_url = WEBHOOK
        monkeypatch.setenv("NONGBAHT_TELEGRAM_TOKEN", TOKEN)
        monkeypatch.setenv("NONGBAHT_TELEGRAM_WEBHOOK_SECRET", SECRET)
        monkeypatch.setenv("NONGBAHT_TELEGRAM_API_URL", str(made.channel.api._url))
        yield made


async def seen() -> list[Finding]:
    return [finding async for finding in findings(Settings())]


async def texts(sort: str) -> str:
    return "\n".join(finding.text for finding in await seen() if finding.sort == sort)


async def test_all_is_well(at: Telegram) -> None:
    at.fake.privacy = False
    assert {finding.sort for finding in await seen()} == {"good"}
    assert "น้องบาท (@nongbaht_bot)" in await texts("good")


async def test_without_telegram_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await seen() == []
    monkeypatch.setenv("NONGBAHT_TELEGRAM_WEBHOOK_SECRET", SECRET)
    assert "NONGBAHT_TELEGRAM_TOKEN" in await texts("bad")


async def test_privacy_mode_is_worth_knowing(at: Telegram) -> None:
    assert "/setprivacy" in await texts("advice")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("NONGBAHT_TELEGRAM_TOKEN", "no token", "@BotFather"),
        ("NONGBAHT_TELEGRAM_TOKEN", "7:another", "not valid"),
        ("NONGBAHT_TELEGRAM_WEBHOOK_SECRET", "with spaces", "choose another"),
        ("NONGBAHT_TELEGRAM_API_URL", "http://127.0.0.1:9", "firewall"),
    ],
)
async def test_what_is_wrong_is_named_with_its_remedy(
    at: Telegram, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    assert told in await texts("bad")


async def test_webhooks_that_do_not_fit(at: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    at.fake.webhook_url = ""
    assert "--set" in await texts("bad")
    at.fake.webhook_url = "https://bot.example.org/elsewhere"
    assert "must end in" in await texts("bad")
    monkeypatch.delenv("NONGBAHT_TELEGRAM_WEBHOOK_SECRET")
    assert "--delete" in await texts("bad")
    at.fake.webhook_url = ""
    assert "fetches updates itself" in await texts("good")


async def test_updates_that_failed_or_wait(at: Telegram) -> None:
    at.fake.pending = [{"update_id": number} for number in range(200)]
    assert "200 updates wait" in await texts("advice")
    at.fake.webhook_url = "http://127.0.0.1:9/telegram/webhook"
    await at.fake.post({"update_id": 1})
    assert "the last failure" in await texts("advice")


async def test_the_webhook_is_set_and_taken_back(at: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _webhook("https://new.example.org/telegram/webhook", False) == (
        "https://new.example.org/telegram/webhook (0 updates waiting)"
    )
    assert (at.fake.webhook_secret, "my_chat_member" in at.fake.allowed) == (SECRET, True)
    assert "fetches updates" in await _webhook(None, True)
    assert at.fake.webhook_url == ""
    for fault in (Fault.SERVER, None):
        at.fake.faults.always("setWebhook", fault)
        with pytest.raises(SystemExit):
            await _webhook("http://not-safe.example.org" if fault is None else WEBHOOK, False)
    monkeypatch.delenv("NONGBAHT_TELEGRAM_WEBHOOK_SECRET")
    with pytest.raises(SystemExit):
        await _webhook(WEBHOOK, False)
    monkeypatch.delenv("NONGBAHT_TELEGRAM_TOKEN")
    with pytest.raises(SystemExit):
        await _webhook(None, False)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"line_channel_secret": "s", "line_channel_access_token": "t"}, ["line"]),
        ({"telegram_token": TOKEN}, ["telegram"]),
        ({"telegram_token": TOKEN, "telegram_webhook_secret": "s"}, ["telegram"]),
        ({"line_channel_secret": "s", "line_channel_access_token": "t", "telegram_token": TOKEN}, ["line", "telegram"]),
    ],
)
def test_the_house_speaks_through_what_is_configured(given: dict[str, str], made: list[str]) -> None:
    assert list(channels.configured(Settings.model_validate(given), load_words())) == made


@pytest.mark.parametrize(
    "given",
    [{}, {"line_channel_secret": "s"}, {"line_channel_access_token": "t"}, {"telegram_webhook_secret": "s"}],
)
def test_half_a_configuration_is_named(given: dict[str, str]) -> None:
    with pytest.raises(channels.NoChannel, match="NONGBAHT_"):
        channels.configured(Settings.model_validate(given), load_words())


def test_the_command_is_there() -> None:
    assert isinstance(app, typer.Typer)
    assert "telegram" in {group.name for group in app.registered_groups}
