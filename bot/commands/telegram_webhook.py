"""`nongbaht telegram webhook`: says where Telegram delivers updates, sets it, or takes it back for polling."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.commands.serve import stop


def webhook(
    url: Annotated[str | None, typer.Option("--set", help="https://YOUR.HOST/telegram/webhook")] = None,
    remove: Annotated[bool, typer.Option("--delete", help="No webhook: `nongbaht serve` fetches updates.")] = False,
) -> None:
    """Show, set or delete the address at which Telegram delivers updates."""
    from bot.log import quiet

    quiet()
    if url is not None and remove:
        stop("write --set or --delete, not both")
    print(asyncio.run(_webhook(url, remove)))


async def _webhook(url: str | None, remove: bool) -> str:
    from bot.channels.telegram import UPDATES
    from bot.channels.telegram_api import Refused, TelegramApi
    from bot.commands.doctor_telegram import SECRET, TOKEN
    from bot.settings import Settings

    settings = Settings()
    if settings.telegram_token is None:
        stop(f"set {TOKEN} (from @BotFather)")
    if url is not None and settings.telegram_webhook_secret is None:
        stop(f"set {SECRET} first (1 to 256 of A-Z, a-z, 0-9, _ and -): it proves that updates come from Telegram")
    api = TelegramApi(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
    try:
        if url is not None and settings.telegram_webhook_secret is not None:
            secret = settings.telegram_webhook_secret.get_secret_value()
            await api.call("setWebhook", url=url, secret_token=secret, allowed_updates=list(UPDATES))
        elif remove:
            await api.call("deleteWebhook")
        info = await api.call("getWebhookInfo")
    except Refused as fault:
        stop(f"Telegram refused: {fault.__cause__ or fault}")
    finally:
        await api.close()
    where = info.get("url") or "no webhook: `nongbaht serve` fetches updates"
    return f"{where} ({info.get('pending_update_count', 0)} updates waiting)"
