"""What the demo network's volunteers have put on record already: reports that were sent in, meetings that were held."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.fiscal import fiscal_year
from storage.models import (
    Area,
    Attendance,
    Deadline,
    Fund,
    Matching,
    MatchingRule,
    Meeting,
    MeetingZone,
    Record,
    Resolution,
    Submission,
)

SOURCE = "demo"


async def lay(session: AsyncSession, plan: dict[str, Any], areas: dict[str, Area], funds: dict[str, Fund]) -> None:
    """Adds submissions and meetings to a network that is laid already."""
    since: datetime = plan["start"]
    for given in plan.get("submissions", ()):
        fund = funds[given["fund"]]
        record = _record("submission", fund.area_id, given["sent"], since, fund.id)
        session.add(record)
        await session.flush()
        session.add(
            Submission(
                record_id=record.id, obligation=given["obligation"], for_year=given["year"], sent_on=given["sent"]
            )
        )
    for given in plan.get("matching_rules", ()):
        facts = {name: given[name] for name in ("mode", "threshold", "basis")}
        session.add(
            MatchingRule(area_id=areas[given["area"]].id, per_head_satang=given["per_head_baht"] * 100, **facts)
        )
    for given in plan.get("matchings", ()):
        fund = funds[given["fund"]]
        record = _record("matching", fund.area_id, given["day"], since, fund.id)
        session.add(record)
        await session.flush()
        facts = {name: given[name] for name in ("party", "outcome", "members_then")}
        session.add(Matching(record_id=record.id, for_year=given["year"], **facts))
    for given in plan.get("meetings", ()):
        record = _record("meeting", areas[given["areas"][0]].id, given["day"], since)
        session.add(record)
        await session.flush()
        session.add(_meeting(record.id, given))
        session.add_all(MeetingZone(record_id=record.id, area_id=areas[code].id) for code in given["areas"])
        session.add_all(
            Attendance(record_id=record.id, number=number, name=person.get("name"), role=person.get("role"))
            for number, person in enumerate(given.get("people", ()), 1)
        )
        session.add_all(
            Resolution(
                record_id=record.id,
                number=number,
                text=one["text"],
                owner=one.get("owner"),
                due_on=one.get("due"),
                state=one.get("state", "open"),
                done_at=since if one.get("state") == "done" else None,
            )
            for number, one in enumerate(given.get("resolutions", ()), 1)
        )
    session.add_all(
        Deadline(
            area_id=areas[given["area"]].id,
            obligation=given["obligation"],
            fiscal_year=given["year"],
            due_on=given["due"],
            set_at=datetime.combine(given["set"], since.time(), since.tzinfo),
        )
        for given in plan.get("deadlines", ())
    )
    await session.flush()


def _record(kind: str, area_id: int, day: Any, since: datetime, fund_id: int | None = None) -> Record:
    return Record(
        kind=kind,
        area_id=area_id,
        fund_id=fund_id,
        day=day,
        fiscal_year=fiscal_year(day),
        recorded_at=since,
        source=SOURCE,
    )


def _meeting(record_id: int, given: dict[str, Any]) -> Meeting:
    return Meeting(
        record_id=record_id,
        level=given.get("level"),
        title=given.get("title"),
        held_from=given["day"],
        held_to=given["day"],
        venue=given.get("venue"),
        tambon=given.get("tambon"),
        attendance=given.get("attendance"),
        attendance_qualifier=given.get("qualifier", "exact"),
        hosts={"items": given["hosts"]} if "hosts" in given else None,
    )
