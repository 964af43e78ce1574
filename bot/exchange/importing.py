"""The one way a workbook comes in: planned first, written all or not at all, audited."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.exchange import areas, contributions, funds, members, people, rulebook_saving
from bot.exchange.faults import Refused
from bot.exchange.plans import Options, Plan, Progress
from bot.exchange.workbooks import Sheet, open_workbook
from bot.services import audit

Planner = Callable[[AsyncSession, Sequence[Sheet], Options], Awaitable[Plan]]
Saver = Callable[[AsyncSession, Plan, Options, datetime, Progress], Awaitable[None]]


@dataclass(frozen=True)
class Kind:
    """One kind of workbook: what it would change, and how that is written."""

    plan: Planner
    save: Saver


KINDS: dict[str, Kind] = {
    module.KIND: Kind(module.plan, module.save)
    for module in (areas, funds, people, members, contributions, rulebook_saving)
}


async def plan(session: AsyncSession, kind: str, path: Path, options: Options) -> Plan:
    """What the file would change; a file that cannot be read at all is a plan of faults alone."""
    try:
        made = await KINDS[kind].plan(session, open_workbook(path), options)
    except Refused as refused:
        return Plan(kind, "", faults=list(refused.faults))
    made.faults.sort(key=lambda fault: (fault.sheet, fault.row or 0, fault.column))
    return made


async def write(session: AsyncSession, made: Plan, path: Path, options: Options, now: datetime, done: Progress) -> None:
    """Carries out a plan that was made in this transaction; raises ValueError for one with faults."""
    if made.faults:
        raise ValueError("a plan with faults is not written")
    await KINDS[made.kind].save(session, made, options, now, done)
    after = {"new": len(made.new), "changed": len(made.changed), "unchanged": made.unchanged}
    digest = sha256(path.read_bytes()).hexdigest()
    audit.record(
        session, now, "import.saved", f"import:{made.kind}", actor="operator", after={**after, "sha256": digest}
    )
    await session.flush()
