"""The doctor's look at LINE: secret, token, webhook, quota; the set-up traps of platforms.md 6."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from urllib.parse import urlsplit

from bot.channels.line_api import HOST, Answer, LineApi
from bot.channels.line_menu_shelf import MenuRefused, menu_ids
from bot.channels.line_menus import MENUS
from bot.commands.doctor_finding import Finding, advice, bad, good
from bot.settings import Settings

CONSOLE = "LINE Developers console"
MANAGER = "LINE Official Account Manager"
PATH = "/line/webhook"
PUBLIC = "NONGBAHT_PUBLIC_URL"
SECRET, TOKEN = "NONGBAHT_LINE_CHANNEL_SECRET", "NONGBAHT_LINE_CHANNEL_ACCESS_TOKEN"


async def findings(settings: Settings, send_test: bool) -> AsyncIterator[Finding]:
    """Whether LINE knows us, reaches us, and lets us speak."""
    yield _secret(settings)
    yield _files(settings)
    if settings.line_channel_access_token is None or not settings.line_channel_access_token.get_secret_value():
        yield bad(f"{TOKEN} is not set: issue one in the {CONSOLE}, Messaging API tab")
        return
    api = LineApi(settings.line_channel_access_token.get_secret_value(), settings.line_api_url)
    try:
        info = await api.call("GET", "/v2/bot/info")
        yield _token(info)
        if info.ok:
            yield _mode(info)
            yield _endpoint(await api.call("GET", "/v2/bot/channel/webhook/endpoint"), settings)
            used = await api.call("GET", "/v2/bot/message/quota/consumption")
            yield _quota(await api.call("GET", "/v2/bot/message/quota"), used)
            yield _menus(await menu_ids(api))
            if send_test:
                yield _test(await api.call("POST", "/v2/bot/channel/webhook/test", {}))
    except MenuRefused as fault:
        yield bad(f"{fault}: try again later")
    except OSError as fault:
        host = settings.line_api_url or HOST
        yield bad(f"{host}: {fault}: check this machine's way to the internet (firewall, proxy, DNS)")
    finally:
        await api.close()


def _secret(settings: Settings) -> Finding:
    secret = settings.line_channel_secret.get_secret_value() if settings.line_channel_secret else ""
    token = settings.line_channel_access_token
    if not secret:
        return bad(f"{SECRET} is not set: copy it from the {CONSOLE}, Basic settings tab")
    if token and token.get_secret_value() == secret:
        return bad(f"{SECRET} holds the access token: copy the channel secret from the {CONSOLE}, Basic settings tab")
    if not re.fullmatch(r"[0-9a-f]{32}", secret):
        return advice(f"{SECRET} is set, but is not 32 hex digits as LINE's are: compare it with the {CONSOLE}")
    return good(f"{SECRET} is set")


def _files(settings: Settings) -> Finding:
    """LINE takes no uploads: pictures and files are fetched from us, over https."""
    url = settings.public_url or ""
    if not url:
        return advice(f"{PUBLIC} is not set: LINE cannot be given files or charts; set it to https://YOUR.HOST")
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/") or parts.query:
        return bad(f"{PUBLIC} is {url}: write the address of this machine as https://YOUR.HOST, nothing behind it")
    return good(f"files are fetched from {url.rstrip('/')}/files/")


def _token(info: Answer) -> Finding:
    if info.ok:
        name, basic_id = info.document.get("displayName", "?"), info.document.get("basicId", "?")
        return good(f"{TOKEN} works: this is {name} ({basic_id})")
    if info.status == 401:
        return bad(f"{TOKEN} is not valid (any more): issue a new one in the {CONSOLE}, Messaging API tab")
    return bad(f"LINE does not tell who we are (status {info.status}): try again, then see the {CONSOLE}")


def _mode(info: Answer) -> Finding:
    if info.document.get("chatMode") == "chat":
        where = f"{MANAGER}, Response settings"
        return advice(
            f"chat is on: messages are marked as read by us; keep Webhooks on and auto-response off in {where}"
        )
    return good("chat is off: LINE marks messages as read by itself")


def _endpoint(answer: Answer, settings: Settings) -> Finding:
    url = str(answer.document.get("endpoint", ""))
    if answer.status == 404 or (answer.ok and not url):
        return bad(f"no webhook URL is set: enter https://YOUR.HOST{PATH} in the {CONSOLE}, Messaging API tab")
    if not answer.ok:
        return bad(f"LINE does not tell our webhook URL (status {answer.status}): look in the {CONSOLE}")
    if not url.endswith(PATH):
        return bad(f"the webhook URL is {url}: it must end in {PATH}, change it in the {CONSOLE}")
    if not url.startswith("https://") and settings.line_api_url is None:
        return bad(f"the webhook URL is {url}: LINE wants https with a certificate that browsers trust")
    if not answer.document.get("active"):
        return bad(f'the webhook is switched off: turn on "Use webhook" in the {CONSOLE}, Messaging API tab')
    return good(f"the webhook is on: {url}")


def _quota(quota: Answer, consumption: Answer) -> Finding:
    if not quota.ok or not consumption.ok:
        return bad(f"LINE does not tell the quota (status {quota.status}, {consumption.status}): try again later")
    used, limit = int(consumption.document.get("totalUsage", 0)), quota.document.get("value")
    if quota.document.get("type") != "limited" or not isinstance(limit, int):
        return good(f"no limit for messages that are not replies; {used} used this month")
    told = f"{max(limit - used, 0)} of {limit} messages left this month (replies are free)"
    if used >= limit:
        return bad(f"{told}: officers' answers wait until a member writes; buy a plan, or wait for the next month")
    return advice(f"{told}: the last tenth is kept for what is urgent") if used > limit * 0.9 else good(told)


def _menus(ids: Mapping[str, str]) -> Finding:
    missing = [menu.role for menu in MENUS if menu.role not in ids]
    if not missing:
        return good(f"the menus of {len(ids)} roles are up")
    return advice(f"no menu is up for {', '.join(missing)}: nongbaht line rich-menus --upload")


def _test(answer: Answer) -> Finding:
    status, reason = answer.document.get("statusCode", "?"), answer.document.get("reason", "?")
    if answer.ok and answer.document.get("success"):
        return good("a test webhook of LINE was answered rightly, so the channel secret is the right one")
    if status == 401:
        return bad(f"a test webhook was refused by us: {SECRET} is another channel's, or an older one")
    return bad(f"a test webhook got no good answer (status {status}, {reason}): is `nongbaht serve` running there?")
