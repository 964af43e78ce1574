"""`nongbaht line rich-menus`: draws the menus at the foot of the chat and puts them up at LINE."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

TOKEN = "NONGBAHT_LINE_CHANNEL_ACCESS_TOKEN"  # noqa: S105 - the name of a setting


def rich_menus(
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the pictures.")] = None,
    upload: Annotated[bool, typer.Option("--upload", help="Put the menus up at LINE.")] = False,
) -> None:
    """Draw the rich menus of each role, and put them up at LINE."""
    import logging

    from bot.channels.line_menu_picture import CannotDraw
    from bot.log import configure

    configure(logging.ERROR)
    if out is None and not upload:
        _stop("say where the pictures go (--out rich-menus), or put the menus up (--upload)")
    try:
        pictures = _drawn()
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            for role, picture in pictures.items():
                (out / f"{role}.png").write_bytes(picture)
                print(f"{out / role}.png: {len(picture) // 1000} kB")
    except CannotDraw as fault:
        _stop(str(fault))
    except OSError as fault:
        _stop(f"cannot write to {out} ({fault.strerror}); choose another folder with --out")
    if upload:
        asyncio.run(_upload(pictures))


def _drawn() -> dict[str, bytes]:
    """The pictures by role. Raises CannotDraw."""
    from bot.channels.line_menu_picture import draw
    from bot.channels.line_menus import MENUS
    from bot.words import load_words

    return {menu.role: draw(menu, load_words()) for menu in MENUS}


async def put_up(access_token: str, api_url: str) -> None:
    """Draws the menus and puts them up at a fake of LINE, beside whatever else runs."""
    from bot.channels.line_api import LineApi
    from bot.channels.line_menu_shelf import publish
    from bot.words import load_words

    api = LineApi(access_token, api_url)
    try:
        await publish(api, load_words(), await asyncio.to_thread(_drawn))
    finally:
        await api.close()


async def _upload(pictures: dict[str, bytes]) -> None:
    from bot.channels.line_api import HOST, LineApi
    from bot.channels.line_menu_shelf import MenuRefused, publish
    from bot.settings import Settings
    from bot.words import load_words

    settings = Settings()
    token = settings.line_channel_access_token
    if token is None or not token.get_secret_value():
        _stop(f"{TOKEN} is not set: issue one in the LINE Developers console, Messaging API tab")
    api = LineApi(token.get_secret_value(), settings.line_api_url)
    try:
        done = await publish(api, load_words(), pictures)
    except MenuRefused as fault:
        _stop(f"{fault}; what was done so far stays, run the command again when the cause is gone")
    except OSError as fault:
        _stop(f"{settings.line_api_url or HOST}: {fault}: check this machine's way to the internet")
    finally:
        await api.close()
    for verb, names in (("made", done.made), ("kept", done.kept), ("taken away", done.dropped)):
        for name in names:
            print(f"{verb}: {name}")
    print("A running `nongbaht serve` shows people of each role theirs within five minutes.")


def _stop(message: str) -> NoReturn:
    print(f"nongbaht: {message}", file=sys.stderr)
    raise typer.Exit(2)
