"""What stands open in an area, laid out for whoever takes it over (domain.md S3-16)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import figures
from bot.chat import Card, Row, Section
from bot.services import funds
from bot.words import Words
from storage.models import Meeting, Resolution, RevivalCase

SHOWN = 6


async def summary_card(session: AsyncSession, words: Words, title: str, summary: Mapping[str, Any]) -> Card:
    """The card of a summary (services/handover.py): what is done meanwhile is left out."""
    by_id = {fund.id: fund.tambon for fund in await funds.all_funds(session)}
    by_code = {fund.code: fund.tambon for fund in await funds.all_funds(session)}
    parts = [
        (words("handover.cases"), await _cases(session, words, summary.get("cases", []), by_id)),
        (words("handover.resolutions"), await _resolutions(session, words, summary.get("resolutions", []))),
        (words("handover.stopped"), _named(summary.get("stopped", []), by_code)),
        (words("handover.unreported", year=summary.get("year", "")), _named(summary.get("unreported", []), by_code)),
        (words("handover.stale"), _named(summary.get("stale", []), by_code)),
        (words("handover.meetings"), await _meetings(session, words, summary.get("meetings", []))),
    ]
    sections = tuple(Section(_cut(words, rows), heading) for heading, rows in parts if rows)
    return Card(title, "", sections or (Section((Row(words("handover.nothing")),)),), words("handover.foot"))


async def _cases(session: AsyncSession, words: Words, ids: list[int], names: Mapping[int, str]) -> list[Row]:
    rows = await session.scalars(
        select(RevivalCase).where(RevivalCase.id.in_(ids), RevivalCase.state == "open").order_by(RevivalCase.id)
    )
    return [
        Row(
            words("handover.case_next", date=figures.day(words, case.next_visit))
            if case.next_visit
            else words("handover.case_open"),
            names.get(case.fund_id, ""),
        )
        for case in rows
    ]


async def _resolutions(session: AsyncSession, words: Words, ids: list[int]) -> list[Row]:
    rows = await session.scalars(
        select(Resolution)
        .where(Resolution.id.in_(ids), Resolution.state == "open")
        .order_by(Resolution.due_on, Resolution.id)
    )
    return [
        Row(words("handover.due", text=each.text, date=figures.day(words, each.due_on)) if each.due_on else each.text)
        for each in rows
    ]


async def _meetings(session: AsyncSession, words: Words, ids: list[int]) -> list[Row]:
    rows = await session.scalars(
        select(Meeting).where(Meeting.record_id.in_(ids)).order_by(Meeting.held_from.desc(), Meeting.record_id.desc())
    )
    return [
        Row(each.title or each.venue or words("handover.meeting"), figures.day(words, each.held_from)) for each in rows
    ]


def _named(codes: list[str], names: Mapping[str, str]) -> list[Row]:
    known = [names[code] for code in codes if code in names]
    return [Row(", ".join(known))] if known else []


def _cut(words: Words, rows: list[Row]) -> tuple[Row, ...]:
    more = (Row(words("handover.more", count=len(rows) - SHOWN), faint=True),) if len(rows) > SHOWN else ()
    return (*rows[:SHOWN], *more)
