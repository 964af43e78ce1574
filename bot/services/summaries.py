"""Reads an area's funds with what is on record of each, for one fiscal year; unknown is never counted as zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import areas, deadlines, reviews, submissions
from bot.services.areas import Place
from bot.services.authority import Scope
from bot.services.overview import FundLine, Overview
from bot.services.submissions import ANNUAL_REPORT
from storage.models import Assessment, Record, RevivalCase


async def overview(session: AsyncSession, scope: Scope, places: dict[int, Place], year: int, today: date) -> Overview:
    """The funds of a scope in a fiscal year; `places`: the nodes by id, for each fund's zone.

    A handful of statements, however many funds.
    """
    ids = [fund.id for fund in scope.funds]
    sent = await submissions.who_has(session, ids, ANNUAL_REPORT, year)
    verified = await reviews.standing(session, ids, year)
    scores = await _scores(session, year)
    cases = await _cases(session)
    lines = []
    for fund in scope.funds:
        place = places.get(fund.area_id)
        zone = places.get(place.parent_id) if place and place.parent_id else None
        told, review, score, case = sent.get(fund.id), verified.get(fund.id), scores.get(fund.id), cases.get(fund.id)
        lines.append(
            FundLine(
                fund=fund,
                zone=zone if zone is not None and zone.kind == "zone" else None,
                sent_on=told.sent_on if told else None,
                review=review.result if review else None,
                reviewed_on=review.done_on if review else None,
                score=score[0] if score else None,
                most=score[1] if score else None,
                reviving_since=case[0] if case else None,
                next_visit=case[1] if case else None,
            )
        )
    parts, by_part = _parts(scope, places, lines)
    return Overview(year, today, tuple(lines), parts, by_part, await _report_due(session, scope, year))


async def _report_due(session: AsyncSession, scope: Scope, year: int) -> date | None:
    """The report's deadline of the one area that is told of."""
    if len(scope.roots) != 1:
        return None
    above = await areas.path(session, scope.roots[0].id)
    found = await deadlines.find(session, above, ANNUAL_REPORT, year)
    return found.due_on if found else None


def _parts(
    scope: Scope, places: dict[int, Place], lines: Sequence[FundLine]
) -> tuple[tuple[Place, ...], dict[int, tuple[FundLine, ...]]]:
    """The zones, or the provinces of a wider area, with the funds in each."""
    provinces = tuple(place for place in places.values() if place.kind == "province")
    parts = provinces if len(provinces) > 1 else scope.zones
    found: dict[int, list[FundLine]] = {part.id: [] for part in parts}
    for line in lines:
        at = places.get(line.fund.area_id)
        while at is not None and at.id not in found:
            at = places.get(at.parent_id) if at.parent_id is not None else None
        if at is not None:
            found[at.id].append(line)
    return parts, {part: tuple(inside) for part, inside in found.items()}


async def _scores(session: AsyncSession, year: int) -> dict[int, tuple[int, int]]:
    """The last finished assessment of each fund in a year: points and the most that could be had."""
    rows = await session.execute(
        select(Record.fund_id, Assessment.score, Assessment.most)
        .join(Assessment, Assessment.record_id == Record.id)
        .where(Record.withdrawn_at.is_(None), Assessment.for_year == year, Assessment.complete)
        .order_by(Record.day, Record.id)
    )
    return {fund_id: (score, most) for fund_id, score, most in rows if fund_id is not None}


async def _cases(session: AsyncSession) -> dict[int, tuple[date, date | None]]:
    """The open revival case of each fund: since when, and the next visit."""
    rows = await session.execute(
        select(RevivalCase.fund_id, RevivalCase.opened_on, RevivalCase.next_visit)
        .where(RevivalCase.state == "open")
        .order_by(RevivalCase.id)
    )
    return {fund_id: (opened, visit) for fund_id, opened, visit in rows}
