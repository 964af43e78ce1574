"""A picture that is unsent leaves the database at once, whether asked about, attached or waiting for its record."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.demo.identities import user_id
from bot.transcript.stage import DemoDatabase
from bot.transcript.theatre import Theatre
from bot.understanding.understand import Understander
from storage.models import AuditEvent, Evidence

LOGGED = ("say", "จดประชุมโซนเมือง 15 พ.ย. 69 ที่ อบต.บ้านสวน มา 21 คน"), ("button", "ยืนยัน")
PICTURE, BACK = ("image", "gps.jpg"), ("unsend", "")


@pytest.fixture(params=["terminal", "line"])
def theatre(request: pytest.FixtureRequest, databases: dict[str, DemoDatabase], understander: Understander) -> Theatre:
    return Theatre(request.param, databases[request.param], understander)


@pytest.mark.parametrize(
    ("acts", "before"),
    [
        ((*LOGGED, PICTURE), "asked"),
        ((*LOGGED, PICTURE, ("button", "แนบเป็นใบเซ็นชื่อ")), "kept"),
        ((LOGGED[0], PICTURE), "kept"),
    ],
    ids=["asked about", "attached", "with a draft"],
)
async def test_taken_back(theatre: Theatre, acts: tuple[tuple[str, str], ...], before: str) -> None:
    async with theatre.stage() as stage:
        for act, argument in acts:
            await stage.act("coordinator", "direct", act, argument)
        house = stage.house  # type: ignore[attr-defined]
        async with house.sessions() as session:
            row = (await session.scalars(select(Evidence))).one()
            assert row.state == before
            assert (row.content is None) == (before == "asked")
        mark = stage.mark()
        await _unsend_picture(stage)
        assert stage.anything(mark) == []
        async with house.sessions() as session:
            row = (await session.scalars(select(Evidence))).one()
            assert (row.state, row.content) == ("deleted", None)
            actions = list(await session.scalars(select(AuditEvent.action).where(AuditEvent.subject == "evidence:1")))
        assert actions[-1] == "evidence.deleted"


async def _unsend_picture(stage: object) -> None:
    """What is taken back is the picture, even where something was tapped since."""
    if hasattr(stage, "fake"):
        user = user_id("coordinator")
        pictures = [one for one in stage.fake.seen(user) if one.body["type"] == "image" and one.sender == user]
        await stage.fake.unsend(user, None, pictures[-1])
        await stage.house.settle()  # type: ignore[attr-defined]
    else:
        await stage.act("coordinator", "direct", *BACK)  # type: ignore[attr-defined]
