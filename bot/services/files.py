"""Files for whoever has their link: made for one person's request, sealed, gone after a week (PDPA s.37(2)).

The link holds a secret of 192 bits; the database knows its keyed hash alone. Looking a secret up by its hash takes the
same time whether it is near a real one or not.
"""

from __future__ import annotations

import io
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Attachment
from bot.services import audit
from storage.crypto import keyed_hashes
from storage.models import SharedFile
from storage.queues import changed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT, CSV, PNG, JPEG = "text/plain", "text/csv", "image/png", "image/jpeg"
MEDIA = frozenset({XLSX, TEXT, CSV, PNG, JPEG})
VALID_DAYS = 7
MOST_BYTES = 10_000_000
"""LINE shows no larger picture."""
MOST_SMALL = 1_000_000
"""LINE's limit for the preview of a picture; one that is no larger is its own."""
SMALL_SIDE = 1024
MOST_NAME = 100
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


@dataclass(frozen=True)
class Shared:
    """What a link leads to."""

    name: str
    media_type: str
    content: bytes


async def share(
    session: AsyncSession,
    now: datetime,
    *,
    name: str,
    media_type: str,
    content: bytes,
    alt: str,
    person_id: int | None,
) -> Attachment:
    """The file as a part of a reply, behind a new link that lasts `VALID_DAYS`; `alt` says in one line what it holds.

    The caller has checked that the person may see what is in it. Raises ValueError for another media type than those
    of `MEDIA`, and above 10 MB.
    """
    if media_type not in MEDIA or not 0 < len(content) <= MOST_BYTES:
        raise ValueError(f"a file of {len(content)} bytes of type {media_type} cannot be shared")
    token = secrets.token_urlsafe(24)
    file = SharedFile(
        token_hash=_hashes(session, token)[0],
        name=fit_name(name),
        media_type=media_type,
        content=content,
        small=_small(content) if media_type in (PNG, JPEG) and len(content) > MOST_SMALL else None,
        person_id=person_id,
        created_at=now,
        expires_at=now + timedelta(days=VALID_DAYS),
    )
    session.add(file)
    await session.flush()
    after = {"media_type": media_type, "bytes": len(content)}
    audit.record(session, now, "file.shared", f"file:{file.id}", person_id=person_id, after=after)
    return Attachment(token, file.name, media_type, alt, len(content))


async def fetch(session: AsyncSession, now: datetime, token: str, *, small: bool = False) -> Shared | None:
    """What is behind a link, or a picture's preview; None where there is nothing, or no longer."""
    if not TOKEN.fullmatch(token):
        return None
    row = await session.scalar(select(SharedFile).where(SharedFile.token_hash.in_(_hashes(session, token))))
    if row is None or row.expires_at <= now:
        return None
    if small and row.small is not None:
        return Shared(row.name, JPEG, row.small)
    return Shared(row.name, row.media_type, row.content)


async def revoke(session: AsyncSession, now: datetime, person_id: int) -> int:
    """Ends all links that were made for a person, e.g. with his last role; says how many."""
    ended = await changed(session, delete(SharedFile).where(SharedFile.person_id == person_id))
    if ended:
        audit.record(session, now, "file.revoked", f"person:{person_id}", person_id=person_id, after={"files": ended})
    return ended


def fit_name(name: str) -> str:
    """The name as every phone and computer can save it; its ending stays."""
    plain = _UNFIT.sub("-", " ".join(name.split())).strip(". ") or "file"
    if len(plain) <= MOST_NAME:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: MOST_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) <= 5 else plain[:MOST_NAME]


def _hashes(session: AsyncSession, token: str) -> list[str]:
    return keyed_hashes(session.get_bind().dialect, token, "file")


def _small(content: bytes) -> bytes:
    """A preview of a picture of ours, as JPEG."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()
