"""Links into our Telegram chat: t.me/<bot>?start=PAYLOAD, 64 letters of A-Za-z0-9_- at most (platforms.md 3).

A question rides in the payload itself, one byte a letter by TIS-620, the Thai industry's own table of letters: 47 of
them fit, where UTF-8 would carry 15. Nothing is kept on our side, so a link outlives a restart.
"""

from __future__ import annotations

import base64
import binascii
import re

from bot.channels.measure import graphemes

MOST_PAYLOAD = 64
QUESTION, TOKEN = "q", "t"
"""What a payload begins with: words to be said, or a one-time token that ties an account to a person."""
_LETTERS = "tis_620"
_MOST_BYTES = (MOST_PAYLOAD - 1) * 3 // 4
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def private_chat(username: str, text: str) -> str:
    """The link that opens our 1:1 chat and says `text` there when START is tapped; too long a text is cut."""
    packed = pack_question(text)
    return f"https://t.me/{username}?start={packed}" if packed else f"https://t.me/{username}?start"


def token_link(username: str, token: str) -> str:
    """The link that brings a one-time token (base64url letters) to us. Raises ValueError for one that is too long."""
    if not _PAYLOAD.fullmatch(TOKEN + token):
        raise ValueError("a payload has at most 64 letters of A-Za-z0-9_-")
    return f"https://t.me/{username}?start={TOKEN}{token}"


def pack_question(text: str) -> str:
    """The payload of a question; empty where nothing of it can be carried. Letters that TIS-620 lacks are left out."""
    packed = b""
    for letter in graphemes(" ".join(text.split())):
        more = letter.encode(_LETTERS, "ignore")
        if len(packed) + len(more) > _MOST_BYTES:
            break
        packed += more
    packed = packed.strip()
    return QUESTION + base64.urlsafe_b64encode(packed).decode().rstrip("=") if packed else ""


def unpack_question(payload: str) -> str | None:
    """The words of a question's payload; None for any other."""
    if not payload.startswith(QUESTION) or not _PAYLOAD.fullmatch(payload):
        return None
    body = payload.removeprefix(QUESTION)
    try:
        return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode(_LETTERS) or None
    except (binascii.Error, ValueError):
        return None


def unpack_token(payload: str) -> str | None:
    """The one-time token in a payload; None for any other."""
    return payload.removeprefix(TOKEN) or None if payload.startswith(TOKEN) and _PAYLOAD.fullmatch(payload) else None
