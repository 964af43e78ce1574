"""Handing an office over: rights end at once, open work moves, the next one finds a summary (domain.md S3-16)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import areas, audit, files, invites, offices
from bot.services.fiscal import reported_year
from bot.services.offices import Office
from storage.models import (
    Conversation,
    Fund,
    Handover,
    Meeting,
    MeetingZone,
    Record,
    Resolution,
    RevivalCase,
    Submission,
)

STALE_AFTER = timedelta(days=90)
"""Older figures of a fund are stale (domain.md S0-33)."""
REPORT = "annual_report"
MEETINGS_TOLD = 3
Summary = dict[str, Any]
"""What stands open in an area, by ids and fund codes: cases, resolutions, meetings, stopped, stale, unreported."""


@dataclass(frozen=True)
class Left:
    """What came of an end of office: whose rights ended (his first), who keeps the work, how much it is."""

    handover_id: int
    ended: tuple[int, ...]
    keeper: int | None
    moved: int
    codes_revoked: int


async def summary(session: AsyncSession, area_id: int, today: date) -> Summary:
    """What stands open in an area and below it today."""
    inside = frozenset(await areas.subtree(session, (area_id,)))
    year = reported_year(today)
    own = [fund for fund in await session.scalars(select(Fund).order_by(Fund.code)) if fund.area_id in inside]
    running = [fund for fund in own if fund.status not in ("stopped", "dissolved")]
    sent = set(
        await session.scalars(
            select(Record.fund_id)
            .join(Submission, Submission.record_id == Record.id)
            .where(Submission.obligation == REPORT, Submission.for_year == year, Record.withdrawn_at.is_(None))
        )
    )
    meetings = await session.scalars(
        select(Meeting.record_id)
        .join(Record, Record.id == Meeting.record_id)
        .where(Record.withdrawn_at.is_(None), _of(inside))
        .order_by(Meeting.held_from.desc(), Meeting.record_id.desc())
        .limit(MEETINGS_TOLD)
    )
    return {
        "cases": await _cases(session, inside),
        "resolutions": await _resolutions(session, inside),
        "meetings": list(meetings),
        "stopped": [fund.code for fund in own if fund.status == "stopped"],
        "stale": [fund.code for fund in running if _stale(fund, today)],
        "unreported": [fund.code for fund in running if fund.id not in sent],
        "year": year,
    }


async def leave(
    session: AsyncSession,
    now: datetime,
    today: date,
    office: Office,
    by_person: int,
    *,
    reason: str = "",
    successor: int | None = None,
    successor_name: str | None = None,
) -> Left:
    """Ends an office at once and moves its open work; the caller has asked the holder, or has checked the right.

    Work goes to the successor where he is known already, else to a fellow in the same office, else one level up.
    """
    left = await _left_areas(session, office, today)
    told = await summary(session, office.area_id, today)
    cases = await _cases(session, left, office.person_id)
    resolutions = await _resolutions(session, left, office.person_id)
    revoked = await invites.revoke_all_by(session, now, office.person_id, left)
    ended = await offices.end(session, now, today, office.id, by_person, "handover")
    keeper = successor or await _keeper(session, office, today)
    await _move(session, cases, resolutions, keeper)
    handover = Handover(
        person_id=office.person_id,
        successor_person_id=successor,
        role=office.role,
        area_id=office.area_id,
        at=now,
        reason=reason or None,
        summary={**told, "moved": {"cases": cases, "resolutions": resolutions, "keeper": keeper}},
        told_at=now if successor else None,
    )
    if successor_name:
        handover.summary = {**handover.summary, "successor": successor_name}
    session.add(handover)
    await session.flush()
    await files.revoke(session, now, office.person_id)
    if not await offices.held_by(session, office.person_id, today):
        await drop_drafts(session, office.person_id)
    after = {"role": office.role, "area": office.area_id, "cases": len(cases), "resolutions": len(resolutions)}
    audit.record(session, now, "handover.made", f"handover:{handover.id}", person_id=by_person, after=after)
    return Left(handover.id, tuple(ended), keeper, len(cases) + len(resolutions), revoked)


async def taken_up(session: AsyncSession, now: datetime, person_id: int, role: str, area_id: int) -> Summary | None:
    """What the last holder left to whoever takes the office up now: the work moves, the summary is told once."""
    found = await session.scalar(
        select(Handover)
        .where(
            Handover.role == role,
            Handover.area_id == area_id,
            Handover.told_at.is_(None),
            or_(Handover.person_id.is_(None), Handover.person_id != person_id),
        )
        .order_by(Handover.id.desc())
        .limit(1)
    )
    if found is None:
        return None
    found.successor_person_id, found.told_at = person_id, now
    moved: Mapping[str, Any] = found.summary.get("moved", {})
    await _move(session, moved.get("cases", []), moved.get("resolutions", []), person_id, moved.get("keeper"))
    audit.record(session, now, "handover.taken_up", f"handover:{found.id}", person_id=person_id)
    await session.flush()
    return dict(found.summary)


async def known_successor(session: AsyncSession, office: Office, name: str, today: date) -> int | None:
    """The one fellow in the very same office who is meant by a name; anybody else takes the office up by a code."""
    fellows = await offices.held_in(session, [office.area_id], today, [office.role])
    people = {
        each.person_id
        for each in fellows
        if each.name and each.person_id != office.person_id and (each.name in name or name in each.name)
    }
    return people.pop() if len(people) == 1 else None


async def own_work(session: AsyncSession, office: Office, today: date) -> int:
    """How many open things of an office are in its holder's own hands, and would move with it."""
    left = await _left_areas(session, office, today)
    cases = await _cases(session, left, office.person_id)
    return len(cases) + len(await _resolutions(session, left, office.person_id))


async def holds(session: AsyncSession, person_id: int, role: str, area_id: int, today: date) -> bool:
    """Whether somebody holds exactly this office."""
    return any(
        (each.role, each.area_id) == (role, area_id) for each in await offices.held_by(session, person_id, today)
    )


async def drop_drafts(session: AsyncSession, person_id: int) -> None:
    """Throws a person's unfinished forms away, in all his chats."""
    for talk in await session.scalars(select(Conversation).where(Conversation.person_id == person_id)):
        if talk.state and talk.state.get("draft"):
            talk.state = {name: kept for name, kept in talk.state.items() if name not in ("draft", "saved")}
    await session.flush()


async def _left_areas(session: AsyncSession, office: Office, today: date) -> frozenset[int]:
    """Where a leaver has no other office that covers the place."""
    gone = frozenset(await areas.subtree(session, (office.area_id,)))
    others = [each for each in await offices.held_by(session, office.person_id, today) if each.id != office.id]
    kept = await areas.subtree(session, tuple(sorted({each.area_id for each in others}))) if others else {}
    return gone - frozenset(kept)


async def _keeper(session: AsyncSession, office: Office, today: date) -> int | None:
    fellows = await offices.held_in(session, [office.area_id], today, [office.role])
    others = [each for each in fellows if each.person_id != office.person_id]
    found = others or await offices.above(session, office.area_id, today, apart_from=office.person_id)
    return found[0].person_id if found else None


async def _move(
    session: AsyncSession,
    cases: Collection[int],
    resolutions: Collection[int],
    to: int | None,
    held_by: int | None = None,
) -> None:
    """Gives work to somebody; with `held_by`, only what nobody else has taken on meanwhile."""
    for model, ids in ((RevivalCase, cases), (Resolution, resolutions)):
        if not ids:
            continue
        change = update(model).where(model.id.in_(ids), model.state == "open").values(owner_person_id=to)
        if held_by is not None:
            change = change.where(or_(model.owner_person_id.is_(None), model.owner_person_id == held_by))
        await session.execute(change)
    await session.flush()


async def _cases(session: AsyncSession, inside: Collection[int], owner: int | None = None) -> list[int]:
    asked = (
        select(RevivalCase.id)
        .join(Fund, Fund.id == RevivalCase.fund_id)
        .where(RevivalCase.state == "open", Fund.area_id.in_(inside))
        .order_by(RevivalCase.id)
    )
    return list(await session.scalars(asked.where(RevivalCase.owner_person_id == owner) if owner else asked))


async def _resolutions(session: AsyncSession, inside: Collection[int], owner: int | None = None) -> list[int]:
    asked = (
        select(Resolution.id)
        .join(Record, Record.id == Resolution.record_id)
        .where(Resolution.state == "open", Record.withdrawn_at.is_(None), _of(inside))
        .order_by(Resolution.due_on, Resolution.id)
    )
    return list(await session.scalars(asked.where(Resolution.owner_person_id == owner) if owner else asked))


def _of(inside: Collection[int]) -> ColumnElement[bool]:
    """Records of these areas: entered for one of them, or meetings that one of them took part in."""
    took_part = exists().where(MeetingZone.record_id == Record.id, MeetingZone.area_id.in_(inside))
    return or_(Record.area_id.in_(inside), took_part)


def _stale(fund: Fund, today: date) -> bool:
    told = max((day for day in (fund.told_on, fund.figures_as_of) if day is not None), default=None)
    return told is None or today - told > STALE_AFTER
