"""A list as a file or a picture: the workbook, the text, the chart, each behind a link of its own, with who asked."""

from __future__ import annotations

import asyncio

from bot import figures
from bot.chat import Attachment, Reply, Text
from bot.exchange import charts, tabulate
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.listing import Listing, remember
from bot.services import files

ENDINGS = {"xlsx": "xlsx", "text": "csv", "png": "png"}
MEDIA = {"xlsx": files.XLSX, "text": files.CSV, "png": files.PNG}


async def given(turn: Turn, listing: Listing, shape: str) -> Reply:
    """The list in that shape; in a group only the way to the 1:1 chat, and a chart only where there is one."""
    words = turn.words
    if turn.in_group:
        return private.only_private(turn, "list.files_private", words("list.call", title=listing.title))
    remember(turn, listing)
    if not listing.rows:
        return Reply((Text(words("list.empty", title=listing.title)),))
    if shape == "png" and not listing.bars:
        return Reply((Text(words("list.no_chart")), await _file(turn, listing, "xlsx")))
    return Reply((await _file(turn, listing, shape),))


async def page(turn: Turn, title: str, lines: list[str], as_of: str) -> Attachment:
    """Words as a text file of their own."""
    content = tabulate.text_page(title, lines, as_of, watermark(turn))
    return await _share(turn, f"{title}.txt", files.TEXT, content, title)


def watermark(turn: Turn) -> str:
    """Who had the file made, and when: whoever finds it knows where it comes from."""
    name = turn.speaker.name or turn.words("list.somebody")
    made = figures.moment(turn.words, turn.clock.now().astimezone(turn.clock.zone))
    return turn.words("list.watermark", name=name, moment=made)


async def _file(turn: Turn, listing: Listing, shape: str) -> Attachment:
    if shape == "png":
        content = await asyncio.to_thread(charts.bar_chart, listing.title, listing.bars, listing.as_of, listing.unit)
        alt = "\n".join(
            f"{name}: {charts.figure_of(value)} {listing.unit} {note}".strip() for name, value, note in listing.bars
        )
        return await _share(
            turn, f"{listing.title}.png", files.PNG, content, f"{listing.title}\n{alt}\n{listing.as_of}"
        )
    make = tabulate.workbook if shape == "xlsx" else tabulate.text_table
    content = make(listing.title, listing.columns, listing.rows, listing.as_of, watermark(turn))
    alt = turn.words("list.file_holds", title=listing.title, n=f"{len(listing.rows):,}", as_of=listing.as_of)
    return await _share(turn, f"{listing.title}.{ENDINGS[shape]}", MEDIA[shape], content, alt)


async def _share(turn: Turn, name: str, media: str, content: bytes, alt: str) -> Attachment:
    return await files.share(
        turn.session,
        turn.clock.now(),
        name=name,
        media_type=media,
        content=content,
        alt=alt,
        person_id=turn.speaker.person_id,
    )
