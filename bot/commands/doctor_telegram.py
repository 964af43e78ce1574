"""The doctor's look at Telegram: token, name, privacy mode, webhook or polling."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

from bot.channels.telegram_api import HOST, Refused, TelegramApi
from bot.commands.doctor_finding import Finding, advice, bad, good
from bot.settings import Settings

TOKEN, SECRET = "NONGBAHT_TELEGRAM_TOKEN", "NONGBAHT_TELEGRAM_WEBHOOK_SECRET"
PATH = "/telegram/webhook"
MANY_WAITING = 100


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Whether Telegram knows us and how its updates come; nothing where it is not set up, since it is optional."""
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    secret = settings.telegram_webhook_secret.get_secret_value() if settings.telegram_webhook_secret else ""
    if not token:
        if secret:
            yield bad(f"{SECRET} is set without {TOKEN}: set both, or neither")
        return
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token):
        yield bad(f"{TOKEN} is not of the form 123456:ABC…: copy it from @BotFather, /token")
        return
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        yield bad(f"{SECRET} may hold 1 to 256 of A-Z, a-z, 0-9, _ and - only: choose another")
        return
    api = TelegramApi(token, settings.telegram_api_url)
    try:
        me = await api.call("getMe")
        yield good(f"{TOKEN} works: this is {me.get('first_name', '?')} (@{me.get('username', '?')})")
        yield _privacy(me)
        yield _webhook(await api.call("getWebhookInfo"), bool(secret))
    except Refused as fault:
        yield _refused(fault, settings.telegram_api_url or HOST)
    finally:
        await api.close()


def _refused(fault: Refused, host: str) -> Finding:
    if fault.fate.reason == "invalid":
        return bad(f"{TOKEN} is not valid (any more): copy the present one from @BotFather, /token")
    return bad(f"{host} does not answer ({fault}): check this machine's way to the internet (firewall, proxy, DNS)")


def _privacy(me: Mapping[str, Any]) -> Finding:
    if me.get("can_read_all_group_messages"):
        return good("privacy mode is off: in groups people may call by name; what is not for us is forgotten unwritten")
    return advice(
        "privacy mode is on: groups reach us by @mention, /ask and answers only; @BotFather, /setprivacy, Disable"
    )


def _webhook(info: Mapping[str, Any], secret: bool) -> Finding:
    url, waiting = str(info.get("url", "")), int(info.get("pending_update_count", 0))
    if not secret:
        if url:
            told = f"a webhook is set ({url}), so polling gets nothing"
            return bad(f"{told}: run `nongbaht telegram webhook --delete`, or set {SECRET}")
        return good(f"no webhook, no {SECRET}: `nongbaht serve` fetches updates itself ({waiting} waiting)")
    if not url:
        return bad(f"no webhook is set: run `nongbaht telegram webhook --set https://YOUR.HOST{PATH}`")
    if not url.endswith(PATH):
        return bad(f"the webhook is {url}: it must end in {PATH}: `nongbaht telegram webhook --set` mends it")
    if error := info.get("last_error_message"):
        return advice(f"the webhook is {url}; the last failure: {error}; {waiting} updates waiting")
    if waiting > MANY_WAITING:
        return advice(f"the webhook is {url}, but {waiting} updates wait: is `nongbaht serve` running there?")
    return good(f"the webhook is set: {url}")
