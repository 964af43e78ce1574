"""Writing the register: many lines at once from a spreadsheet, or one line on an officer's word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.entitlement.facts import ArrearsPaid
from bot.services import audit
from storage.models import AuditEvent, Contribution, Fund, Member
from storage.models.base import Base, table

BATCH = 1000
Done = Callable[[int], None]
MEMBER_FIELDS = ("name", "sex", "born", "joined", "paid_to", "payments", "status", "ended_on", "as_of")
CONTRIBUTION_FIELDS = ("period_to", "satang", "paid_on")


async def fund_ids(session: AsyncSession) -> dict[str, int]:
    """Every fund's id by its code."""
    return {code: fund_id for code, fund_id in await session.execute(select(Fund.code, Fund.id))}


async def known_members(session: AsyncSession, funds: Iterable[int]) -> dict[tuple[int, str], dict[str, Any]]:
    """The register lines of these funds by fund and number, as plain values."""
    lines = table(Member).c
    columns = [lines[name] for name in ("id", "fund_id", "number", *MEMBER_FIELDS)]
    rows = await session.execute(select(*columns).where(lines.fund_id.in_(sorted(set(funds)))))
    return {(row.fund_id, row.number): dict(row._mapping) for row in rows}


async def known_contributions(
    session: AsyncSession, funds: Iterable[int], first: date, last: date
) -> dict[tuple[int, date, str], dict[str, Any]]:
    """Payments of these funds' members for periods that begin between two days, by member, period and receipt.

    A payment without a receipt's number goes by the day it was paid.
    """
    paid, lines = table(Contribution).c, table(Member).c
    rows = await session.execute(
        select(paid.id, paid.member_id, paid.period_from, paid.period_to, paid.satang, paid.paid_on, paid.receipt_no)
        .join_from(table(Contribution), table(Member), paid.member_id == lines.id)
        .where(lines.fund_id.in_(sorted(set(funds))), paid.period_from >= first, paid.period_from <= last)
    )
    return {
        (row.member_id, row.period_from, row.receipt_no or row.paid_on.isoformat()): dict(row._mapping) for row in rows
    }


async def add_rows(session: AsyncSession, model: type[Base], rows: Sequence[Mapping[str, Any]], done: Done) -> None:
    """Inserts many rows of one table; all rows have the same columns."""
    connection = await session.connection()
    for batch in _batches(rows):
        await connection.execute(insert(table(model)), [dict(row) for row in batch])
        done(len(batch))


async def change_rows(
    session: AsyncSession, model: type[Base], changes: Sequence[tuple[int, Mapping[str, Any]]], done: Done
) -> None:
    """Updates many rows of one table by id, each with its own columns."""
    connection, target = await session.connection(), table(model)
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, values in changes:
        alike.setdefault(tuple(sorted(values)), []).append({"row_id": row_id, **values})
    for names, rows in alike.items():
        change = update(target).where(target.c.id == bindparam("row_id")).values({n: bindparam(n) for n in names})
        for batch in _batches(rows):
            await connection.execute(change, list(batch))
            done(len(batch))


async def note_changes(
    session: AsyncSession,
    now: datetime,
    action: str,
    changes: Sequence[tuple[str, Mapping[str, Any], Mapping[str, Any]]],
) -> None:
    """One audit event for each changed record (subject, before, after), written by the operator."""
    fixed = {"at": now, "actor": "operator", "actor_person_id": None, "action": action}
    rows = [{**fixed, "subject": subject, "before": dict(b), "after": dict(a)} for subject, b, a in changes]
    await add_rows(session, AuditEvent, rows, lambda _: None)


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def correct_paid_to(
    session: AsyncSession,
    member: Member,
    paid_to: str,
    person_id: int,
    now: datetime,
    today: date,
    settled: ArrearsPaid | None = None,
) -> None:
    """Sets the last month paid ("YYYY-MM") on an officer's word; the line is then as of today.

    `settled`: a debt that was paid only now, after which the rulebook may let rights rest for a while.
    """
    before = _facts(member)
    if member.payments is not None and member.paid_to is not None:
        member.payments = max(0, member.payments + _months(paid_to) - _months(member.paid_to))
    member.paid_to, member.as_of = paid_to, today
    member.arrears_paid_on = settled.on if settled else None
    member.arrears_paid_months = settled.months if settled else None
    audit.record(
        session,
        now,
        "register.corrected",
        f"member:{member.id}",
        person_id=person_id,
        before=before,
        after=_facts(member),
    )


def _facts(member: Member) -> dict[str, Any]:
    """What a correction can change, as JSON keeps it."""
    paid_on = member.arrears_paid_on
    return {
        "paid_to": member.paid_to,
        "payments": member.payments,
        "as_of": member.as_of.isoformat(),
        "arrears_paid_on": paid_on.isoformat() if paid_on else None,
    }


def _months(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)
