"""What the bot is measured beside: an echo on the LINE SDK and aiohttp that checks, parses, answers, stores nothing."""

from __future__ import annotations

import sys

from aiohttp import web
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    ReplyMessageRequest,
    TextMessage,
)
from linebot.v3.webhooks import MessageEvent, TextMessageContent

from bench.traffic import SECRET, TOKEN


def application(api_url: str) -> web.Application:
    """The echo, speaking to the platform at `api_url`."""
    parser = WebhookParser(SECRET)

    async def speak(app: web.Application) -> None:
        app["api"] = AsyncMessagingApi(AsyncApiClient(Configuration(access_token=TOKEN, host=api_url)))

    async def webhook(request: web.Request) -> web.Response:
        body = await request.text()
        try:
            events = parser.parse(body, request.headers["X-Line-Signature"])
        except InvalidSignatureError:
            return web.Response(status=400)
        for event in events:
            if isinstance(event, MessageEvent) and isinstance(event.message, TextMessageContent):
                said = TextMessage(text=event.message.text)
                await request.app["api"].reply_message(
                    ReplyMessageRequest(reply_token=event.reply_token, messages=[said])
                )
        return web.Response(text="OK")

    async def health(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    app = web.Application()
    app.on_startup.append(speak)
    app.router.add_post("/line/webhook", webhook)
    app.router.add_get("/health", health)
    return app


if __name__ == "__main__":
    web.run_app(application(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
