"""Files as LINE shows them: pictures in the chat itself, others as a card with a button; LINE fetches both from us.

The Messaging API takes no uploads: only addresses, https, of pictures up to 10 MB (platforms.md 2.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.chat import Attachment, Card, Choice, OpenLink, Part, Row, Section, Text
from bot.services.files import VALID_DAYS
from bot.words import Words

SHOWN = frozenset({"image/png", "image/jpeg"})
MOST_SHOWN = 10_000_000
MOST_ADDRESS = 900
KB, MB = 1024, 1024 * 1024


@dataclass(frozen=True)
class Shelf:
    """Where our files can be fetched: `site` is this machine's address without a slash, None where it has none."""

    site: str | None
    words: Words

    def part(self, part: Part) -> Part:
        """What LINE can show of a part: a picture stays one, another file becomes a card, without `site` words."""
        if not isinstance(part, Attachment):
            return part
        if self.site is None:
            return Text(self.words("line.no_files", name=part.name))
        return part if part.media_type in SHOWN and part.size <= MOST_SHOWN else self.card(part)

    def card(self, part: Part) -> Part:
        """A file as a card with its name, what it holds and a button that opens it."""
        if not isinstance(part, Attachment):
            return part
        words = self.words
        about = (Section((Row(part.alt),)),) if part.alt.strip() else ()
        label = words("line.open_picture" if part.is_picture else "line.open_file")
        foot = words("line.file_facts", size=size(part.size), days=VALID_DAYS)
        opening = Choice(label, OpenLink(self.address(part)))
        return Card(part.name, sections=about, foot=foot, buttons=(opening,))

    def picture(self, part: Attachment) -> dict[str, Any]:
        """LINE's image message."""
        address = self.address(part)
        return {"type": "image", "originalContentUrl": address, "previewImageUrl": f"{address}?small=1"}

    def address(self, part: Attachment) -> str:
        """Where the file is; its name stands at the end for whoever saves it, unless that makes it too long."""
        short = f"{self.site}/files/{quote(part.file_id, safe='')}"
        named = f"{short}/{quote(part.name, safe='')}"
        return named if len(named) <= MOST_ADDRESS else short


def size(count: int) -> str:
    """Bytes as phones show them."""
    return f"{count / MB:.1f} MB" if count >= MB else f"{max(1, round(count / KB))} KB"
