"""The messengers that an operator has configured: LINE, Telegram, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.chat import Channel
    from bot.settings import Settings
    from bot.words import Words

LINE_HINT = "set NONGBAHT_LINE_CHANNEL_SECRET and NONGBAHT_LINE_CHANNEL_ACCESS_TOKEN (from the LINE Developers console)"


class NoChannel(ValueError):
    """Nothing, or only half of something, is configured; the message names the remedy."""


def configured(settings: Settings, words: Words) -> dict[str, Channel]:
    """The channels by name, not yet connected. Raises NoChannel."""
    secret, access, token = settings.line_channel_secret, settings.line_channel_access_token, settings.telegram_token
    channels: dict[str, Channel] = {}
    if secret is not None and access is not None:
        from bot.channels.line import LineChannel

        channels["line"] = LineChannel(
            access.get_secret_value(), words, api_url=settings.line_api_url, public_url=settings.public_url
        )
    elif secret is not None or access is not None:
        raise NoChannel(LINE_HINT)
    if token is not None:
        from bot.channels.telegram import TelegramChannel

        channels["telegram"] = TelegramChannel(token.get_secret_value(), words, api_url=settings.telegram_api_url)
    elif settings.telegram_webhook_secret is not None:
        raise NoChannel("set NONGBAHT_TELEGRAM_TOKEN (from @BotFather) too")
    if not channels:
        raise NoChannel(f"{LINE_HINT} or NONGBAHT_TELEGRAM_TOKEN (from @BotFather), or try `nongbaht demo`")
    return channels
