"""Files behind links, on both databases: sealed on disk, found by their secret alone, gone in time."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import unquote
from uuid import uuid4

import httpx2
import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.channels.terminal import TerminalChannel
from bot.chat import Attachment, Fate, Outgoing, Reply
from bot.clock import MovableClock
from bot.delivery import codec
from bot.delivery.pump import Pump
from bot.services import files
from bot.web.files import file_routes
from bot.words import load_words
from storage import outbox
from storage.models import AuditEvent, Delivery, Person, SharedFile
from storage.session import reading

Sessions = async_sessionmaker[AsyncSession]
NAME = "สรุป โซนเมือง ต.ค. 2569.xlsx"
SECRET = b"the list itself"


async def shared(sessions: Sessions, now: datetime, content: bytes = SECRET, media: str = files.XLSX) -> Attachment:
    async with sessions.begin() as session:
        if await session.get(Person, 1) is None:
            session.add(Person(id=1, created_at=now))
            await session.flush()
        return await files.share(
            session, now, name=NAME, media_type=media, content=content, alt="รายชื่อกองทุน", person_id=1
        )


async def test_a_file_is_found_by_its_token_for_seven_days(sessions: Sessions, now: datetime) -> None:
    part = await shared(sessions, now)
    assert (part.name, part.media_type, part.alt, part.size) == (NAME, files.XLSX, "รายชื่อกองทุน", len(SECRET))
    async with sessions() as session:
        last = now + timedelta(days=7) - timedelta(seconds=1)
        assert await files.fetch(session, last, part.file_id) == files.Shared(NAME, files.XLSX, SECRET)
        assert await files.fetch(session, now + timedelta(days=7), part.file_id) is None
        for wrong in ("", "x", part.file_id[:-1], part.file_id[:-1] + "~", part.file_id.swapcase(), "../x" * 8):
            assert await files.fetch(session, now, wrong) is None


async def test_neither_the_secret_nor_the_content_lies_open_in_the_database(sessions: Sessions, now: datetime) -> None:
    part = await shared(sessions, now)
    async with sessions() as session:
        raw = await session.connection()
        known = (await raw.exec_driver_sql("SELECT token_hash FROM shared_files")).scalar_one()
        sealed = (await raw.exec_driver_sql("SELECT content FROM shared_files")).scalar_one()
        assert part.file_id not in str(known)
        assert SECRET not in bytes(sealed)
        event = (await session.scalars(select(AuditEvent))).one()
    assert (event.action, event.actor_person_id) == ("file.shared", 1)
    assert part.file_id not in str((event.subject, event.after))


async def test_what_is_no_file_of_ours_is_not_shared(sessions: Sessions, now: datetime) -> None:
    for content, media in ((b"", files.TEXT), (b"x", "text/html"), (bytes(files.MOST_BYTES + 1), files.PNG)):
        with pytest.raises(ValueError, match="cannot be shared"):
            await shared(sessions, now, content, media)


async def test_a_large_picture_has_a_preview_within_lines_limit(sessions: Sessions, now: datetime) -> None:
    out = io.BytesIO()
    Image.frombytes("RGB", (1200, 700), random.Random(1).randbytes(1200 * 700 * 3)).save(out, "PNG")
    assert len(out.getvalue()) > files.MOST_SMALL
    large = await shared(sessions, now, out.getvalue(), files.PNG)
    little = await shared(sessions, now, b"\x89PNG small", files.PNG)
    async with sessions() as session:
        whole = await files.fetch(session, now, large.file_id)
        small = await files.fetch(session, now, large.file_id, small=True)
        assert whole is not None
        assert whole.content == out.getvalue()
        assert small is not None
        assert (small.media_type, len(small.content) <= files.MOST_SMALL) == (files.JPEG, True)
        same = await files.fetch(session, now, little.file_id, small=True)
        assert same is not None
        assert same.content == b"\x89PNG small"


async def test_links_end_with_the_person_they_were_made_for(sessions: Sessions, now: datetime) -> None:
    part = await shared(sessions, now)
    async with sessions.begin() as session:
        assert await files.revoke(session, now, 1) == 1
        assert await files.revoke(session, now, 1) == 0
    async with sessions() as session:
        assert await files.fetch(session, now, part.file_id) is None
        assert await session.scalar(select(func.count()).select_from(SharedFile)) == 0


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("  สรุป\nโซน  เมือง.xlsx ", "สรุป โซน เมือง.xlsx"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ('a"b\\c:d.txt', "a-b-c-d.txt"),
        ("...", "file"),
        ("ก" * 200 + ".xlsx", "ก" * 95 + ".xlsx"),
    ],
)
def test_names_can_be_saved_anywhere(name: str, saved: str) -> None:
    assert files.fit_name(name) == saved


async def test_the_web_gives_the_file_to_who_has_the_link(
    engine: AsyncEngine, sessions: Sessions, now: datetime
) -> None:
    part = await shared(sessions, now)
    picture = await shared(sessions, now, b"\x89PNG", files.PNG)
    text = await shared(sessions, now, "ข่าว".encode(), files.TEXT)
    clock = MovableClock(now)
    app = Starlette(routes=[*file_routes(reading(engine), clock, load_words())])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="https://x.example") as client:
        answer = await client.get(f"/files/{part.file_id}/anything.xlsx")
        assert (answer.status_code, answer.content) == (200, SECRET)
        assert answer.headers["content-type"] == files.XLSX
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        how, plain, name = answer.headers["content-disposition"].split("; ")
        assert (how, plain) == ("attachment", 'filename="file.xlsx"')
        assert unquote(name.removeprefix("filename*=UTF-8''")) == NAME
        shown = await client.get(f"/files/{picture.file_id}?small=1")
        assert shown.headers["content-disposition"].startswith("inline; ")
        assert (await client.head(f"/files/{picture.file_id}")).status_code == 200
        assert (await client.get(f"/files/{text.file_id}")).headers["content-type"] == "text/plain; charset=utf-8"
        clock.set(now + timedelta(days=8))
        for path in (f"/files/{part.file_id}", "/files/nothing", "/files/a/b"):
            gone = await client.get(path)
            assert gone.status_code == 404
            assert "ขอไฟล์ใหม่" in gone.text
            assert part.file_id not in gone.text
        assert (await client.post(f"/files/{part.file_id}")).status_code == 405


def test_the_gone_page_speaks_thai_and_loads_nothing() -> None:
    """A reader that fails is no open door."""

    class Failing:
        def __call__(self) -> object:
            raise OSError

    app = Starlette(routes=[*file_routes(Failing(), MovableClock(datetime.now().astimezone()), load_words())])  # type: ignore[arg-type]
    assert TestClient(app).get("/files/" + "x" * 32).status_code == 503


@pytest.mark.parametrize("uploads", [True, False])
async def test_channels_that_upload_are_handed_the_content(sessions: Sessions, now: datetime, uploads: bool) -> None:
    sent: list[Outgoing] = []

    class Recording(TerminalChannel):
        async def send(self, outgoing: Outgoing) -> Fate:
            sent.append(outgoing)
            return await super().send(outgoing)

    channel = Recording()
    channel.capabilities = replace(channel.capabilities, uploads=uploads)
    part, lost = await shared(sessions, now), Attachment("x" * 32, "a.txt", files.TEXT, "")
    async with sessions.begin() as session:
        body = codec.encode(Reply((part, lost)))
        made = {"channel": "terminal", "chat_id": "c", "chat_kind": "direct", "cause": "test", "created_at": now}
        await outbox.queue(session, Delivery(id=str(uuid4()), body=body, **made))
    await Pump(sessions, {"terminal": channel}, MovableClock(now)).run_once()
    assert [dict(one.files) for one in sent] == [{part.file_id: SECRET} if uploads else {}]
    assert [shown.text for shown in channel.screens["c"]] == [f"[{NAME}]\nรายชื่อกองทุน", "[a.txt]"]
